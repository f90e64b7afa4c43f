/**
 * Paints where there is no verdict: ranges in which the series is still learning, which are excluded, or without values.
 */
import { GrafanaTheme2 } from '@grafana/data';
import { State } from '../../engine/analysis';
import { isJudged } from '../lines';
import { Drawn } from '../run';
import { runsOf } from '../../draw/runs';
import { clipped, pixelRatio } from './canvas';
import { Plot } from './plot';
import { Scene } from './scene';

interface Look {
  label: string;
  /** Distance of the hatch's lines, and which ways they lean; told apart without colour. */
  spacing: number;
  lean: Array<1 | -1>;
}

const LOOKS: Record<number, Look> = {
  [State.Learning]: { label: 'learning', spacing: 12, lean: [1] },
  [State.Excluded]: { label: 'excluded', spacing: 7, lean: [-1] },
  [State.Missing]: { label: 'missing', spacing: 12, lean: [1, -1] },
};

/**
 * Hatches the ranges in which every shown series is learning, every one excluded, or every one without a value.
 *
 * @param u - the plot, just cleared
 * @param scene - what is on it
 * @param shown - which series count
 * @param theme - of Grafana
 */
export function paintStates(
  u: Plot,
  { drawn, looks }: Scene,
  shown: (s: number) => boolean,
  theme: GrafanaTheme2
): void {
  const visible = drawn.filter((one, s) => shown(s) && looks[s].band && isJudged(one));
  if (visible.length === 0) {
    return;
  }
  clipped(u, (ctx) => {
    for (const [state, look] of Object.entries(LOOKS)) {
      for (const { fromMs, toMs } of rangesIn(visible, Number(state))) {
        hatch(u, ctx, u.valToPos(fromMs, 'x', true), u.valToPos(toMs, 'x', true), look, theme);
      }
    }
  });
}

// The first series' ranges, kept where all others are in the same state for the whole of it.
function rangesIn(visible: Drawn[], state: number): Array<{ fromMs: number; toMs: number }> {
  const [{ analysis }, ...others] = visible;
  const ranges = runsOf(analysis.state.length, (i) => analysis.state[i] === state).map(({ first, last }) => ({
    fromMs: analysis.timesMs[first],
    toMs: analysis.timesMs[last] + analysis.stepMs,
  }));
  return ranges.filter(({ fromMs, toMs }) =>
    others.every(({ analysis: other }) =>
      other.state.every((own, i) => own === state || other.timesMs[i] < fromMs || other.timesMs[i] >= toMs)
    )
  );
}

function hatch(
  u: Plot,
  ctx: CanvasRenderingContext2D,
  from: number,
  to: number,
  look: Look,
  theme: GrafanaTheme2
): void {
  const px = pixelRatio();
  const { left, top, width, height } = u.bbox;
  const x0 = Math.max(from, left);
  const x1 = Math.min(to, left + width);
  if (x1 - x0 < px) {
    return;
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(x0, top, x1 - x0, height);
  ctx.clip();
  ctx.fillStyle = theme.colors.action.hover;
  ctx.globalAlpha = 0.6;
  ctx.fillRect(x0, top, x1 - x0, height);
  ctx.strokeStyle = theme.colors.border.weak;
  ctx.lineWidth = px;
  ctx.beginPath();
  for (const lean of look.lean) {
    for (let x = x0 - height; x < x1 + height; x += look.spacing * px) {
      ctx.moveTo(x, top + (lean > 0 ? height : 0));
      ctx.lineTo(x + height, top + (lean > 0 ? 0 : height));
    }
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.font = `${11 * px}px ${theme.typography.fontFamily}`;
  ctx.textBaseline = 'top';
  ctx.fillStyle = theme.colors.text.secondary;
  if (x1 - x0 > ctx.measureText(look.label).width + 12 * px) {
    ctx.fillText(look.label, x0 + 6 * px, top + 6 * px);
  }
  ctx.restore();
}
