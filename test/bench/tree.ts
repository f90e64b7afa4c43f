/** TypeScript's side of the bench of trees. Prints JSON. */
import { performance } from 'node:perf_hooks';
import { binColumns, Bins, MAX_BINS } from '../../src/engine/tree/bins';
import { boost } from '../../src/engine/tree/boost';
import { growCart } from '../../src/engine/tree/cart';
import { answerOf, Ensemble } from '../../src/engine/tree/ensemble';
import { growForest } from '../../src/engine/tree/forest';

const COLUMNS = 20;
const [rows, repeats] = process.argv.slice(2).map(Number);
const held = Math.floor(rows / 4);

/** The job, the same in every language: uniform columns, a target with bends and products, uniform noise. */
function job() {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const table = Float64Array.from({ length: (rows + held) * COLUMNS }, uniform);
  const y = Float64Array.from({ length: rows + held }, (_, i) => {
    const r = table.subarray(i * COLUMNS, (i + 1) * COLUMNS);
    return r[0] - 2 * r[1] * r[2] + 3 * r[3] * r[3] + 2 * Math.max(r[4], 0.3) - r[5] * r[6] * r[7] + 0.3 * uniform();
  });
  const columns = (from: number, n: number) =>
    Float64Array.from({ length: n * COLUMNS }, (_, k) => table[(from + (k % n)) * COLUMNS + Math.floor(k / n)]);
  return { x: columns(0, rows), heldX: columns(rows, held), y: y.subarray(0, rows), heldY: y.subarray(rows) };
}

const { x, y, heldX, heldY } = job();

/** Median CPU milliseconds to bin and grow, and the root mean square error held out. */
function measure(grow: (bins: Bins) => Ensemble) {
  let ensemble = grow(binColumns(x, rows, MAX_BINS));
  const times = Array.from({ length: repeats }, () => {
    const before = process.cpuUsage();
    const wall = performance.now();
    ensemble = grow(binColumns(x, rows, MAX_BINS));
    const { user, system } = process.cpuUsage(before);
    return Math.min((user + system) / 1000, performance.now() - wall); // the collector's threads are not ours
  }).sort((a, b) => a - b);
  let squares = 0;
  heldY.forEach((v, i) => {
    squares += (v - answerOf(ensemble, heldX, held, i)) ** 2;
  });
  return { ms: times[Math.floor(repeats / 2)], error: Math.sqrt(squares / held) };
}

const plain = { maxDepth: 0, maxLeaves: 0, minLeaf: 5, l2: 0, features: 0 };
const boosting = { maxLeaves: 31, minLeaf: 20, rounds: 100, learningRate: 0.1, quantile: 0, bound: 0, patience: 0 };
const none = new Int32Array(0);

process.stdout.write(
  `${JSON.stringify({
    'Tidemark TypeScript, boosted': measure((bins) => boost(bins, y, null, none, { ...plain, ...boosting })),
    'Tidemark TypeScript, tree': measure((bins) => growCart(bins, y, null, { ...plain, maxDepth: 12, minLeaf: 10 })),
    'Tidemark TypeScript, forest': measure((bins) =>
      growForest(bins, y, null, { ...plain, maxDepth: 14, features: 7, trees: 10, seed: 0 })
    ),
  })}\n`
);
