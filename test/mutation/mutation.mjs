/**
 * npm run mutation [-- go | ts]: changes both engines in one place at a time and says which changes no vector notices. Go's mutants are
 * those of main.go here; TypeScript's are Stryker's, which is fetched at a pinned version and only for this. Takes hours.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, readArgs } from '../../tools/lib/command.mjs';
import { root } from '../../tools/lib/root.mjs';
import { must } from '../../tools/lib/run.mjs';

const stages = ['band', 'detect'];
const packages = ['@stryker-mutator/core@8.7.1', '@stryker-mutator/jest-runner@8.7.1', 'jest@29.7.0', 'typescript@5.9.3'];
const home = join(root, '.cache/stryker');
const runner = join(home, 'node_modules/@stryker-mutator/jest-runner/dist/src');

const jest = {
  testEnvironment: join(runner, 'jest-plugins/jest-environment-node.cjs'), // as it is, but that it reports what a test covers
  testMatch: ['<rootDir>/test/mutation/engine.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
};

const stryker = {
  testRunner: 'jest',
  plugins: [join(runner, 'index.js')],
  jest: { configFile: '.cache/stryker/jest.json', enableFindRelatedTests: false },
  mutate: stages.map((stage) => `src/engine/${stage}/*.ts`),
  mutator: { excludedMutations: ['StringLiteral'] },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  ignorePatterns: ['**', '!src/engine/**', '!spec/**', '!pkg/engine/**', '!test/mutation/**', '!package.json', '!.cache/stryker/jest.json'],
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, logTests: false },
  dryRunTimeoutMinutes: 15,
  timeoutMS: 20_000,
  tempDirName: '.cache/stryker/sandboxes',
  concurrency: 2,
};

async function inTypeScript() {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  await must(['npm', 'install', '--no-audit', '--no-fund', '--save-exact', ...packages], { cwd: home });
  writeFileSync(join(home, 'jest.json'), JSON.stringify({ rootDir: '../..', ...jest }));
  writeFileSync(join(home, 'config.json'), JSON.stringify(stryker));
  const found = await must(['node', join(home, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', '.cache/stryker/config.json']);
  rmSync(join(home, 'sandboxes'), { recursive: true, force: true });
  return found;
}

command(async () => {
  const [only] = readArgs(process.argv.slice(2)).rest;
  if (only !== 'ts') {
    console.log(await must(['go', 'run', './test/mutation', ...stages.map((stage) => `pkg/engine/${stage}`)]));
  }
  if (only !== 'go') {
    console.log(await inTypeScript());
  }
});
