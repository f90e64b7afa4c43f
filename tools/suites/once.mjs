/** Checks that are one test each: they pass or they fail. */
import { run, tail } from '../lib/run.mjs';

/**
 * @param {string[]} command - it passes if it exits with 0
 * @param {Parameters<typeof run>[1]} [options]
 */
export async function succeeds(command, options) {
  const { code, out, err } = await run(command, options);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, log: code === 0 ? '' : tail(out + err, 60) };
}

/** gofmt prints the names of files that it would change. */
export async function formatted() {
  const { code, out, err } = await run(['gofmt', '-l', 'pkg', 'lab', 'cli', 'spec', 'test', 'Magefile.go']);
  const ok = code === 0 && out.trim() === '';
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, log: ok ? '' : `gofmt -w these files:\n${out}${err}` };
}

/**
 * Both engines on the same random series: all of them, and no bit different.
 *
 * @param {number} series
 * @param {number} seed
 */
export async function parity(series, seed) {
  const { code, out, err } = await run([
    'npm',
    'run',
    '--silent',
    'parity',
    '--',
    '--seed',
    `${seed}`,
    '--series',
    `${series}`,
  ]);
  const [, compared, differences] = /^(\d+) series, (\d+) differences$/.exec(tail(out, 1)) ?? [];
  const ok = code === 0 && Number(compared) === series && Number(differences) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, log: ok ? '' : tail(out + err) };
}

/** Adds results up. @param {{ passed: number, failed: number, log: string }[]} results */
export function sum(results) {
  return {
    passed: results.reduce((n, one) => n + one.passed, 0),
    failed: results.reduce((n, one) => n + one.failed, 0),
    log: results
      .map((one) => one.log)
      .filter(Boolean)
      .join('\n'),
  };
}
