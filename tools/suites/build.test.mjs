/** What a build does again, what it says of what remains, and which tests run under the race detector. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSame } from '../lib/packages.mjs';
import { stepLabel } from '../lib/progress.mjs';
import { testedPackages } from './go.mjs';

const lock = {
  '': { name: 'project' },
  'node_modules/a': { version: '1.0.0', integrity: 'x' },
  'node_modules/only-mac': { version: '1.0.0', optional: true },
};
const { '': _, ...all } = lock;

test('packages that were installed by hand are not installed again', () => {
  const { 'node_modules/only-mac': absent, ...here } = all;
  assert.equal(isSame(lock, all), true);
  assert.equal(isSame(lock, here), true);
});

test('a package that is absent, another or one too many is installed again', () => {
  const { 'node_modules/a': absent, ...without } = all;
  assert.equal(isSame(lock, without), false);
  assert.equal(isSame(lock, { ...all, 'node_modules/a': { version: '1.0.1', integrity: 'y' } }), false);
  assert.equal(isSame(lock, { ...all, 'node_modules/b': { version: '1.0.0' } }), false);
});

test('a step tells its place and what remains', () => {
  const steps = [
    { name: 'packages', label: 'Installing packages' },
    { name: 'backend', label: 'Building the data source' },
    { name: 'lab', label: 'Building the lab' },
  ];
  assert.deepEqual(
    steps.map((_, i) => stepLabel(steps, i)),
    [
      '[1/3] Installing packages (then backend, lab)',
      '[2/3] Building the data source (then lab)',
      '[3/3] Building the lab',
    ]
  );
});

test('packages with goroutines run under the race detector, those without do not', async () => {
  const concurrent = Object.fromEntries(
    (await testedPackages()).map((one) => [one.name.split('tidemark/').at(-1), one.concurrent])
  );
  for (const name of ['cache', 'history', 'upstream', 'work']) {
    assert.equal(concurrent[`pkg/query/${name}`], true, name);
  }
  for (const name of ['pkg/frames', 'cli/table', 'pkg/engine/num', 'test/layers']) {
    assert.equal(concurrent[name], false, name);
  }
});
