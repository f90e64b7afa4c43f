/**
 * npm run mutation [-- go | ts]: changes both engines in one place at a time and says which changes no vector notices. The
 * kinds of changes are the same in both; main.go tries Go's, typescript.mjs TypeScript's.
 */
import { command, readArgs } from '../../tools/lib/command.mjs';
import { must } from '../../tools/lib/run.mjs';
import { tryMutants } from './typescript.mjs';

const stages = ['band', 'detect'];

command(async () => {
  const [only] = readArgs(process.argv.slice(2)).rest;
  if (only !== 'ts') {
    console.log(await must(['go', 'run', './test/mutation', ...stages.map((stage) => `pkg/engine/${stage}`)]));
  }
  if (only !== 'go') {
    console.log(await tryMutants(stages));
  }
});
