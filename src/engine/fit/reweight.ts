/**
 * Solves for a linear model's coefficients, and gives far rows less weight.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/reweight.go.
 */
import { mad } from '../num/mad';
import { columnOf } from '../features/matrix';
import { mean } from '../num/mean';
import { Solution, solveGram } from './cholesky';
import { gramOf } from './gram';
import { CONSTANT_COLUMN } from './interaction';
import { scaleColumns } from './linear';
import type { LinearMaking } from './linearFit';
import { product, used } from './product';

/**
 * Brings each column from `first` on, but the level's, to mean 0 and deviation 1, in place, and notes how; a constant
 * column becomes zeros.
 */
export function standardise(making: LinearMaking, first: number): void {
  const { x } = making;
  for (let j = first; j < x.cols; j++) {
    const standard = j === 0 ? { center: 0, deviation: 1 } : standardOf(columnOf(x, j));
    making.mean.push(standard.center);
    making.deviation.push(standard.deviation);
  }
  scaleColumns(making, x, first);
}

/**
 * The mean and the deviation of a column, shape [n ≥ 1]. A constant one has deviation 1; one whose numbers are too large to
 * be squared nearly vanishes.
 */
function standardOf(column: Float64Array): { center: number; deviation: number } {
  const center = mean(column);
  let squares = 0;
  for (let i = 0; i < column.length; i++) {
    squares += (column[i] - center) * (column[i] - center);
  }
  const deviation = Math.sqrt(squares / column.length);
  if (deviation < CONSTANT_COLUMN) {
    return { center, deviation: 1 };
  }
  return deviation <= Number.MAX_VALUE ? { center, deviation } : { center: 0, deviation: Number.MAX_VALUE };
}

// Reweighting: at TUKEY_LIMIT robust deviations a row's weight is gone, which keeps 95 % of the efficiency of least squares
// on normal errors; WEIGHT_LEFT keeps the system solvable.
const TUKEY_LIMIT = 4.685;
const WEIGHT_LEFT = 1e-3;

/**
 * Starts from equal weights, solves for the coefficients, gives far rows less weight, and so on. Where nothing is to be
 * robust it solves once and leaves the weights equal.
 *
 * @param making - its weights are replaced
 * @returns the residuals of the last solution, shape [n]
 */
export function reweight(making: LinearMaking, rounds: number): Float64Array {
  making.weights = new Float64Array(making.x.rows).fill(1);
  for (let round = 1; ; round++) {
    const { coefficients } = solution(making);
    const residuals = leftOf(making.target, product(making.x, coefficients, used(coefficients)));
    if (making.options.robust) {
      tukeyWeights(making.weights, residuals);
    }
    if (round === rounds || !making.options.robust) {
      return residuals;
    }
  }
}

/** The residuals of a prediction, both of shape [n]. */
function leftOf(values: Float64Array, predicted: Float64Array): Float64Array {
  const left = new Float64Array(values.length);
  for (let i = 0; i < left.length; i++) {
    left[i] = values[i] - predicted[i];
  }
  return left;
}

/** Solves for the coefficients with the present weights. */
export function solution({ x, target, weights, options }: LinearMaking): Solution {
  const gram = gramOf(x.data, target, weights, 0, x.rows);
  return solveGram(gram, penalties(x.cols, options.ridge, gram.weight));
}

/** Fills weights, shape [n], with those of residuals, shape [n]. */
function tukeyWeights(weights: Float64Array, residuals: Float64Array): void {
  const limit = TUKEY_LIMIT * mad(residuals);
  for (let i = 0; i < residuals.length; i++) {
    const u = Math.abs(residuals[i]) / limit;
    weights[i] = WEIGHT_LEFT;
    if (residuals[i] === 0) {
      weights[i]++;
    } else if (u < 1) {
      const v = 1 - u * u;
      weights[i] += v * v;
    }
  }
}

/** The penalty of each coefficient, shape [columns]; the level has none. */
export function penalties(columns: number, ridge: number, weight: number): Float64Array {
  const out = new Float64Array(columns).fill(ridge * weight);
  out[0] = 0;
  return out;
}
