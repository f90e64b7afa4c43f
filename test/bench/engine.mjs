/** The bench of whole jobs: a robust linear model with its band, auto, verdicts, and how time and memory grow with points. */
import { build as bundle } from 'esbuild';
import { must, run } from '../../tools/lib/run.mjs';

const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', GOMAXPROCS: '1' };
const sizes = [1000, 10_000, 100_000, 1_000_000];
const walks = [10_000, 100_000]; // a model a day: a million minutes take minutes
const BYTES_A_POINT = 16; // of a series: a time and a value

const go = (env) => async (...args) => JSON.parse(await must(['.cache/bench/engine', ...args.map(String)], { env: { ...threads, ...env } }));
const node = (...flags) => async (...args) => JSON.parse(await must(['node', '--expose-gc', ...flags, '.cache/bench/engine.cjs', ...args.map(String)]));
const sides = [['Go', go()], ['TypeScript', node('--min-semi-space-size=64', '--max-semi-space-size=64')]];
// Memory is measured as the product runs: the data source collects twice as often as Go does by itself, a browser as it likes.
const frugal = [['Go', go({ GOGC: '50' })], ['TypeScript', node()]];

export async function benchEngine() {
  await bundle({ entryPoints: ['test/bench/engine.ts'], outfile: '.cache/bench/engine.cjs', bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  await must(['go', 'build', '-o', '.cache/bench/engine', './test/bench/engine']);
  await benchLearning();
  await benchGrowth();
  await benchWalks();
}

async function benchLearning() {
  const results = {};
  for (const [name, ask] of sides) {
    results[`Tidemark ${name}`] = await ask('learn', 20_160, 7);
  }
  const python = await run(['python3', 'test/bench/engine.py', '20160', '7'], { env: threads });
  Object.assign(results, python.code === 0 && JSON.parse(python.out));
  const peers = Object.entries(results).filter(([name]) => !name.startsWith('Tidemark'));
  console.log('a linear model of 20,160 × 40, reweighted, with errors out of fold and a band, CPU time, one thread, median of 7');
  for (const [name, { ms }] of Object.entries(results)) {
    const ratios = name.startsWith('Tidemark') ? peers.map(([peer, { ms: theirs }]) => `   ${(ms / theirs).toFixed(2)} × ${peer.split(',')[0]}`) : [];
    console.log(`  ${name.padEnd(52)} ${ms.toFixed(0).padStart(6)} ms${ratios.join('')}`);
  }
  for (const [name, ask] of sides) {
    console.log(`  auto on 14 days of 5 minutes, ${name.padEnd(22)} ${(await ask('auto', 4032, 7)).ms.toFixed(0).padStart(6)} ms`);
  }
}

async function benchGrowth() {
  console.log('points by one model, CPU time: what is expected, and the whole verdict');
  for (const [name, ask] of sides) {
    for (const n of sizes) {
      const found = await ask('judge', n, n < 100_000 ? 15 : 3);
      const of = (kind, what) => `${kind} ${what} ${(found[`${kind} ${what}`]).toFixed(1)} ms (${(n / found[`${kind} ${what}`] / 1000).toFixed(2)} M/s)`;
      console.log(`  ${name.padEnd(10)} ${String(n).padStart(8)}: ${['linear', 'boosted'].map((kind) => `${of(kind, 'expected')}, ${of(kind, 'verdict')}`).join('; ')}${heap(found)}`);
    }
  }
}

const heap = (found) => ('linear heap' in found ? `; ${found['linear heap'].toFixed(0)} B of short-lived objects a point` : '');

async function benchWalks() {
  console.log('minutes walked forward, a linear model a day, CPU time, and the memory above the series: held, and taken by the process');
  for (const [name, ask] of frugal) {
    for (const n of walks) {
      const [{ ms, bytes: taken }, { bytes: held }] = [await ask('walk', n, 0), await ask('hold', n, 0)];
      const memory = [held, taken].map((bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB, ${(bytes / n / BYTES_A_POINT).toFixed(1)} × the series`);
      console.log(`  ${name.padEnd(10)} ${String(n).padStart(8)}: ${(ms / 1000).toFixed(2)} s; ${memory.join('; ')}`);
    }
  }
}
