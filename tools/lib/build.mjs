/** The steps from a fresh clone to something that runs; each is skipped when nothing it is made of changed. */
import { arch, platform } from 'node:process';
import { alone } from './lock.mjs';
import { needNodeAndGo } from './need.mjs';
import { isInstalled } from './packages.mjs';
import { stepLabel, withProgress } from './progress.mjs';
import { must } from './run.mjs';
import { isStale, setStamp } from './stamp.mjs';

const goArch = { x64: 'amd64', arm64: 'arm64', arm: 'arm', ia32: '386' }[arch] ?? arch;
const goOS = platform === 'win32' ? 'windows' : platform;
const exe = platform === 'win32' ? '.exe' : '';
export const binary = `dist/datasource/gpx_tidemark_${goOS}_${goArch}${exe}`;
export const lab = `.cache/lab${exe}`;

const packages = {
  name: 'packages',
  label: 'Installing packages',
  isStale: () => !isInstalled(),
  make: () => must(['npm', 'ci', '--no-audit', '--no-fund']),
};
const frontend = {
  name: 'frontend',
  label: 'Building the panel, the editors and the app',
  inputs: [
    'src',
    'spec',
    '.config',
    'webpack.config.ts',
    'webpack.engine-worker.cjs',
    'tsconfig.json',
    'package-lock.json',
    'CHANGELOG.md',
  ],
  outputs: ['dist/module.js', 'dist/panel/module.js', 'dist/datasource/module.js'],
  make: () => must(['npx', '--no-install', 'webpack', '-c', 'webpack.config.ts', '--env', 'production']),
};
const backend = {
  name: 'backend',
  label: 'Building the data source',
  inputs: ['pkg', 'spec', 'go.mod', 'go.sum', 'src/datasource/plugin.json'],
  outputs: [binary],
  // What mage builds, for this machine alone; `npm run build -- --all` lets mage build every platform.
  make: () =>
    must(['go', 'build', '-tags', 'arrow_json_stdlib', '-ldflags', '-s -w', '-o', binary, './pkg'], {
      env: { CGO_ENABLED: '0' },
    }),
};
const labBinary = {
  name: 'lab',
  label: 'Building the lab with its PromQL engine',
  inputs: ['lab', 'go.mod', 'go.sum'],
  outputs: [lab],
  // With the data source's tags, so that Go's cache serves both with the packages that they share.
  make: () =>
    must(['go', 'build', '-tags', 'arrow_json_stdlib', '-ldflags', '-s -w', '-o', `../${lab}`, '.'], {
      cwd: 'lab',
      env: { CGO_ENABLED: '0' },
    }),
};
const labPage = {
  name: 'page',
  label: "Building the lab's page",
  inputs: ['lab/page', 'src', 'spec', 'tools/page.mjs', 'package-lock.json'],
  outputs: ['.cache/lab-page/page.js'],
  make: () => must(['node', 'tools/page.mjs']),
};

/** Everything the plugin is; Grafana needs no more. */
export const pluginSteps = [packages, frontend, backend];
/** The plugin and the lab around it. */
export const labSteps = [packages, frontend, backend, labBinary, labPage];
export const packageSteps = [packages];

/**
 * Makes what is stale, one step after the other (two at a time only fight for the same cores).
 *
 * @param {typeof labSteps} steps
 * @returns {Promise<void>}
 */
export async function build(steps) {
  needNodeAndGo();
  await alone(async () => {
    const stale = steps.filter((step) => (step.isStale ?? isStale)(step));
    for (const [i, step] of stale.entries()) {
      await withProgress(stepLabel(stale, i), step.make);
      if (!step.isStale) {
        setStamp(step);
      }
    }
  });
}
