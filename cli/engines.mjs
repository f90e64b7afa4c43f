/** Both engines as programs: built when stale, started as a child, one answer for each job. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { build, packageSteps } from '../tools/lib/build.mjs';
import { must } from '../tools/lib/run.mjs';
import { root } from '../tools/lib/root.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';

const engines = {
  ts: {
    program: [process.execPath, join(root, '.cache/engine.cjs')],
    steps: [
      ...packageSteps,
      {
        name: 'engine-ts',
        label: 'Building the TypeScript engine',
        inputs: ['src/engine', 'spec/schema.json', 'cli', 'package-lock.json'],
        outputs: ['.cache/engine.cjs'],
        make: async () => {
          const esbuild = await import('esbuild');
          await esbuild.build({ entryPoints: ['cli/engine.ts'], outfile: '.cache/engine.cjs', bundle: true, platform: 'node', absWorkingDir: root });
        },
      },
    ],
  },
  go: {
    program: [join(root, `.cache/engine${exe}`)],
    steps: [
      {
        name: 'engine-go',
        label: 'Building the Go engine',
        inputs: ['pkg/engine', 'spec', 'cli', 'go.mod'],
        outputs: [`.cache/engine${exe}`],
        make: () => must(['go', 'build', '-o', `.cache/engine${exe}`, './cli'], { env: { CGO_ENABLED: '0' } }),
      },
    ],
  },
};

export const engineNames = Object.keys(engines);

/**
 * Starts an engine.
 *
 * @param {'ts' | 'go'} name
 * @returns {Promise<{ ask: (job: object) => Promise<any>, stop: () => void }>} `ask` may be called again before it has answered
 */
export async function startEngine(name) {
  await build([...packageSteps, ...engines[name].steps]);
  const [program, ...args] = engines[name].program;
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
      reject(new Error(`BUG: the ${name} engine ended with ${signal ?? code} before it answered`));
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

/** @param {ArrayLike<number>} values @returns {string} base64 of little-endian float64, as cli/wire.ts reads it */
export const encode = (values) => Buffer.from(Float64Array.from(values).buffer).toString('base64');

/** @param {string} text @returns {Float64Array} */
export function decode(text) {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
}
