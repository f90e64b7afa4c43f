/** The bench of trees: CPU time to grow, and error held out, beside LightGBM and scikit-learn in the same run. */
import { build as bundle } from 'esbuild';
import { must, run } from '../../tools/lib/run.mjs';

const shape = [20_160, 5];
const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', GOMAXPROCS: '1' };

export async function benchTrees() {
  await bundle({ entryPoints: ['test/bench/tree.ts'], outfile: '.cache/bench/tree.cjs', bundle: true, platform: 'node', format: 'cjs' });
  await must(['go', 'build', '-o', '.cache/bench/tree', './test/bench/tree']);
  const args = shape.map(String);
  const sides = [await must(['.cache/bench/tree', ...args], { env: threads }), await must(['node', '.cache/bench/tree.cjs', ...args])];
  const python = await run(['python3', 'test/bench/tree.py', ...args], { env: threads });
  if (python.code === 0) {
    sides.push(python.out);
  }
  const results = Object.assign({}, ...sides.map((text) => JSON.parse(text)));
  console.log(`trees on ${shape[0]} rows, 20 columns, 255 bins, one thread, median of ${shape[1]}`);
  for (const method of ['boosted', 'tree', 'forest']) {
    const rows = Object.entries(results).filter(([name]) => name.endsWith(`, ${method}`));
    const peer = rows.find(([name]) => !name.startsWith('Tidemark'))?.[1];
    for (const [name, { ms, error }] of rows) {
      const beside = peer ? `   ${(ms / peer.ms).toFixed(2)} of the peer's time, ${(error / peer.error).toFixed(4)} of its error` : '';
      console.log(`  ${name.padEnd(34)} ${ms.toFixed(0).padStart(7)} ms   error held out ${error.toFixed(5)}${beside}`);
    }
  }
}
