/** Starting the lab's program and ending it with us. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { lab } from './build.mjs';
import { root } from './root.mjs';

/** Where the real series may lie: told by the environment, or beside the checkout. */
function nab() {
  const beside = join(root, '../shared/data/nab');
  return process.env.TIDEMARK_NAB ?? (existsSync(beside) ? beside : join(root, '.cache/nab'));
}

/**
 * Starts the lab; it prints `ready http://…` when it answers.
 *
 * @param {{ port?: string, csv?: string, host?: string }} options - csv is relative to where the command was called
 * @param {import('node:child_process').StdioOptions} [stdio]
 */
export function startLab({ port, csv, host }, stdio = 'inherit') {
  const args = ['--dist', join(root, 'dist'), '--page', join(root, '.cache/lab-page'), '--nab', nab()];
  const calledFrom = process.env.INIT_CWD ?? process.cwd();
  for (const [name, value] of Object.entries({
    port,
    host,
    csv: csv && (isAbsolute(csv) ? csv : resolve(calledFrom, csv)),
  })) {
    if (value !== undefined) {
      args.push(`--${name}`, value);
    }
  }
  const child = spawn(join(root, lab), args, { stdio });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  }
  child.on('exit', (code, signal) => (process.exitCode = code ?? (signal ? 1 : 0)));
  return child;
}
