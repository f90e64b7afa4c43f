/**
 * Trains a network.
 * Twin: pkg/engine/neural/fit.go. Numbers: spec/vectors/neural/fit.json.
 */
import { Fault } from '../fault/fault';
import { Random, shuffle } from '../num/random';
import { Adam } from './adam';
import { Backward, checkPairs, Loss } from './backward';
import { Activation, layersOn, Network, newNetwork, plainLayers, sizeOf } from './network';

/** How a network is trained. */
export interface NetworkOptions {
  /** Units of the hidden layers. */
  hidden: number[];
  activation: Activation;
  /** Passes over the training rows, at most. */
  epochs: number;
  /** Rows a step. */
  batch: number;
  /** Of Adam. */
  rate: number;
  loss: Loss;
  /** Passes without a lower held-out loss after which training ends. */
  patience: number;
  /** Of the first weights and of the order of rows. */
  seed: number;
}

/** A trained network with the passes that it took. */
export interface FittedNetwork {
  network: Network;
  /** Passes that its weights are of. */
  epochs: number;
  /** Mean loss of the held-out rows; NaN without any. */
  validation: number;
}

/**
 * Learns y from x by the rows of `train`. With held-out rows the weights are those of the pass after which their loss was
 * least; without, those of the last. Nothing is modified. A batch allocates nothing.
 *
 * @param x - shape [n, inputs], row after row, finite in the rows that are listed
 * @param y - shape [n], likewise
 * @throws Fault `neural/shape`, `neural/unknown-activation`, `neural/bad-option`, `num/bad-seed`
 * @see Kingma & Ba (2015); Prechelt (1998) for the early end. Twin: Fit
 */
export function fitNetwork(
  x: Float64Array,
  y: Float64Array,
  inputs: number,
  train: Int32Array,
  validation: Int32Array,
  options: NetworkOptions
): FittedNetwork {
  const { epochs, batch, activation, patience } = options;
  if (epochs < 1 || batch < 1 || train.length === 0) {
    throw new Fault(
      'neural/bad-option',
      `neural: ${epochs} epochs, batches of ${batch} and ${train.length} rows; want at least 1 of each`
    );
  }
  const random = new Random(options.seed);
  const start = newNetwork(inputs, options.hidden, activation, random);
  checkPairs(start, x, y);
  const size = sizeOf(start.layers);
  const parameters = new Float64Array(size);
  const layers = layersOn(parameters, start.layers);
  layers.forEach(({ weights, biases }, l) => {
    weights.set(start.layers[l].weights);
    biases.set(start.layers[l].biases);
  });
  const gradient = new Float64Array(size);
  const backward = new Backward(layers, activation, layersOn(gradient, start.layers), options.loss);
  const adam = new Adam(size, options.rate);
  const order = train.slice();
  const kept = new Float64Array(size);
  let best = { epochs: 0, validation: NaN };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    shuffle(random, order);
    for (let from = 0; from < order.length; from += batch) {
      backward.batch(x, y, order, from, Math.min(from + batch, order.length));
      adam.step(parameters, gradient);
    }
    const loss = backward.meanLoss(x, y, validation);
    if (validation.length === 0 || best.epochs === 0 || loss < best.validation) {
      best = { epochs: epoch, validation: loss };
      kept.set(parameters);
    } else if (epoch - best.epochs >= patience) {
      break;
    }
  }
  parameters.set(kept);
  return { network: { ...start, layers: plainLayers(layers) }, ...best };
}
