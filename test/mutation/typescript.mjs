/** Tries the mutants of the TypeScript engine: all in one program, asleep, and a process that wakes one after the other. Twin: main.go. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../../tools/lib/root.mjs';
import { Failed } from '../../tools/lib/run.mjs';
import { mutate } from './mutate.mjs';

const program = join(root, '.cache/mutants.cjs');

/**
 * @param {string[]} stages - folders of src/engine
 * @returns {Promise<string>} the mutants that survived, one a line, and the count
 */
export async function tryMutants(stages) {
  const mutants = await build(stages);
  const { isNoticed, stop } = newTrial();
  let began;
  for (let i = 0; i < 3; i++) {
    // the first runs take longer, until the code is compiled
    began = Date.now();
    if (await isNoticed(0, 600_000)) {
      throw new Failed('the vectors fail without any mutant');
    }
  }
  const patience = 10 * (Date.now() - began); // of one mutant: a loop may never end
  const survived = [];
  for (let i = 0; i < mutants.length; i++) {
    if (!(await isNoticed(i + 1, patience))) {
      survived.push(mutants[i]);
    }
  }
  stop();
  const killed = mutants.length - survived.length;
  return [
    ...survived.map(({ where, was, becomes }) => `survived: ${where}: ${was} becomes ${becomes}`),
    `${mutants.length} mutants, ${killed} killed, ${((100 * killed) / mutants.length).toFixed(1)} %`,
  ].join('\n');
}

/** Bundles the vectors with all mutants in the engine. */
async function build(stages) {
  const mutants = [];
  const { build: bundle } = await import('esbuild');
  const filter = new RegExp(`/src/engine/(${stages.join('|')})/[^/]*\\.ts$`);
  await bundle({
    entryPoints: ['test/mutation/vectors.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    absWorkingDir: root,
    logLevel: 'error',
    plugins: [
      {
        name: 'mutants',
        setup: ({ onLoad }) =>
          onLoad({ filter }, ({ path }) => {
            const text = mutate(relative(root, path), readFileSync(path, 'utf8'), mutants);
            return {
              loader: 'ts',
              contents: `import { awake } from ${JSON.stringify(join(root, 'test/mutation/awake'))};\n${text}`,
            };
          }),
      },
    ],
  });
  return mutants;
}

/** A process that is started again after a mutant that did not end. */
function newTrial() {
  let child;
  return {
    async isNoticed(number, patience) {
      child ??= fork(program, { cwd: root });
      child.send(number);
      const over = new AbortController();
      const waits = [once(child, 'message', over), once(child, 'exit', over), setTimeout(patience, undefined, over)];
      const answer = await Promise.race(waits).finally(() => over.abort());
      if (typeof answer?.[0] === 'boolean') {
        return answer[0];
      }
      child.kill('SIGKILL');
      child = undefined;
      return true;
    },
    stop: () => child?.kill(),
  };
}
