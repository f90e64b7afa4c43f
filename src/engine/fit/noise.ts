/**
 * What is within noise.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/noise.go.
 */
import { mean } from '../num/mean';

/**
 * Whether losses are less than others by more than a standard error of the difference.
 *
 * @param a - shape [blocks], n ≥ 1, as b: errors of neighbours are alike, those of blocks hardly
 */
export function clearlyLess(a: Float64Array, b: Float64Array): boolean {
  const difference = a.map((loss, i) => b[i] - loss);
  const center = mean(difference);
  let squares = 0;
  for (const d of difference) {
    squares += (d - center) * (d - center);
  }
  return center > Math.sqrt(squares) / a.length;
}
