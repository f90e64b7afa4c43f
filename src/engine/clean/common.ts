/**
 * Grids over the same slots.
 * Twin: pkg/engine/clean/common.go.
 */
import { Grid } from './grid';

/** The grids of a group over the same slots, n of them. */
export interface Common {
  timesMs: Float64Array;
  excluded: Uint8Array;
  /** Shape [series][n]; NaN where missing or excluded. */
  values: Float64Array[];
}

/** Lays grids that end together beside each other, over the slots of the longest. */
export function beside(grids: Grid[]): Common {
  let [timesMs, excluded] = [new Float64Array(0), new Uint8Array(0)];
  for (const grid of grids) {
    if (grid.timesMs.length > timesMs.length) {
      timesMs = Float64Array.from(grid.timesMs);
      excluded = Uint8Array.from(grid.excluded);
    }
  }
  const n = timesMs.length;
  const values = grids.map((grid) => {
    const late = n - grid.timesMs.length;
    return new Float64Array(n).map((_, i) => (i >= late && excluded[i] === 0 ? grid.values[i - late] : NaN));
  });
  return { timesMs, excluded, values };
}
