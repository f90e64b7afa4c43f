/**
 * Gradients of a network by back-propagation.
 * Twin: pkg/engine/neural/backward.go. Numbers: spec/vectors/neural/gradient.json.
 */
import { Fault } from '../fault/fault';
import { CHUNK_ROWS, Forward } from './forward';
import {
  Activation,
  checkNetwork,
  FastLayer,
  fastLayers,
  Layer,
  layersOn,
  Network,
  plainLayers,
  sizeOf,
} from './network';
import { addProducts, transpose } from './product';

/** What training makes small: the mean over a batch of the squared error's half, and a penalty shared among its rows. */
export interface Loss {
  /** Penalty on the weights, not the biases: l2/2 · Σ weight² / rows. */
  l2: number;
  /** An error beyond it counts as in Huber's loss; Infinity: squared, however far. */
  limit: number;
}

/** Computes gradients, one chunk of rows after the other, without allocating. */
export class Backward {
  private readonly forward: Forward;
  /** Of layer l: shape [rows, outputs of l]. */
  private readonly deltas: Float64Array[];
  /** Of a layer's weights, shape [inputs, outputs]; none for the first. */
  private readonly turnedBack: Float64Array[];
  private readonly turned: Float64Array; // of a layer's deltas
  private readonly turnedIn: Float64Array; // of a layer's activations

  /**
   * @param layers - read at each batch
   * @param gradient - of the same shape, filled by each batch
   */
  constructor(
    private readonly layers: FastLayer[],
    private readonly activation: Activation,
    private readonly gradient: FastLayer[],
    private readonly loss: Loss
  ) {
    this.forward = new Forward(layers, activation);
    this.deltas = layers.map(({ outputs }) => new Float64Array(CHUNK_ROWS * outputs));
    this.turnedBack = layers.map(({ weights }, l) => new Float64Array(l > 0 ? weights.length : 0));
    const widest = Math.max(...layers.map(({ inputs, outputs }) => Math.max(inputs, outputs)));
    this.turned = new Float64Array(CHUNK_ROWS * widest);
    this.turnedIn = new Float64Array(CHUNK_ROWS * widest);
  }

  /**
   * Fills the gradient with that of the rows of x and y that `rows` lists at from ≤ k < to.
   *
   * @returns their mean loss without its penalty
   */
  batch(x: Float64Array, y: Float64Array, rows: Int32Array, from: number, to: number): number {
    this.layers.forEach(({ weights, inputs, outputs }, l) => {
      this.gradient[l].weights.fill(0);
      this.gradient[l].biases.fill(0);
      if (l > 0) {
        transpose(this.turnedBack[l], weights, outputs, inputs);
      }
    });
    let total = 0;
    for (let start = from; start < to; start += CHUNK_ROWS) {
      const end = Math.min(start + CHUNK_ROWS, to);
      this.forward.gather(x, rows, start, end);
      total = this.errors(total, this.forward.run(end - start), y, rows, start, end);
      this.propagate(end - start);
    }
    this.finish(to - from);
    return total / (to - from);
  }

  /** The mean loss of the rows of x and y that are listed, without its penalty; NaN of none. */
  meanLoss(x: Float64Array, y: Float64Array, rows: Int32Array): number {
    let total = 0;
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
      const end = Math.min(start + CHUNK_ROWS, rows.length);
      this.forward.gather(x, rows, start, end);
      const outputs = this.forward.run(end - start);
      for (let k = start; k < end; k++) {
        total += lossOf(outputs[k - start] - y[rows[k]], this.loss.limit);
      }
    }
    return total / rows.length;
  }

  /** Fills the deltas of the last layer and returns total plus the rows' losses. */
  private errors(
    total: number,
    outputs: Float64Array,
    y: Float64Array,
    rows: Int32Array,
    start: number,
    end: number
  ): number {
    const deltas = this.deltas[this.deltas.length - 1];
    const { limit } = this.loss;
    for (let k = start; k < end; k++) {
      const e = outputs[k - start] - y[rows[k]];
      deltas[k - start] = Math.min(Math.max(e, -limit), limit);
      total += lossOf(e, limit);
    }
    return total;
  }

  /** Adds a chunk's part of the gradient, from the last layer to the first. */
  private propagate(rows: number): void {
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const { inputs, outputs } = this.layers[l];
      const deltas = this.deltas[l];
      const activations = this.forward.activations[l];
      transpose(this.turned, deltas, rows, outputs);
      transpose(this.turnedIn, activations, rows, inputs);
      addProducts(this.gradient[l].weights, this.turned, this.turnedIn, outputs, inputs, rows);
      addSums(this.gradient[l].biases, this.turned, rows);
      if (l > 0) {
        const before = this.deltas[l - 1];
        before.fill(0);
        addProducts(before, deltas, this.turnedBack[l], rows, inputs, outputs);
        slope(before, activations, rows * inputs, this.activation);
      }
    }
  }

  /** Adds the penalty and turns the sums into means. */
  private finish(rows: number): void {
    for (let l = 0; l < this.layers.length; l++) {
      const { weights } = this.layers[l];
      const gradient = this.gradient[l];
      for (let k = 0; k < weights.length; k++) {
        gradient.weights[k] = (gradient.weights[k] + this.loss.l2 * weights[k]) / rows;
      }
      for (let o = 0; o < gradient.biases.length; o++) {
        gradient.biases[o] = gradient.biases[o] / rows;
      }
    }
  }
}

/** The loss of one error. */
function lossOf(e: number, limit: number): number {
  const size = Math.abs(e);
  return size > limit ? limit * (size - 0.5 * limit) : 0.5 * e * e;
}

/** Adds to each sum one row, of `columns` numbers, of a. */
function addSums(sums: Float64Array, a: Float64Array, columns: number): void {
  for (let o = 0; o < sums.length; o++) {
    let sum = sums[o];
    for (let i = o * columns; i < (o + 1) * columns; i++) {
      sum += a[i];
    }
    sums[o] = sum;
  }
}

/** Multiplies the first n deltas by the derivative of the activation, read from its result. */
export function slope(deltas: Float64Array, activations: Float64Array, n: number, activation: Activation): void {
  if (activation === 'tanh') {
    for (let i = 0; i < n; i++) {
      const a = activations[i];
      deltas[i] = deltas[i] * (1 - a * a);
    }
    return;
  }
  for (let i = 0; i < n; i++) {
    if (activations[i] <= 0) {
      deltas[i] = 0;
    }
  }
}

/**
 * The loss of all rows with its penalty, and its derivative by every weight and bias, in layers of the network's shape.
 * Nothing is modified.
 *
 * @param x - shape [n, inputs], row after row, n ≥ 1
 * @param y - shape [n]
 * @throws Fault `neural/shape`, `neural/unknown-activation`
 * @see Rumelhart, Hinton & Williams (1986). Twin: Network.Gradient
 */
export function gradientOf(
  network: Network,
  x: Float64Array,
  y: Float64Array,
  loss: Loss
): { value: number; gradient: Layer[] } {
  checkPairs(network, x, y);
  const gradient = layersOn(new Float64Array(sizeOf(network.layers)), network.layers);
  const backward = new Backward(fastLayers(network.layers), network.activation, gradient, loss);
  const value = backward.batch(x, y, firstRows(y.length), 0, y.length);
  let squares = 0;
  for (const { weights } of network.layers) {
    for (const w of weights) {
      squares += w * w;
    }
  }
  return { value: value + (0.5 * loss.l2 * squares) / y.length, gradient: plainLayers(gradient) };
}

/**
 * Refuses rows and targets that do not fit a network and each other.
 *
 * @throws Fault `neural/shape`, `neural/unknown-activation`
 */
export function checkPairs(network: Network, x: Float64Array, y: Float64Array): void {
  checkNetwork(network, x);
  const { inputs } = network.layers[0];
  if (y.length === 0 || x.length !== y.length * inputs) {
    throw new Fault(
      'neural/shape',
      `neural: ${x.length} numbers for ${y.length} targets; want ${inputs} for each, and at least one target`
    );
  }
}

/** Rows 0 … n − 1. */
function firstRows(n: number): Int32Array {
  return new Int32Array(n).map((_, i) => i);
}
