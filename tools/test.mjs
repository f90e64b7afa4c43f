/**
 * npm test: sets up, then runs every suite that a machine without Docker can run, and ends with one line
 * `N passed, N failed` over all of them. `npm test -- --only go,jest` runs some suites.
 */
import { build, labSteps } from './lib/build.mjs';
import { command, readArgs } from './lib/command.mjs';
import { Missing, testPrograms } from './lib/need.mjs';
import { stepLabel, withProgress } from './lib/progress.mjs';
import { Failed } from './lib/run.mjs';
import { installChromium } from './lib/chromium.mjs';
import { goTest, testedPackages } from './suites/go.mjs';
import { jest } from './suites/jest.mjs';
import { formatted, parity, succeeds, sum } from './suites/once.mjs';
import { playwright } from './suites/playwright.mjs';

const npx = (...args) => succeeds(['npx', '--no-install', ...args]);
const vet = async () =>
  sum([
    await formatted(),
    await succeeds(['go', 'vet', '-tags', 'scale,measure', './...']), // what npm run scale and accuracy run is checked here
    await succeeds(['go', 'vet', './...'], { cwd: 'lab' }),
  ]);

/**
 * The packages whose tests run under the race detector, or without it. The engine has no goroutines, and its tests run under v3. The
 * service's tests measure CPU, memory and deadlines, which the detector multiplies, and those of the protocol talk to a process that
 * has none: both run without it here, and with it each night.
 */
async function packages(race) {
  const own = (await testedPackages()).filter(({ name }) => !/\/pkg\/(engine|plugin)(\/|$)/.test(name));
  const chosen = own.filter(({ name, concurrent }) => (concurrent && !name.endsWith('/test/protocol')) === race);
  return chosen.map(({ name }) => name);
}

/** Cheapest first, so that a mistake shows early. */
const suites = {
  tools: [
    'The commands themselves',
    () => succeeds(['node', '--test', ...['build', 'count', 'supply'].map((name) => `tools/suites/${name}.test.mjs`)]),
  ],
  types: [
    'TypeScript types',
    async () => sum([await npx('tsc', '--noEmit'), await npx('tsc', '--noEmit', '-p', 'lab/page')]),
  ],
  lint: ['Lint', () => npx('eslint', '--max-warnings=0', '.')],
  vet: ['go vet and gofmt', vet],
  jest: ['Units and vectors, TypeScript', jest],
  go: ['Units and protocol, Go', async () => goTest(await packages(false))],
  race: ['What has goroutines, under the race detector', async () => goTest(['-race', ...(await packages(true))])],
  // v3 has fused multiply-add, whose rounding JavaScript does not have.
  v3: ['Engine with fused multiply-add (GOAMD64=v3)', () => goTest(['./pkg/engine/...'], { env: { GOAMD64: 'v3' } })],
  measured: ['The service, with its cost and memory as measured', () => goTest(['./pkg/plugin/...'])],
  parity: ['Both engines on random series', () => parity(200, 3)],
  lab: ['Plugin protocol, embedded and real Prometheus', () => goTest(['-race', './...'], { cwd: 'lab' })],
  e2e: ['The page in Chromium', playwright],
};

function needPrograms() {
  const absent = testPrograms().filter((program) => !program.found);
  if (absent.length > 0) {
    throw new Missing(
      `npm test needs ${absent.map(({ name }) => name).join(', ')} on PATH. ` +
        `On Debian or Ubuntu: apt-get install ${absent.map(({ apt }) => apt).join(' ')} (or run .ci/run as root, which does it).`
    );
  }
}

command(async () => {
  const { named } = readArgs(process.argv.slice(2));
  const chosen = Object.entries(suites)
    .filter(([name]) => !named.only || named.only.split(',').includes(name))
    .map(([name, [label, suite]]) => ({ name, label, suite }));
  const total = { passed: 0, failed: 0 };
  try {
    await installChromium();
    needPrograms();
    await build(labSteps);
    for (const [i, { name, suite }] of chosen.entries()) {
      let result = { passed: 0, failed: 1, log: '' };
      await withProgress(stepLabel(chosen, i), async () => (result = await suite()));
      if (result.passed + result.failed === 0) {
        result = { ...result, failed: 1, log: 'no test ran' };
      }
      total.passed += result.passed;
      total.failed += result.failed;
      console.log(`${name.padEnd(8)} ${result.passed} passed, ${result.failed} failed`);
      if (result.log) {
        console.log(result.log);
      }
    }
  } catch (error) {
    total.failed += 1; // set-up failed: what did not run has not passed
    console.log(error instanceof Missing || error instanceof Failed ? error.message : error.stack);
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
});
