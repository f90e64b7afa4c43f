/** The counting of test results: a mistake here would hide every other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countGo } from './go.mjs';
import { countJest } from './jest.mjs';
import { countPlaywright } from './playwright.mjs';

const events = (...list) =>
  list.map(([Action, Test]) => JSON.stringify({ Action, Package: 'p', ...(Test && { Test }) })).join('\n');

test('a Go test with subtests is counted by its subtests', () => {
  const { passed, failed } = countGo(
    events(['pass', 'A/x'], ['pass', 'A/y'], ['pass', 'A'], ['pass', 'B'], ['pass']),
    '',
    0
  );
  assert.deepEqual([passed, failed], [3, 0]);
});

test('a failing Go subtest fails once, with its parent and package', () => {
  const { passed, failed } = countGo(events(['pass', 'A/x'], ['fail', 'A/y'], ['fail', 'A'], ['fail']), '', 1);
  assert.deepEqual([passed, failed], [1, 1]);
});

test('a Go package that does not compile fails', () => {
  assert.equal(countGo(events(['fail']), '', 1).failed, 1);
});

test('a skipped Go test has not passed', () => {
  assert.equal(countGo(events(['skip', 'A'], ['pass']), '', 0).failed, 1);
});

test('a Go run that prints nothing and fails has failed', () => {
  assert.equal(countGo('', 'go: no such tool', 2).failed, 1);
});

test('no Jest report is a failure', () => {
  assert.equal(countJest(undefined, 'crashed', 1).failed, 1);
});

test('pending and todo Jest tests, and files that do not load, have not passed', () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    numRuntimeErrorTestSuites: 1,
    testResults: [],
  };
  assert.deepEqual([countJest(report, '', 1).passed, countJest(report, '', 1).failed], [5, 4]);
});

test('flaky and skipped Playwright tests have not passed', () => {
  const report = { stats: { expected: 7, unexpected: 0, flaky: 1, skipped: 2 }, errors: [], suites: [] };
  assert.deepEqual([countPlaywright(report, '', 0).passed, countPlaywright(report, '', 0).failed], [7, 3]);
});
