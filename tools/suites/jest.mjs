/** Jest, counted from its JSON report. */
import { readFileSync, rmSync } from 'node:fs';
import { run, tail } from '../lib/run.mjs';

const report = '.cache/jest.json';

export async function jest() {
  rmSync(report, { force: true });
  const { code, out, err } = await run(
    ['npx', '--no-install', 'jest', '--ci', '--json', `--outputFile=${report}`, '--maxWorkers=2'],
    { env: { CI: 'true' } }
  );
  return countJest(readReport(report), `${out}\n${err}`, code);
}

/**
 * @param {any} json - Jest's report, undefined if there is none
 * @param {string} text - what it printed
 * @param {number} code
 */
export function countJest(json, text, code) {
  if (!json) {
    return { passed: 0, failed: 1, log: tail(text) };
  }
  // A file that cannot be loaded has no failing test in it; a skipped or todo test did not run.
  const failed = json.numFailedTests + json.numPendingTests + json.numTodoTests + json.numRuntimeErrorTestSuites;
  const log = json.testResults
    .filter((file) => file.status !== 'passed')
    .map((file) => `${file.name}\n${tail(file.message, 60)}`)
    .join('\n');
  return {
    passed: json.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    log: failed > 0 || code !== 0 ? log || tail(text) : '',
  };
}

export function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
