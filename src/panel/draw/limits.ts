/**
 * Paints the limit that an anomaly exceeds where it is another one than that of the deviation, which the band shows.
 */
import { GrafanaTheme2 } from '@grafana/data';
import { limitAt, measureOf } from '../../draw/measure';
import { Analysis } from '../../engine/analysis';
import { constants } from '../../engine/detect/constants';
import { Reason } from '../../engine/detect/score';
import { pixelRatio } from './canvas';
import { Plot } from './plot';

/**
 * The limit at one slot: of an hourly mean the hour with its mean, of a spike an arrow from the limit to the value, of a
 * bound the bound.
 *
 * @param u - the plot, just drawn
 * @param ctx - clipped to the plot
 * @param analysis - of the series
 * @param scale - that it is drawn on
 * @param i - index of the slot
 * @param theme - of Grafana
 */
export function paintLimit(
  u: Plot,
  ctx: CanvasRenderingContext2D,
  analysis: Analysis,
  scale: string,
  i: number,
  theme: GrafanaTheme2
): void {
  const measure = measureOf(analysis, i);
  if (!measure) {
    return;
  }
  const { timesMs, stepMs, expected, value, reason } = analysis;
  const px = pixelRatio();
  const side = analysis.direction[i] < 0 ? -1 : 1;
  const x = (timeMs: number) => u.valToPos(timeMs, 'x', true);
  const y = (v: number) => u.valToPos(v, scale, true);
  const level = (fromMs: number, v: number, dash: number[]) => {
    ctx.setLineDash(dash.map((length) => length * px));
    ctx.beginPath();
    ctx.moveTo(x(fromMs), y(v));
    ctx.lineTo(Math.max(x(timesMs[i] + stepMs / 2), x(fromMs) + 6 * px), y(v));
    ctx.stroke();
  };
  ctx.strokeStyle = theme.colors.text.primary;
  ctx.lineWidth = 1.25 * px;
  switch (reason[i]) {
    case Reason.HourlyMean:
      level(timesMs[i] + stepMs / 2 - constants.meanMs, expected[i] + side * measure.length, []);
      level(timesMs[i] + stepMs / 2 - constants.meanMs, expected[i] + side * measure.limit, [4, 3]);
      break;
    case Reason.Spike:
      level(timesMs[i] - stepMs / 2, limitAt(analysis, i), [4, 3]);
      arrow(ctx, x(timesMs[i]), y(limitAt(analysis, i)), y(value[i]), px);
      break;
    case Reason.Bounds:
      level(timesMs[i] - stepMs / 2, limitAt(analysis, i), [4, 3]);
      break;
  }
  ctx.setLineDash([]);
}

function arrow(ctx: CanvasRenderingContext2D, x: number, from: number, to: number, px: number): void {
  const head = Math.sign(from - to) * 4 * px;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, from);
  ctx.lineTo(x, to);
  ctx.moveTo(x - 3 * px, to + head);
  ctx.lineTo(x, to);
  ctx.lineTo(x + 3 * px, to + head);
  ctx.stroke();
}
