/** npm run lab -- --port P [--csv FILE] [--host H]: builds what is stale, serves the lab until stopped. */
import { build, labSteps } from './lib/build.mjs';
import { command, readArgs } from './lib/command.mjs';
import { startLab } from './lib/serve.mjs';

command(async () => {
  const { named } = readArgs(process.argv.slice(2));
  await build(labSteps);
  startLab(named);
});
