/** What a build does again, and what it says of what remains. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSame } from '../lib/packages.mjs';
import { stepLabel } from '../lib/progress.mjs';

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
