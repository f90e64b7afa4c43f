/**
 * What is not known yet.
 * Twin: pkg/engine/clean/extend.go.
 */
import { Grid } from './grid';
import { Slots } from './slots';

/** A grid with n more slots after its last, all missing; the grid has at least one slot and is not modified. */
export function extend(grid: Grid, slots: Slots, n: number): Grid {
  const first = slots.index(grid.endMs);
  const observed = grid.timesMs.length;
  const timesMs = new Float64Array(observed + n).map((_, i) =>
    i < observed ? grid.timesMs[i] : slots.timeMs(first + i - observed)
  );
  const values = new Float64Array(observed + n).fill(NaN);
  values.set(grid.values);
  const excluded = new Uint8Array(observed + n);
  excluded.set(grid.excluded);
  return { stepMs: grid.stepMs, endMs: slots.timeMs(first + n), timesMs, values, excluded };
}
