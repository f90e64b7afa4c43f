/** TypeScript's side of the network's bench. Prints JSON. */
import { performance } from 'node:perf_hooks';
import { fitNetwork } from '../../src/engine/neural/fit';
import { predictNetwork } from '../../src/engine/neural/forward';
import { Activation } from '../../src/engine/neural/network';

const COLUMNS = 20;
const [rows, epochs, seeds] = process.argv.slice(2).map(Number);

/** The job, the same in every language: uniform columns, a target with bends and products, uniform noise. */
function job(n: number) {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const x = Float64Array.from({ length: n * COLUMNS }, uniform);
  const y = Float64Array.from({ length: n }, (_, i) => {
    const r = x.subarray(i * COLUMNS, (i + 1) * COLUMNS);
    return r[0] - 2 * r[1] * r[2] + 3 * r[3] * r[3] + 2 * Math.max(r[4], 0.3) - r[5] * r[6] * r[7] + 0.3 * uniform();
  });
  return { x, y };
}

const { x, y } = job(rows + Math.floor(rows / 4));
const train = new Int32Array(rows).map((_, i) => i);
const none = new Int32Array(0);

/** Median milliseconds to train, and the mean of the held-out root mean square errors, over seeds. */
function measure(activation: Activation) {
  const times: number[] = [];
  let total = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const before = process.cpuUsage();
    const start = performance.now();
    const { network } = fitNetwork(x, y, COLUMNS, train, none, {
      ...{ hidden: [32, 16], activation, epochs, batch: 200, rate: 0.001, patience: 0, seed },
      loss: { l2: 1e-4, limit: Infinity },
    });
    const { user, system } = process.cpuUsage(before);
    times.push(Math.min((user + system) / 1000, performance.now() - start)); // the collector's threads are not ours
    const out = predictNetwork(network, x.subarray(rows * COLUMNS));
    const squares = out.reduce((sum, v, i) => sum + (v - y[rows + i]) ** 2, 0);
    total += Math.sqrt(squares / out.length);
  }
  return { ms: times.sort((a, b) => a - b)[Math.floor(seeds / 2)], error: total / seeds };
}

process.stdout.write(
  `${JSON.stringify({ 'Tidemark TypeScript, tanh': measure('tanh'), 'Tidemark TypeScript, relu': measure('relu') })}\n`
);
