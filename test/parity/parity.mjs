/**
 * npm run --silent parity -- --seed S --series N: both engines on N random series, bits compared. One slot of each series is
 * explained, each is born late beside others, carried on and judged beside them, and each brings random arguments for the
 * functions of num. A difference is printed with what reproduces it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { encode, engineNames, startEngine } from '../../cli/engines.mjs';
import { command, readArgs } from '../../tools/lib/command.mjs';
import { Failed } from '../../tools/lib/run.mjs';
import { difference } from './compare.mjs';
import { randomGroup, randomSeries } from './families.mjs';
import { randomOf } from './random.mjs';
import { randomRegressors, randomSpec } from './specs.mjs';

const functions = ['cos', 'exp', 'expm1', 'log', 'log1p', 'round', 'sin', 'tanh', 'pow', 'mean', 'median', 'sum'];
const inFlight = 6; // keeps both engines busy without holding many series in memory
const reproducers = '.cache/parity';

function jobsOf(seed, index) {
  const r = randomOf(seed, index);
  const series = randomSeries(r);
  const analyse = {
    op: 'analyse',
    spec: randomSpec(r, series),
    series: { timesMs: encode(series.timesMs), values: encode(series.values) },
    regressors: randomRegressors(r, series).map(({ name, kind, timesMs, values = [], labels }) => ({
      name, kind, series: { timesMs: encode(timesMs), values: encode(values) }, ...(labels && { labels }),
    })),
  };
  const group = randomGroup(r, series).map(({ timesMs, values }) => ({ timesMs: encode(timesMs), values: encode(values) }));
  const late = r.integer(0, series.timesMs.length);
  const born = { timesMs: encode(series.timesMs.slice(late)), values: encode(series.values.slice(late)) };
  const cold = { op: 'analyse', spec: analyse.spec, series: born, others: group.slice(1) };
  const scale = 10 ** r.integer(-8, 3);
  const num = { op: 'num', function: r.pick(functions), arguments: encode(Array.from({ length: 200 }, () => scale * r.normal())) };
  const explain = { ...analyse, op: 'explain', timeMs: Math.round(r.between(series.startMs, series.endMs)) };
  const window = { fromMs: Math.round(r.between(series.startMs, series.endMs)), toMs: series.endMs, stepMs: series.stepMs };
  const importance = { ...analyse, op: 'importance', window };
  const forecast = { ...analyse, op: 'forecast', ...(r.chance(0.5) && { window: { ...window, toMs: window.fromMs } }) };
  const outliers = { op: 'outliers', spec: analyse.spec, group };
  return { family: series.family, jobs: [analyse, cold, explain, importance, forecast, outliers, num] };
}

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
  const tally = new Map();
  let [next, differing] = [from, 0];
  const lane = async () => {
    while (next < from + count) {
      const index = next++;
      const { family, jobs } = jobsOf(seed, index);
      const found = [];
      for (const [i, [first, ...others]] of (await Promise.all(jobs.map((job) => Promise.all(running.map(({ ask }) => ask(job)))))).entries()) {
        const kind = `${jobs[i].op} ${first.ok ? 'answered' : 'refused'}`;
        tally.set(kind, (tally.get(kind) ?? 0) + 1);
        found.push(...others.map((other, k) => ({ job: jobs[i], engine: engines[k + 1], text: difference(first, other) })).filter(({ text }) => text));
      }
      if (found.length > 0) {
        differing++;
        report(seed, index, family, found);
      }
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  running.forEach(({ stop }) => stop());
  console.log(`seed ${seed}, series ${from} to ${from + count - 1}, ${engines.join(' = ')}: ${[...tally].sort().map(([kind, n]) => `${n} ${kind}`).join(', ')}`);
  console.log(`${count} series, ${differing} differences`);
  process.exitCode = differing === 0 ? 0 : 1;
});

function report(seed, index, family, found) {
  mkdirSync(reproducers, { recursive: true });
  const file = `${reproducers}/${seed}-${index}.json`;
  writeFileSync(file, JSON.stringify(found[0].job));
  console.log(`seed ${seed}, series ${index} (${family}): ${found.map(({ engine, text }) => `${engine}: ${text}`).join('; ')}; the job is in ${file}`);
}
