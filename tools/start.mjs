/**
 * npm start: from a fresh clone to something to look at. With a Docker engine and compose it is Grafana itself, else
 * (or with --lab) the lab.
 */
import { spawn } from 'node:child_process';
import { build, labSteps, pluginSteps } from './lib/build.mjs';
import { command, readArgs } from './lib/command.mjs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { startLab } from './lib/serve.mjs';

async function hasDocker() {
  const [engine, compose] = await Promise.all([run(['docker', 'info']), run(['docker', 'compose', 'version'])]);
  return engine.code === 0 && compose.code === 0;
}

command(async () => {
  const { named } = readArgs(process.argv.slice(2), ['lab']);
  if (named.lab || !(await hasDocker())) {
    await build(labSteps);
    startLab({ port: '3100', ...named });
    return;
  }
  await build(pluginSteps);
  process.stderr.write('Grafana will be at http://localhost:3000 (no login, as an editor; admin logs in); stop with Ctrl+C\n');
  const compose = spawn('docker', ['compose', 'up'], { cwd: root, stdio: 'inherit' });
  compose.on('exit', (code) => (process.exitCode = code ?? 1));
});
