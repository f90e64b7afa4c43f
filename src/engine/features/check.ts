/**
 * Whether a design specification that was read can make rows.
 * Twin: pkg/engine/features/check.go.
 */
import { Fault } from '../fault/fault';
import { DesignSpec } from './designSpec';

// Bounds of a design specification that was read, far beyond what a spec may ask for.
const MAX_PAIRS = 64;
const MAX_CYCLES = 64;

/**
 * Says whether a design specification that was read can make rows.
 *
 * @throws Fault `model/out-of-range`. Twin: DesignSpec.Check
 */
export function checkDesignSpec({ day, week, year, weekend, holiday, spanMs, cycles, regressors }: DesignSpec): void {
  for (const pairs of [day, week, year, Math.max(weekend, 0), Math.max(holiday, 0)]) {
    if (pairs < 0 || pairs > MAX_PAIRS) {
      throw new Fault('model/out-of-range', `model: ${pairs} Fourier pairs; want 0 to ${MAX_PAIRS}`);
    }
  }
  if (spanMs < 1 || cycles.length > MAX_CYCLES) {
    throw new Fault(
      'model/out-of-range',
      `model: a designSpec of ${spanMs} ms with ${cycles.length} cycles; want at least 1 ms and at most ${MAX_CYCLES} cycles`
    );
  }
  for (const { periodMs, pairs } of cycles) {
    if (periodMs < 1 || pairs < 0 || pairs > MAX_PAIRS) {
      throw new Fault(
        'model/out-of-range',
        `model: a cycle of ${periodMs} ms with ${pairs} pairs; want at least 1 ms and 0 to ${MAX_PAIRS} pairs`
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
