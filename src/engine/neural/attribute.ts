/**
 * The part of each input in the prediction of a network.
 * Twin: pkg/engine/neural/attribute.go. Numbers: spec/vectors/neural/attribute.json.
 */
import { Fault } from '../fault/fault';
import { slope } from './backward';
import { CHUNK_ROWS, Forward, predictNetwork } from './forward';
import { fastLayers, Network } from './network';
import { addProducts, transpose } from './product';

/**
 * The network's prediction for one row, `base`, and each input's part in the difference to its prediction for
 * another, x:
 * the parts, shape [inputs], add up to the difference but for rounding. Nothing is modified.
 *
 * @param base - shape [inputs]
 * @param x - shape [inputs]
 * @throws Fault `neural/shape`, `neural/unknown-activation`
 * @see Sundararajan, Taly & Yan (2017), integrated gradients, by the midpoint rule on CHUNK_ROWS points; what the rule
 * misses is shared in the parts' sizes. Twin: Network.Attribute
 */
export function attribute(
  network: Network,
  base: Float64Array,
  x: Float64Array
): { atBase: number; parts: Float64Array } {
  const ends = predictNetwork(network, Float64Array.of(...base, ...x));
  const { inputs } = network.layers[0];
  if (x.length !== inputs || base.length !== inputs) {
    throw new Fault('neural/shape', `neural: rows of ${base.length} and ${x.length} numbers; want ${inputs} in each`);
  }
  const parts = slopesAlong(network, base, x);
  let missed = ends[1] - ends[0];
  let sizes = 0;
  for (let j = 0; j < parts.length; j++) {
    parts[j] = (x[j] - base[j]) * parts[j];
    missed -= parts[j];
    sizes += Math.abs(parts[j]);
  }
  for (let j = 0; sizes > 0 && j < parts.length; j++) {
    parts[j] += missed * (Math.abs(parts[j]) / sizes);
  }
  return { atBase: ends[0], parts };
}

/** The mean derivative by each input at points from base to x. */
function slopesAlong(network: Network, base: Float64Array, x: Float64Array): Float64Array {
  const layers = fastLayers(network.layers);
  const forward = new Forward(layers, network.activation);
  const inputs = base.length;
  for (let i = 0; i < CHUNK_ROWS; i++) {
    const at = (i + 0.5) / CHUNK_ROWS;
    for (let j = 0; j < inputs; j++) {
      forward.activations[0][i * inputs + j] = base[j] + at * (x[j] - base[j]);
    }
  }
  forward.run(CHUNK_ROWS);
  let deltas = new Float64Array(CHUNK_ROWS).fill(1);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { weights, inputs: width, outputs } = layers[l];
    const back = new Float64Array(weights.length);
    const before = new Float64Array(CHUNK_ROWS * width);
    transpose(back, weights, outputs, width);
    addProducts(before, deltas, back, CHUNK_ROWS, width, outputs);
    if (l > 0) {
      slope(before, forward.activations[l], before.length, network.activation);
    }
    deltas = before;
  }
  const slopes = new Float64Array(inputs);
  for (let i = 0; i < CHUNK_ROWS; i++) {
    for (let j = 0; j < inputs; j++) {
      slopes[j] += deltas[i * inputs + j];
    }
  }
  return slopes.map((sum) => sum / CHUNK_ROWS);
}
