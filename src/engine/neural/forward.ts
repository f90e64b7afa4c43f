/**
 * The predictions of a network.
 * Twin: pkg/engine/neural/forward.go. Numbers: spec/vectors/neural/predict.json.
 */
import { tanh } from '../num/tanh';
import { Activation, checkNetwork, FastLayer, fastLayers, Network } from './network';
import { addProducts } from './product';

/** Rows computed at a time, so that their activations stay in the cache. It is no part of the numbers. */
export const CHUNK_ROWS = 32;

/**
 * The activations of one chunk of rows: of layer l they have the shape [rows, inputs of l], those of the last the network's
 * outputs.
 */
export class Forward {
  readonly activations: Float64Array[];

  constructor(
    readonly layers: FastLayer[],
    readonly activation: Activation
  ) {
    this.activations = layers.map(({ inputs }) => new Float64Array(CHUNK_ROWS * inputs));
    this.activations.push(new Float64Array(CHUNK_ROWS));
  }

  /** Computes the outputs of the rows in activations[0]; the result is shared, and its first `rows` numbers are theirs. */
  run(rows: number): Float64Array {
    const { layers, activations } = this;
    for (let l = 0; l < layers.length; l++) {
      const { inputs, outputs, weights, biases } = layers[l];
      const out = activations[l + 1];
      for (let i = 0; i < rows; i++) {
        out.set(biases, i * outputs);
      }
      addProducts(out, activations[l], weights, rows, outputs, inputs);
      if (l + 1 < layers.length) {
        activate(out, rows * outputs, this.activation);
      }
    }
    return activations[layers.length];
  }

  /** Copies rows from ≤ k < to of the list `rows` of x into the first activations. */
  gather(x: Float64Array, rows: Int32Array, from: number, to: number): void {
    const { inputs } = this.layers[0];
    const into = this.activations[0];
    for (let k = from; k < to; k++) {
      const start = rows[k] * inputs;
      const at = (k - from) * inputs;
      for (let j = 0; j < inputs; j++) {
        into[at + j] = x[start + j];
      }
    }
  }
}

/** Bends the first n sums in place; NaN stays NaN. */
function activate(z: Float64Array, n: number, activation: Activation): void {
  if (activation === 'tanh') {
    for (let i = 0; i < n; i++) {
      z[i] = tanh(z[i]);
    }
    return;
  }
  for (let i = 0; i < n; i++) {
    if (z[i] < 0) {
      z[i] = 0;
    }
  }
}

/**
 * The output of each row, shape [n], in the unit of what was learnt. Nothing is modified.
 *
 * @param x - shape [n, inputs], row after row; a row with a NaN gives NaN
 * @throws Fault `neural/shape`, `neural/unknown-activation`
 */
export function predictNetwork(network: Network, x: Float64Array): Float64Array {
  checkNetwork(network, x);
  const forward = new Forward(fastLayers(network.layers), network.activation);
  const { inputs } = network.layers[0];
  const out = new Float64Array(x.length / inputs);
  for (let from = 0; from < out.length; from += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, out.length - from);
    forward.activations[0].set(x.subarray(from * inputs, (from + rows) * inputs));
    out.set(forward.run(rows).subarray(0, rows), from);
  }
  return out;
}
