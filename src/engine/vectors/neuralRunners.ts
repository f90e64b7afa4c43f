/** Runners of neural. Twin: pkg/engine/vectors/neural_test.go. */
import { Adam } from '../neural/adam';
import { attribute } from '../neural/attribute';
import { gradientOf, type Loss } from '../neural/backward';
import { fitNetwork } from '../neural/fit';
import { predictNetwork } from '../neural/forward';
import { type Activation, type Layer, type Network, NETWORK_VERSION, newNetwork } from '../neural/network';
import { Random } from '../num/random';
import type { Inputs, Result, Runner } from './runner';

export const neuralRunners: Record<string, Runner> = {
  'neural/predict': {
    inputs: ['activation', 'layers', 'x'],
    run: (i) => predictNetwork(networkOf(i), i.numbers('x')),
  },
  'neural/gradient': {
    inputs: ['activation', 'layers', 'x', 'y', 'l2', 'limit'],
    run: (i) => {
      const { value, gradient } = gradientOf(networkOf(i), i.numbers('x'), i.numbers('y'), lossOf(i));
      return { value, layers: gradient.map(partsOf) };
    },
  },
  'neural/attribute': {
    inputs: ['activation', 'layers', 'base', 'x'],
    run: (i) => ({ ...attribute(networkOf(i), i.numbers('base'), i.numbers('x')) }),
  },
  'neural/adam': {
    inputs: ['parameters', 'gradients', 'rate'],
    run: (i) => {
      const parameters = i.numbers('parameters');
      const adam = new Adam(parameters.length, i.number('rate'));
      i.rows('gradients').forEach((gradient) => adam.step(parameters, gradient));
      return parameters;
    },
  },
  'neural/initial': {
    inputs: ['inputs', 'hidden', 'activation', 'seed'],
    run: (i) => {
      const random = new Random(i.number('seed'));
      const activation = i.raw('activation') as Activation;
      return newNetwork(i.number('inputs'), Array.from(i.numbers('hidden')), activation, random).layers.map(partsOf);
    },
  },
  'neural/fit': {
    inputs: [
      ...['inputs', 'hidden', 'x', 'y', 'train', 'validation', 'activation'],
      ...['epochs', 'batch', 'rate', 'l2', 'limit', 'patience', 'seed'],
    ],
    run: (i) => {
      const rows = (name: string) => Int32Array.from(i.numbers(name));
      const options = {
        hidden: Array.from(i.numbers('hidden')),
        activation: i.raw('activation') as Activation,
        epochs: i.number('epochs'),
        batch: i.number('batch'),
        rate: i.number('rate'),
        loss: lossOf(i),
        patience: i.number('patience'),
        seed: i.number('seed'),
      };
      const [x, y, inputs] = [i.numbers('x'), i.numbers('y'), i.number('inputs')];
      const { epochs, validation, network } = fitNetwork(x, y, inputs, rows('train'), rows('validation'), options);
      return { epochs, validation, layers: network.layers.map(partsOf) };
    },
  },
};

function networkOf(i: Inputs): Network {
  return {
    version: NETWORK_VERSION,
    activation: i.raw('activation') as Activation,
    layers: i.raw('layers') as Layer[],
  };
}

function lossOf(i: Inputs): Loss {
  return { l2: i.number('l2'), limit: i.number('limit') };
}

function partsOf({ weights, biases }: Layer): Result {
  return { weights, biases };
}
