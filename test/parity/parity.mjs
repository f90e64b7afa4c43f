/**
 * npm run --silent parity -- --seed S --series N [--from I] [--engines go,ts,v3,arm64,browser]: engines on N random series,
 * bits compared with the first engine's, and what was compared counted (jobs.mjs says what is asked). A difference is printed
 * with what reproduces it. A series depends on its seed and number alone, so that --from splits a long run: series 0 to 999 of
 * a seed are --series 1000, the next --from 1000 --series 1000.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { engineNames, startEngine } from '../../cli/engines.mjs';
import { command, readArgs } from '../../tools/lib/command.mjs';
import { Failed } from '../../tools/lib/run.mjs';
import { difference } from './compare.mjs';
import { jobsOf } from './jobs.mjs';
import { newTally } from './tally.mjs';

const inFlight = 6; // keeps both engines busy without holding many series in memory
const reproducers = '.cache/parity';

function readOptions() {
  const { named } = readArgs(process.argv.slice(2));
  const [seed, from, count] = [Number(named.seed ?? 1), Number(named.from ?? 0), Number(named.series ?? 100)];
  const engines = (named.engines ?? 'go,ts').split(',');
  if (![seed, from, count].every(Number.isSafeInteger) || from < 0 || count < 1 || engines.length < 2 || !engines.every((name) => engineNames.includes(name))) {
    throw new Failed(`usage: npm run --silent parity -- --seed S --series N [--from I] [--engines A,B…] (whole numbers, N ≥ 1, I ≥ 0; engines of ${engineNames.join(', ')}, at least two)`);
  }
  return { seed, from, count, engines };
}

command(async () => {
  const { seed, from, count, engines } = readOptions();
  const running = [];
  for (const name of engines) {
    running.push(await startEngine(name));
  }
  const tally = newTally();
  const differencesOf = (job, answers, wanted) => {
    tally.answer(job, answers[0]);
    return answers.map((answer, i) => ({ job, engine: engines[i], text: difference(wanted, answer) })).filter(({ text }) => text);
  };
  let [next, differing] = [from, 0];
  const lane = async () => {
    while (next < from + count) {
      const index = next++;
      const { family, samples, jobs } = jobsOf(seed, index);
      tally.series(family, samples);
      const askAll = (job) => Promise.all(running.map(({ ask }) => ask(job)));
      const answers = await Promise.all(jobs.map(askAll));
      const found = jobs.flatMap((job, i) => differencesOf(job, answers[i], answers[i][0]));
      const learnt = answers.find(([first]) => first.models) ?? [];
      for (const { models } of learnt) { // of each engine: all must judge by them as by their own
        const job = { ...jobs[0], models };
        found.push(...differencesOf(job, await askAll(job), answers[0][0]));
      }
      if (found.length > 0) {
        differing++;
        report(seed, index, family, found);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, lane));
  } finally {
    running.forEach(({ stop }) => stop()); // also where one of them has died
  }
  console.log([`seed ${seed}, series ${from} to ${from + count - 1}, ${engines.join(' = ')}`, ...tally.lines()].join('\n'));
  console.log(`${count} series, ${differing} differences`);
  process.exitCode = differing === 0 ? 0 : 1;
});

function report(seed, index, family, found) {
  mkdirSync(reproducers, { recursive: true });
  const file = `${reproducers}/${seed}-${index}.json`;
  writeFileSync(file, JSON.stringify(found[0].job));
  console.log(`seed ${seed}, series ${index} (${family}): ${found.map(({ engine, text }) => `${engine}: ${text}`).join('; ')}; the job is in ${file}`);
}
