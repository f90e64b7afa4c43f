/**
 * Lengths that a spec gives absolute or as a share.
 * Twin: pkg/engine/spec/extent.go.
 */
import { ROUNDING } from '../num/rounding';
import { Extent } from './spec';

/**
 * The larger of an absolute length and a share of a size ≥ 0, in the series' unit. It is never less than what may be
 * rounding.
 */
export function extentOf({ absolute, relative }: Extent, size: number): number {
  return Math.max(absolute, Math.max(relative, ROUNDING) * size);
}
