/**
 * Learns trees for two quantiles.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/quantilesFit.go.
 */
import { treeFeatures } from '../features/treeFeatures';
import { Spec } from '../spec/spec';
import { binColumns, MAX_BINS } from '../tree/bins';
import { boost } from '../tree/boost';
import { Ensemble } from '../tree/ensemble';
import { Sample } from './sample';
import { Trees } from './trees';
import { addOutOfFold } from './treesFit';
import { boostOptions, type Growing, roundsThatPay } from './treesGrow';

/**
 * Boosted trees for two quantiles with what they say of their own history by trees that did not learn from the row's
 * fold, shape [n]. They may cross.
 */
export interface FittedQuantiles {
  lower: Ensemble;
  upper: Ensemble;
  outOfFoldLower: Float64Array;
  outOfFoldUpper: Float64Array;
}

/**
 * Boosts trees for the (1 − coverage)/2 and (1 + coverage)/2 quantiles of a target, on what the trees of a boosted model
 * of the sample ask for, and as the spec has those grow. Nothing is modified. Twin: FitQuantiles.
 *
 * @param target - shape [n], finite
 * @throws those of tree/, which no valid spec gives
 * @see Koenker & Bassett (1978)
 */
export function fitQuantiles(
  sample: Sample,
  { designSpec }: Trees,
  target: Float64Array,
  coverage: number,
  spec: Spec
): FittedQuantiles {
  const x = treeFeatures(designSpec, sample.calendar, sample.covariates);
  const growing = { sample, x, bins: binColumns(x.data, x.rows, MAX_BINS), target };
  const tail = (1 - coverage) / 2;
  const lower = quantile(growing, tail, spec);
  const upper = quantile(growing, 1 - tail, spec);
  return {
    lower: lower.whole,
    upper: upper.whole,
    outOfFoldLower: lower.outOfFold,
    outOfFoldUpper: upper.outOfFold,
  };
}

/** Boosts on all rows, then for each fold's rows on the others. */
function quantile(growing: Growing, level: number, spec: Spec): { whole: Ensemble; outOfFold: Float64Array } {
  const { bins, target } = growing;
  const options = { ...boostOptions(spec), quantile: level };
  options.rounds = roundsThatPay(growing, options);
  const grow = (rows: Int32Array | null) => boost(bins, target, rows, new Int32Array(0), options);
  const whole = grow(null);
  const outOfFold = new Float64Array(target.length);
  addOutOfFold(growing, grow, outOfFold, whole);
  return { whole, outOfFold };
}
