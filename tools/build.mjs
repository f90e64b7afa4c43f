/** npm run build [-- --all]: dist/ for this machine, or with mage for every platform, as it is released. */
import { build, packageSteps, pluginSteps } from './lib/build.mjs';
import { command, readArgs } from './lib/command.mjs';
import { withProgress } from './lib/progress.mjs';
import { must } from './lib/run.mjs';

command(async () => {
  const { named } = readArgs(process.argv.slice(2), ['all']);
  await build(named.all ? packageSteps : pluginSteps);
  if (named.all) {
    await withProgress('Building for every platform', async () => {
      await must(['npx', '--no-install', 'webpack', '-c', 'webpack.config.ts', '--env', 'production']);
      await must(['go', 'tool', 'mage', 'buildAll']);
    });
  }
});
