/**
 * npm run react19: what is committed, on React 19 and the packages of a Grafana that has it: types, bundle, tests of
 * everything but the engine, and the lab in Chromium. All in a clone of its own; minutes, most of them for the install.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../../tools/lib/command.mjs';
import { withProgress } from '../../tools/lib/progress.mjs';
import { root } from '../../tools/lib/root.mjs';
import { must } from '../../tools/lib/run.mjs';

const grafana = '13.2.2';
const versions = {
  react: '19.3.0',
  'react-dom': '19.3.0',
  '@types/react': '19.3.0',
  '@types/react-dom': '19.3.0',
  '@testing-library/dom': '10.4.2', // a peer, which npm leaves out below
  ...Object.fromEntries(['data', 'i18n', 'runtime', 'schema', 'ui'].map((name) => [`@grafana/${name}`, grafana])),
};
const jest = [
  'jest',
  'src',
  '--testPathIgnorePatterns',
  'src/engine',
  '--forceExit',
  '--setupFiles',
  './jest.polyfill.js',
  '--setupFiles',
  './test/react19/ports.cjs',
];

command(async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'react19-'));
  const inScratch = (program) => must(program, { cwd: scratch });
  const npx = (...program) => inScratch(['npx', '--no-install', ...program]);
  try {
    await must(['git', 'clone', '--quiet', root, scratch]);
    writeVersions(join(scratch, 'package.json'));
    rmSync(join(scratch, 'package-lock.json'));
    writeFileSync(join(scratch, '.npmrc'), 'legacy-peer-deps=true\n'); // react-table and others stop at React 18 on paper
    await withProgress(`Locking Grafana ${grafana}'s packages`, () =>
      inScratch(['npm', 'install', '--package-lock-only', '--no-audit', '--no-fund'])
    );
    await withProgress('Packages and bundle', () => inScratch(['npm', 'run', '--silent', 'build']));
    await withProgress('Types', () => npx('tsc', '--noEmit'));
    await withProgress('Tests in jsdom', () => npx(...jest));
    await withProgress('Tests in Chromium', () => npx('playwright', 'test', '--reporter=line'));
    console.log('Tidemark works on React 19.');
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

function writeVersions(path) {
  const { overrides, ...manifest } = JSON.parse(readFileSync(path, 'utf8')); // the override is for packages of 12.x
  for (const list of [manifest.dependencies, manifest.devDependencies]) {
    for (const name of Object.keys(list)) {
      list[name] = versions[name] ?? list[name];
    }
  }
  manifest.devDependencies['@testing-library/dom'] = versions['@testing-library/dom'];
  writeFileSync(path, JSON.stringify(manifest, null, 2));
}
