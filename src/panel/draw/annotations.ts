/**
 * The dashboard's annotations on the plot.
 */
import { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { clipped, pixelRatio } from './canvas';
import { Plot } from './plot';
import { Mark } from './scene';

/**
 * Annotations as the panel received them.
 *
 * @param frames - `data.annotations`; frames of exemplars are left out; not modified
 * @param theme - of Grafana
 */
export function marksOf(frames: DataFrame[] | undefined, theme: GrafanaTheme2): Mark[] {
  return (frames ?? [])
    .filter((frame) => frame.name !== 'exemplar')
    .flatMap((frame) => {
      const column = (name: string) => frame.fields.find((field) => field.name === name)?.values;
      const [from, to, color, text, title] = ['time', 'timeEnd', 'color', 'text', 'title'].map(column);
      return Array.from(from ?? [], (fromMs: number, i) => ({
        fromMs,
        toMs: Math.max(fromMs, Number(to?.[i] ?? fromMs)),
        color: theme.visualization.getColorByName(String(color?.[i] ?? 'blue')),
        text: plainText(String(text?.[i] ?? title?.[i] ?? '')),
      }));
    });
}

/**
 * Paints a line at each annotation, and a tint over its range.
 *
 * @param u - the plot, just drawn
 * @param marks - of `marksOf`
 */
export function paintMarks(u: Plot, marks: Mark[]): void {
  const px = pixelRatio();
  clipped(u, (ctx) => {
    for (const { fromMs, toMs, color } of marks) {
      const from = u.valToPos(fromMs, 'x', true);
      const to = u.valToPos(toMs, 'x', true);
      ctx.fillStyle = color;
      ctx.strokeStyle = color;
      ctx.globalAlpha = 0.12;
      ctx.fillRect(from, u.bbox.top, to - from, u.bbox.height);
      ctx.globalAlpha = 1;
      ctx.setLineDash([4 * px, 4 * px]);
      ctx.lineWidth = px;
      ctx.beginPath();
      for (const x of new Set([from, to])) {
        ctx.moveTo(x, u.bbox.top);
        ctx.lineTo(x, u.bbox.top + u.bbox.height);
      }
      ctx.stroke();
    }
  });
}

// Grafana's annotation texts hold HTML; the tooltip shows text nodes only.
function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '';
}
