/** TypeScript's side of the speed bench: our least squares beside ml-matrix's, on one job. Prints JSON. */
import { Matrix, QrDecomposition, solve } from 'ml-matrix';
import { performance } from 'node:perf_hooks';
import { solveGram } from '../../src/engine/fit/cholesky';
import { gramOf } from '../../src/engine/fit/gram';
import { leastSquares } from '../../src/engine/fit/leastSquares';

const [rows, columns, repeats] = process.argv.slice(2).map(Number);

/** The job, the same in every language: uniform columns, coefficients 1, 2, 3 …, uniform noise. */
function job() {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const x = Float64Array.from({ length: rows * columns }, uniform);
  const y = Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0.1 * uniform();
    for (let j = 0; j < columns; j++) {
      sum += (j + 1) * x[j * rows + i];
    }
    return sum;
  });
  return { x, y };
}

/** Median CPU milliseconds: another process on the core does not count. */
function time(work: () => ArrayLike<number>) {
  let coefficients = work();
  const times = Array.from({ length: repeats }, () => {
    const before = process.cpuUsage();
    const wall = performance.now();
    coefficients = work();
    const { user, system } = process.cpuUsage(before);
    return Math.min((user + system) / 1000, performance.now() - wall); // the collector's threads are not ours
  }).sort((a, b) => a - b);
  const worst = Math.max(...Array.from(coefficients, (b, j) => Math.abs(b - (j + 1))));
  return { ms: times[Math.floor(repeats / 2)], worst };
}

const { x, y } = job();
const wide = new Matrix(columns, rows);
for (let j = 0; j < columns; j++) {
  wide.setRow(j, Array.from(x.subarray(j * rows, (j + 1) * rows)));
}
const tall = wide.transpose();
const target = Matrix.columnVector(Array.from(y));

process.stdout.write(
  `${JSON.stringify({
    'Tidemark TypeScript, normal equations': time(() => solveGram(gramOf(x, y, null, 0, rows), null).coefficients),
    'Tidemark TypeScript, QR with refinement': time(() => leastSquares(x, y).coefficients),
    'ml-matrix, normal equations': time(() => solve(wide.mmul(tall), wide.mmul(target)).to1DArray()),
    'ml-matrix, QR': time(() => new QrDecomposition(tall).solve(target).to1DArray()),
  })}\n`
);
