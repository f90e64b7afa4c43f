/** How long a network takes to train in both engines and in scikit-learn, and how well each then foresees rows held out. */
import { build as bundle } from 'esbuild';
import { must, run } from '../../tools/lib/run.mjs';

const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', GOMAXPROCS: '1' };
const job = ['20160', '20', '20']; // rows, passes, seeds

/** Prints the table, and the ratios to scikit-learn on the same activation. */
export async function benchNeural() {
  await bundle({ entryPoints: ['test/bench/neural.ts'], outfile: '.cache/bench/neural.cjs', bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  await must(['go', 'build', '-o', '.cache/bench/neural', './test/bench/neural']);
  const sides = [await must(['node', '.cache/bench/neural.cjs', ...job]), await must(['.cache/bench/neural', ...job], { env: threads })];
  const python = await run(['python3', 'test/bench/neural.py', ...job], { env: threads });
  const results = Object.assign({}, ...sides.map((text) => JSON.parse(text)), python.code === 0 && JSON.parse(python.out));
  console.log(`network 20-32-16-1, ${job[1]} passes over ${job[0]} rows, CPU time, one thread, median of ${job[2]} seeds`);
  for (const [name, { ms, error }] of Object.entries(results)) {
    const peer = results[`scikit-learn MLPRegressor, ${name.split(', ')[1]}`];
    const ratio = peer && !name.startsWith('scikit') ? `   ${(ms / peer.ms).toFixed(2)} × its time, ${(error / peer.error).toFixed(3)} × its error` : '';
    console.log(`  ${name.padEnd(42)} ${ms.toFixed(0).padStart(6)} ms   held-out error ${error.toFixed(4)}${ratio}`);
  }
}
