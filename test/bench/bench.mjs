/**
 * npm run bench: how long one least squares fit takes in both engines and in peers, in one run on one machine, with ratios to
 * the fastest peer of the same method family that this machine has; then whole jobs of the engine, trees and networks. Python's
 * rows need numpy, scikit-learn, LightGBM.
 */
import { build as bundle } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { build, packageSteps } from '../../tools/lib/build.mjs';
import { command } from '../../tools/lib/command.mjs';
import { must, run } from '../../tools/lib/run.mjs';
import { benchEngine } from './engine.mjs';
import { benchNeural } from './neural.mjs';
import { benchTrees } from './tree.mjs';

const shapes = [
  [2000, 20, 15],
  [20000, 40, 7],
];
const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', GOMAXPROCS: '1' };

async function measure(shape) {
  const args = shape.map(String);
  const sides = [
    await must(['node', '.cache/bench/linear.cjs', ...args]),
    await must(['.cache/bench/go', ...args], { env: threads }),
  ];
  const python = await run(['python3', 'test/bench/linear.py', ...args], { env: threads });
  if (python.code === 0) {
    sides.push(python.out);
  }
  return { ...Object.assign({}, ...sides.map((text) => JSON.parse(text))) };
}

command(async () => {
  await build(packageSteps);
  mkdirSync('.cache/bench', { recursive: true });
  await bundle({ entryPoints: ['test/bench/linear.ts'], outfile: '.cache/bench/linear.cjs', bundle: true, platform: 'node', format: 'cjs' });
  await must(['go', 'build', '-o', '../.cache/bench/go', './bench'], { cwd: 'lab' });
  for (const shape of shapes) {
    const results = await measure(shape);
    console.log(`${shape[0]} rows, ${shape[1]} columns, one thread, median of ${shape[2]}`);
    for (const [name, { ms, worst }] of Object.entries(results).sort(([, a], [, b]) => a.ms - b.ms)) {
      console.log(`  ${name.padEnd(42)} ${ms.toFixed(2).padStart(9)} ms   coefficients within ${worst.toExponential(1)}`);
    }
    for (const language of ['TypeScript', 'Go']) {
      for (const method of ['normal equations', 'QR']) {
        const ours = Object.entries(results).find(([name]) => name.startsWith(`Tidemark ${language}, ${method}`))[1].ms;
        const peers = Object.entries(results).filter(([name]) => !name.startsWith('Tidemark') && (method === 'normal equations') === name.endsWith('normal equations'));
        const ratios = peers.map(([name, { ms }]) => `${(ms / ours).toFixed(2)}× ${name}`);
        console.log(`  speed of ${language}, ${method}: ${ratios.join('; ')}`);
      }
    }
  }
  await benchEngine();
  await benchTrees();
  await benchNeural();
});
