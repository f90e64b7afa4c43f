/** The engines as programs: built when stale, started as a child or in a page, one answer for each job. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { build, packageSteps } from '../tools/lib/build.mjs';
import { chromiumFlags } from '../tools/lib/chromium.mjs';
import { CHROMIUM, Missing, which } from '../tools/lib/need.mjs';
import { must } from '../tools/lib/run.mjs';
import { root } from '../tools/lib/root.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';

/** A step that bundles an entry of this folder; in a page it is minified, as in the plugin. */
const bundleStep = (name, label, entry, outfile, options) => ({
  name,
  label,
  inputs: ['src/engine', 'spec', 'cli', 'package-lock.json'],
  outputs: [outfile],
  make: async () => {
    const esbuild = await import('esbuild');
    await esbuild.build({ entryPoints: [entry], outfile, bundle: true, absWorkingDir: root, ...options });
  },
});

const goStep = (name, label, outfile, env) => ({
  name,
  label,
  inputs: ['pkg/engine', 'spec', 'cli', 'go.mod'],
  outputs: [outfile],
  make: () => must(['go', 'build', '-o', outfile, './cli'], { env: { CGO_ENABLED: '0', ...env } }),
});

/** How each engine is made and started. */
const engines = {
  ts: {
    program: () => [process.execPath, join(root, '.cache/engine.cjs')],
    step: bundleStep('engine-ts', 'Building the TypeScript engine', 'cli/engine.ts', '.cache/engine.cjs', {
      platform: 'node',
    }),
  },
  go: {
    program: () => [join(root, `.cache/engine${exe}`)],
    step: goStep('engine-go', 'Building the Go engine', `.cache/engine${exe}`),
  },
  v3: {
    program: () => [join(root, `.cache/engine-v3${exe}`)],
    step: goStep(
      'engine-v3',
      'Building the Go engine for GOAMD64=v3, which may fuse products into sums',
      `.cache/engine-v3${exe}`,
      { GOARCH: 'amd64', GOAMD64: 'v3' }
    ),
  },
  arm64: {
    program: () => [needProgram('qemu-aarch64', 'qemu-aarch64-static'), join(root, '.cache/engine-arm64')],
    step: goStep(
      'engine-arm64',
      'Building the Go engine for arm64, which fuses products into sums',
      '.cache/engine-arm64',
      { GOOS: 'linux', GOARCH: 'arm64' }
    ),
  },
  browser: {
    start: () => startPage('.cache/engine-page.js'),
    step: bundleStep(
      'engine-page',
      'Building the TypeScript engine for a page',
      'cli/page.ts',
      '.cache/engine-page.js',
      { platform: 'browser', minify: true }
    ),
  },
};

export const engineNames = Object.keys(engines);

/**
 * Starts an engine.
 *
 * @param {keyof typeof engines} name - ts: in Node; go; v3 and arm64 (under qemu-user): Go for other processors; browser: the
 * TypeScript engine in headless Chromium
 * @returns {Promise<{ ask: (job: object) => Promise<any>, stop: () => void }>} `ask` may be called again before it has answered
 */
export async function startEngine(name) {
  await build([...packageSteps, engines[name].step]);
  return engines[name].start?.() ?? startProgram(...engines[name].program());
}

/**
 * Builds an engine for others to start.
 *
 * @param {keyof typeof engines} name
 * @returns {Promise<string[] | undefined>} its program with its arguments; undefined for one that runs in a page
 */
export async function engineProgram(name) {
  await build([...packageSteps, engines[name].step]);
  return engines[name].program?.();
}

function startProgram(program, ...args) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map();
  let next = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line);
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) {
      reject(new Error(`BUG: ${program} ended with ${signal ?? code} before it answered`));
    }
  });
  return {
    ask(job) {
      const id = next++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.stdin.write(`${JSON.stringify({ ...job, id })}\n`);
      });
    },
    stop: () => child.stdin.end(),
  };
}

async function startPage(bundle) {
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({ executablePath: needProgram(...CHROMIUM), args: chromiumFlags });
  const page = await browser.newPage();
  await page.addScriptTag({ path: join(root, bundle) });
  return {
    ask: async (job) => JSON.parse(await page.evaluate((text) => globalThis.answerJob(text), JSON.stringify(job))),
    stop: () => browser.close(),
  };
}

function needProgram(...names) {
  const found = which(...names);
  if (!found) {
    throw new Missing(
      `${names[0]}: not found on PATH; want it for this engine. On Debian: apt-get install ${names[0].startsWith('qemu') ? 'qemu-user' : 'chromium'}`
    );
  }
  return found;
}

/** @param {ArrayLike<number>} values @returns {string} base64 of little-endian float64, as cli/wire.ts reads it */
export const encode = (values) => Buffer.from(Float64Array.from(values).buffer).toString('base64');

/** @param {string} text @returns {Float64Array} */
export function decode(text) {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
}
