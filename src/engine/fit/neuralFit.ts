/**
 * Learns a neural model.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/neuralFit.go.
 */
import { mad } from '../num/mad';
import { DesignSpec } from '../features/designSpec';
import { FittedNetwork, fitNetwork, NetworkOptions } from '../neural/fit';
import { Network } from '../neural/network';
import { median } from '../num/median';
import { Spec } from '../spec/spec';
import { LinearCandidate, rowsBut } from './crossFit';
import { add } from './linear';
import { linearCandidate, linearOptions } from './linearFit';
import type { Fitted } from './model';
import { leftover, rowsOf, within } from './neural';
import { Block, blocksOf, FOLDS, MIN_OUTSIDE, Sample } from './sample';

/**
 * Bounds the standardised values that a network learns: their squares must not overflow, and beyond it a value is no
 * measurement.
 */
const FAR_TARGET = 1e6;

/**
 * Where, in robust deviations, an error's square gives way to its size: 95 % of the efficiency of least squares on normal
 * errors. See Huber (1964).
 */
const ROBUST_LIMIT = 1.345;

// A network must leave at most MAX_LEFT_LATER of the mean absolute error of the last rows of the history, one in
// LATER_SHARE, which it has not learnt from. Blocks in between would not do: a network interpolates well and
// extrapolates badly.
const LATER_SHARE = 5;
const MAX_LEFT_LATER = 0.97;

/** A neural model in the making. */
interface NeuralMaking {
  sample: Sample;
  blocks: Block[];
  linear: LinearCandidate;
  options: NetworkOptions;
  /** Inputs, shape [n, inputs]. */
  rows: Float64Array;
  inputs: number;
  center: number;
  spread: number;
}

/**
 * Learns a linear model, and a network for its residuals. A first training without the last rows tells whether a
 * network
 * pays, and how many passes; it is then trained as long on all rows, and on those outside each fold. Nothing is modified.
 *
 * @param sample - n ≥ 1 rows
 * @throws those of linearCandidate and fitNetwork, which no valid spec gives. Twin: FitNeural
 */
export function fitNeural(sample: Sample, designSpec: DesignSpec, spec: Spec): Fitted {
  const linear = linearCandidate(sample, designSpec, linearOptions(spec));
  const left = leftBy(sample, linear.fit);
  const making: NeuralMaking = {
    sample,
    blocks: blocksOf(sample),
    linear,
    options: networkOptions(spec),
    rows: rowsOf(linear.x),
    inputs: linear.x.cols,
    center: median(left),
    spread: mad(left) || 1, // the unit's own
  };
  sample.scratch?.leave(linear.x);
  return crossTrain(making);
}

/** Trains for all rows, and for each fold's from the others, if that pays. Twin: neuralFit.crossFit. */
function crossTrain(making: NeuralMaking): Fitted {
  const { linear, blocks, rows, center, spread } = making;
  const { model, fit, outOfFold, dropped, without } = linear;
  const { first, pays } = trial(making);
  if (!pays) {
    const neural = { linear: model.linear, center: 0, spread: 0, network: first.network };
    return { model: { kind: 'neural', neural }, fit, outOfFold, dropped };
  }
  const options = { ...making.options, epochs: first.epochs };
  const added = outOfFold.slice();
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = rowsBut(blocks, fold);
    if (others.length >= MIN_OUTSIDE && others.length < fit.length) {
      addFold(making, added, train(making, without[fold], others, NONE, options).network, fold);
    }
  }
  const { network } = train(making, fit, rowsBut(blocks, -1), NONE, options);
  const whole = fit.slice();
  add(whole, leftover({ network, center, spread }, rows));
  const neural = { linear: model.linear, center, spread, network };
  return { model: { kind: 'neural', neural }, fit: whole, outOfFold: added, dropped };
}

const NONE = new Int32Array(0);

/** Learns from the first rows and says whether the rows after them are better off. */
function trial(making: NeuralMaking): { first: FittedNetwork; pays: boolean } {
  const { linear, blocks, rows, inputs, center, spread, sample, options } = making;
  const all = rowsBut(blocks, -1);
  const cut = all.length - Math.floor(all.length / LATER_SHARE);
  const first = train(making, linear.outOfFold, all.subarray(0, cut), all.subarray(cut), options);
  if (cut === all.length) {
    return { first, pays: false };
  }
  let before = 0;
  let after = 0;
  leftover({ network: first.network, center, spread }, rows.subarray(cut * inputs)).forEach((added, i) => {
    const left = sample.values[cut + i] - linear.outOfFold[cut + i];
    before += Math.abs(left);
    after += Math.abs(left - added);
  });
  return { first, pays: after < MAX_LEFT_LATER * before };
}

/** The spec's options. */
function networkOptions({ model: { neural, seed }, clean }: Spec): NetworkOptions {
  const { learningRate, l2, ...options } = neural;
  const limit = clean.outliers === 'robust' ? ROBUST_LIMIT : Infinity;
  return { ...options, rate: learningRate, loss: { l2, limit }, seed };
}

/** The residuals of a prediction. */
function leftBy({ values }: Sample, predicted: Float64Array): Float64Array {
  return values.map((v, i) => v - predicted[i]);
}

/** Learns the residuals of a prediction from rows; held-out rows decide when to stop. */
function train(
  { sample, rows, inputs, center, spread }: NeuralMaking,
  predicted: Float64Array,
  learnt: Int32Array,
  validation: Int32Array,
  options: NetworkOptions
): FittedNetwork {
  const target = leftBy(sample, predicted).map((v) => within((v - center) / spread, FAR_TARGET));
  return fitNetwork(rows, target, inputs, learnt, validation, options);
}

/** Adds a network's leftovers to the rows of a fold. */
function addFold(making: NeuralMaking, to: Float64Array, network: Network, fold: number): void {
  const { blocks, rows, inputs, center, spread } = making;
  for (const { from, to: end, fold: own } of blocks) {
    if (own === fold) {
      add(to.subarray(from, end), leftover({ network, center, spread }, rows.subarray(from * inputs, end * inputs)));
    }
  }
}
