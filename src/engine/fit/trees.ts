/**
 * Models of trees.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/trees.go.
 */
import { Covariate } from '../clean/align';
import { Calendar } from '../features/calendar';
import { Matrix } from '../features/matrix';
import { DesignSpec } from '../features/designSpec';
import type { Scratch } from '../features/scratch';
import { treeFeatures } from '../features/treeFeatures';
import { answerOf, Ensemble } from '../tree/ensemble';
import { Linear, predictLinear } from './linear';

/**
 * A linear model and trees for its residuals. For a tree and a forest the linear model holds only the trend, since a
 * tree cannot extrapolate; for boosted trees it holds all linear terms. Part of a model, hence plain data.
 */
export interface Trees {
  /** Of the columns that the trees ask for. */
  designSpec: DesignSpec;
  linear: Linear;
  ensemble: Ensemble;
}

/**
 * The expected value at instants, shape [n], in the history's unit; NaN where a regressor is missing. Nothing is
 * modified but the scratch, which lends memory. Twin: Trees.Predict.
 */
export function predictTrees(
  { designSpec, linear, ensemble }: Trees,
  calendar: Calendar,
  covariates: Covariate[],
  scratch: Scratch
): Float64Array {
  const out = predictLinear(linear, calendar, covariates, scratch);
  const x = treeFeatures(designSpec, calendar, covariates);
  for (let i = 0; i < out.length; i++) {
    if (isWhole(x, i)) {
      out[i] += answerOf(ensemble, x.data, x.rows, i);
    } else {
      out[i] = NaN;
    }
  }
  return out;
}

/** Whether row i misses no regressor. */
function isWhole({ data, rows, cols }: Matrix, i: number): boolean {
  for (let j = 0; j < cols; j++) {
    if (Number.isNaN(data[j * rows + i])) {
      return false;
    }
  }
  return true;
}
