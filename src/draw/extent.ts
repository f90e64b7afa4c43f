/**
 * How much of the value axis a plot shows. A band may be many times as wide as the line moves, after an incident in the
 * history, say; shown whole it would press the line flat.
 */
import { Analysis } from '../engine/analysis';

/** Beyond the values, a band is shown for this share of their span on either side; the rest is cut off. */
const REACH = 0.75;

/**
 * Data limits with the bands cut back to where the values are.
 *
 * @param series - values and expected values of those on one scale; not modified
 * @param min - lowest of all lines
 * @param max - highest of all lines
 * @returns [min, max] where the values have no span of their own
 */
export function cutBack(
  series: Array<Pick<Analysis, 'value' | 'expected'>>,
  min: number,
  max: number
): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const { value, expected } of series) {
    for (const line of [value, expected]) {
      for (let i = 0; i < line.length; i++) {
        low = line[i] < low ? line[i] : low; // NaN compares false
        high = line[i] > high ? line[i] : high;
      }
    }
  }
  if (!(high > low)) {
    return [min, max];
  }
  const reach = REACH * (high - low);
  return [Math.max(min, low - reach), Math.min(max, high + reach)];
}
