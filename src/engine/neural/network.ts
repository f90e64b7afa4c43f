/**
 * Multi-layer perceptrons for regression: dense layers, back-propagation, Adam.
 * Stage: features → **fit** → band. Twin: pkg/engine/neural/network.go. Numbers: spec/vectors/neural.
 */
import { Fault } from '../fault/fault';
import { Random } from '../num/random';

/** The version of Network that this engine writes and reads. */
export const NETWORK_VERSION = 1;

/** Of all layers but the last, which is linear. */
export type Activation = 'tanh' | 'relu';

/** A multi-layer perceptron with one output. Plain data: it serialises to JSON without loss. */
export interface Network {
  version: number;
  activation: Activation;
  /** The inputs of each are the outputs of the one before; the last has one. */
  layers: Layer[];
}

/** A dense layer. */
export interface Layer<Numbers extends ArrayLike<number> = number[]> {
  inputs: number;
  outputs: number;
  /** Shape [outputs, inputs], unit after unit. */
  weights: Numbers;
  /** Shape [outputs]. */
  biases: Numbers;
}

/** A layer that is computed with. */
export type FastLayer = Layer<Float64Array>;

/**
 * A network of random weights and biases. Numbers are drawn layer by layer, the weights unit by unit and then the biases.
 *
 * @param hidden - units of the hidden layers, none for a linear model
 * @param random - its state changes
 * @throws Fault `neural/unknown-activation`; `neural/shape` if a layer has no units
 * @see Glorot & Bengio (2010), uniform, into ReLU too. Twin: New
 */
export function newNetwork(inputs: number, hidden: number[], activation: Activation, random: Random): Network {
  checkActivation(activation);
  const layers = [...hidden, 1].map((outputs, i): Layer => {
    const own = i === 0 ? inputs : hidden[i - 1];
    if (own < 1 || outputs < 1) {
      throw new Fault(
        'neural/shape',
        `neural: layer ${i} has ${own} inputs and ${outputs} units; want at least 1 of each`
      );
    }
    const bound = Math.sqrt(6 / (own + outputs));
    const weights = uniform(random, own * outputs, bound);
    return { inputs: own, outputs, weights, biases: uniform(random, outputs, bound) };
  });
  return { version: NETWORK_VERSION, activation, layers };
}

/** Draws n numbers within a bound of 0. */
function uniform(random: Random, n: number, bound: number): number[] {
  return Array.from({ length: n }, () => bound * (2 * random.uniform() - 1));
}

/** The number of weights and biases. Twin: size. */
export function sizeOf(layers: Array<Layer<ArrayLike<number>>>): number {
  return layers.reduce((size, { weights, biases }) => size + weights.length + biases.length, 0);
}

/**
 * Layers of the shape of others whose weights and biases lie one after another in a block of memory, so that an optimiser
 * sees one list. Twin: layersOn.
 */
export function layersOn(block: Float64Array, shape: Array<Layer<ArrayLike<number>>>): FastLayer[] {
  let at = 0;
  return shape.map(({ inputs, outputs, weights }) => {
    const middle = at + weights.length;
    const layer = {
      inputs,
      outputs,
      weights: block.subarray(at, middle),
      biases: block.subarray(middle, middle + outputs),
    };
    at = middle + outputs;
    return layer;
  });
}

/** The layers of a network as they are computed with; they share nothing with it. */
export function fastLayers(layers: Layer[]): FastLayer[] {
  return layers.map(({ inputs, outputs, weights, biases }) => {
    return { inputs, outputs, weights: Float64Array.from(weights), biases: Float64Array.from(biases) };
  });
}

/** Layers as plain data. */
export function plainLayers(layers: FastLayer[]): Layer[] {
  return layers.map(({ inputs, outputs, weights, biases }) => {
    return { inputs, outputs, weights: Array.from(weights), biases: Array.from(biases) };
  });
}

/**
 * Refuses a network whose layers do not fit together, and rows that do not fit it.
 *
 * @throws Fault `neural/shape`, `neural/unknown-activation`
 */
export function checkNetwork({ activation, layers }: Network, x: Float64Array): void {
  checkActivation(activation);
  layers.forEach(({ inputs, outputs, weights, biases }, i) => {
    const wanted = i + 1 < layers.length ? layers[i + 1].inputs : 1;
    if (inputs < 1 || outputs !== wanted || weights.length !== inputs * outputs || biases.length !== outputs) {
      throw new Fault(
        'neural/shape',
        `neural: layer ${i} has ${inputs} inputs, ${outputs} units, ${weights.length} weights and ${biases.length} biases; want ${wanted} units, as many biases, and a weight for each input and unit`
      );
    }
  });
  if (layers.length === 0 || x.length % layers[0].inputs !== 0) {
    throw new Fault(
      'neural/shape',
      `neural: ${layers.length} layers and ${x.length} numbers; want at least one layer, and rows as wide as its inputs`
    );
  }
}

function checkActivation(activation: string): void {
  if (activation !== 'tanh' && activation !== 'relu') {
    throw new Fault('neural/unknown-activation', `neural: activation "${activation}"; want tanh or relu`);
  }
}

/** Of a layer that was read: beyond, inputs × units may overflow. */
const MAX_UNITS = 2 ** 20;

/**
 * Says whether a network that was read can be run.
 *
 * @throws Fault `model/wrong-version`, `model/out-of-range`, `model/wrong-size`. Twin: Network.Check
 */
export function checkRead(network: Network): void {
  if (network.version !== NETWORK_VERSION) {
    throw new Fault(
      'model/wrong-version',
      `model: a network of version ${network.version}; want ${NETWORK_VERSION}. Learn it anew.`
    );
  }
  for (const { inputs, outputs } of network.layers) {
    if (Math.max(inputs, outputs) > MAX_UNITS) {
      throw new Fault(
        'model/out-of-range',
        `model: a layer of ${inputs} inputs and ${outputs} units; want at most ${MAX_UNITS} of each`
      );
    }
  }
  try {
    checkNetwork(network, new Float64Array(0));
  } catch (error) {
    throw new Fault('model/wrong-size', `model: ${(error as Error).message}`);
  }
}
