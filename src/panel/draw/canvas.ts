/**
 * Small helpers for painting on the plot's canvas.
 */
import { Plot } from './plot';

/** Canvas pixels for one CSS pixel. */
export function pixelRatio(): number {
  return globalThis.devicePixelRatio || 1;
}

/**
 * Paints inside the plotting area and leaves the context as it was.
 *
 * @param u - the plot
 * @param paint - may change the context freely
 */
export function clipped(u: Plot, paint: (ctx: CanvasRenderingContext2D) => void): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  paint(ctx);
  ctx.restore();
}

/** A range of neighbouring indices, both included. */
export interface Run {
  first: number;
  last: number;
}

/**
 * Neighbouring indices for which something holds.
 *
 * @param length - indices 0 … length − 1 are asked
 * @param holds - the condition
 */
export function runsOf(length: number, holds: (i: number) => boolean): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < length; i++) {
    if (!holds(i)) {
      continue;
    }
    const run = runs[runs.length - 1];
    if (run?.last === i - 1) {
      run.last = i;
    } else {
      runs.push({ first: i, last: i });
    }
  }
  return runs;
}
