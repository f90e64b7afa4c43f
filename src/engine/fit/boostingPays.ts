/**
 * Whether boosting is worth its cost.
 * Twin: pkg/engine/fit/boostingPays.go.
 */
import { mad } from '../num/mad';
import { DesignSpec } from '../features/designSpec';
import { treeFeatures } from '../features/treeFeatures';
import { binColumns } from '../tree/bins';
import { boost } from '../tree/boost';
import { answerOf } from '../tree/ensemble';
import type { Fitted } from './model';
import { blocksOf, MIN_OUTSIDE, outside, Sample } from './sample';
import { FAR_MISS } from './treesGrow';

/**
 * The quick look: a few small trees on all folds but one, tried on that. They must take SCREEN_GAIN of the error away:
 * less is chance, or not worth the cost.
 */
const SCREEN = {
  maxDepth: 0,
  maxLeaves: 12,
  minLeaf: 20,
  l2: 5,
  features: 0,
  rounds: 20,
  learningRate: 0.25,
  quantile: 0,
  patience: 0,
};
const SCREEN_GAIN = 0.03;
const SCREEN_BINS = 63;

/**
 * Whether small trees lower the out-of-fold error of a linear model. Errors count as far as FAR_MISS robust
 * deviations.
 * Nothing is modified.
 */
export function boostingPays(sample: Sample, designSpec: DesignSpec, linear: Fitted): boolean {
  const blocks = blocksOf(sample);
  const learnt = outside(blocks, 0);
  if (learnt.length < MIN_OUTSIDE || learnt.length === sample.values.length) {
    return false;
  }
  const x = treeFeatures(designSpec, sample.calendar, sample.covariates);
  const left = sample.values.map((v, i) => v - linear.outOfFold[i]);
  const far = FAR_MISS * mad(left);
  const ensemble = boost(binColumns(x.data, x.rows, SCREEN_BINS), left, learnt, new Int32Array(0), {
    ...SCREEN,
    bound: far,
  });
  let before = 0;
  let after = 0;
  for (const { from, to } of blocks.filter(({ fold }) => fold === 0)) {
    for (let i = from; i < to; i++) {
      before += Math.min(Math.abs(left[i]), far);
      after += Math.min(Math.abs(left[i] - answerOf(ensemble, x.data, x.rows, i)), far);
    }
  }
  return after < (1 - SCREEN_GAIN) * before;
}
