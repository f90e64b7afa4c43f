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
