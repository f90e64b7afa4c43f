/** Playwright on the lab, counted from its JSON report. */
import { rmSync } from 'node:fs';
import { run, tail } from '../lib/run.mjs';
import { readReport } from './jest.mjs';

const report = '.cache/playwright.json';

export async function playwright() {
  rmSync(report, { force: true });
  const { code, out, err } = await run(['npx', '--no-install', 'playwright', 'test', '--reporter=json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, CI: 'true' },
  });
  return countPlaywright(readReport(report), `${out}\n${err}`, code);
}

/**
 * @param {any} json
 * @param {string} text
 * @param {number} code
 */
export function countPlaywright(json, text, code) {
  if (!json) {
    return { passed: 0, failed: 1, log: tail(text) };
  }
  // "flaky" passed on a retry only; "skipped" did not run: neither is a pass here.
  const { expected, unexpected, flaky, skipped } = json.stats;
  const failed = unexpected + flaky + skipped + json.errors.length;
  const log = [...json.errors.map((error) => error.message), ...failures(json.suites)].join('\n');
  return {
    passed: expected,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    log: failed > 0 || code !== 0 ? log || tail(text) : '',
  };
}

function failures(suites) {
  return suites.flatMap((suite) => [
    ...failures(suite.suites ?? []),
    ...suite.specs
      .filter((spec) => !spec.ok)
      .map(
        (spec) =>
          `${spec.file}: ${spec.title}\n${tail(
            spec.tests
              .flatMap((test) => test.results)
              .map((result) => result.error?.message ?? result.status)
              .join('\n'),
            30
          )}`
      ),
  ]);
}
