/**
 * Lets a regressor's effect grow with the season: a promotion sells more at noon than at night. The season is what a first
 * fit makes of the columns that are no regressors; each regressor enters once more, times it.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/interaction.go.
 */
import { columnOf, Matrix } from '../features/matrix';
import { mean } from '../num/mean';
import { every, product } from './product';

/** Part of a model, hence plain data. */
export interface Interaction {
  /** Of the first fit, of the columns before the regressors. */
  coefficients: number[];
  /** Of the season over the history. */
  mean: number;
  deviation: number;
}

/** With fewer rows per column, effects that grow with the season are left out. */
export const ROWS_PER_COLUMN = 8;

/** Columns are near 1, so a deviation below this is rounding. */
export const CONSTANT_COLUMN = 1e-9;

/** The standardised season of each row of a standardised design. */
function seasonOf(a: Interaction, x: Matrix): Float64Array {
  const out = product(x, a.coefficients, every(a.coefficients.length));
  return out.map((v) => (v - a.mean) / a.deviation);
}

/**
 * A standardised design with every regressor's column, not standardised yet, times the season, to its right.
 *
 * @param x - not modified
 * @param raw - the design before it was standardised; not modified
 */
export function widenDesign(a: Interaction, x: Matrix, raw: Matrix): Matrix {
  const first = a.coefficients.length;
  const added = x.cols - first;
  const season = seasonOf(a, x);
  const data = new Float64Array((x.cols + added) * x.rows);
  data.set(x.data);
  for (let k = 0; k < added; k++) {
    const column = columnOf(raw, first + k);
    data.set(
      season.map((v, i) => column[i] * v),
      (x.cols + k) * x.rows
    );
  }
  return { rows: x.rows, cols: x.cols + added, data };
}

/** The season of a first solution, if there is one. */
export function learnInteraction(x: Matrix, coefficients: Float64Array, regressors: number): Interaction | undefined {
  const first = { coefficients: Array.from(coefficients.subarray(0, x.cols - regressors)), mean: 0, deviation: 1 };
  const season = seasonOf(first, x);
  const center = mean(season);
  let squares = 0;
  for (let i = 0; i < season.length; i++) {
    squares += (season[i] - center) * (season[i] - center);
  }
  const deviation = Math.sqrt(squares / season.length);
  return deviation < CONSTANT_COLUMN ? undefined : { ...first, mean: center, deviation };
}
