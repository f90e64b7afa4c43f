/**
 * Whether a recipe that was read can make rows.
 * Twin: pkg/engine/features/check.go.
 */
import { Fault } from '../fault/fault';
import { Recipe } from './recipe';

// Bounds of a recipe that was read, far beyond what a spec may ask for.
const MOST_PAIRS = 64;
const MOST_CYCLES = 64;

/**
 * Says whether a recipe that was read can make rows.
 *
 * @throws Fault `model/out-of-range`. Twin: Recipe.Check
 */
export function checkRecipe({ day, week, year, weekend, holiday, spanMs, cycles, regressors }: Recipe): void {
  for (const pairs of [day, week, year, Math.max(weekend, 0), Math.max(holiday, 0)]) {
    if (pairs < 0 || pairs > MOST_PAIRS) {
      throw new Fault('model/out-of-range', `model: ${pairs} Fourier pairs; want 0 to ${MOST_PAIRS}`);
    }
  }
  if (spanMs < 1 || cycles.length > MOST_CYCLES) {
    throw new Fault(
      'model/out-of-range',
      `model: a recipe of ${spanMs} ms with ${cycles.length} cycles; want at least 1 ms and at most ${MOST_CYCLES} cycles`
    );
  }
  for (const { periodMs, pairs } of cycles) {
    if (periodMs < 1 || pairs < 0 || pairs > MOST_PAIRS) {
      throw new Fault(
        'model/out-of-range',
        `model: a cycle of ${periodMs} ms with ${pairs} pairs; want at least 1 ms and 0 to ${MOST_PAIRS} pairs`
      );
    }
  }
  for (const { name, kind } of regressors) {
    if (kind !== 'number' && kind !== 'category') {
      throw new Fault(
        'model/out-of-range',
        `model: regressor "${name}" has kind "${String(kind)}"; want number or category`
      );
    }
  }
}
