/**
 * npm run --silent accuracy -- [--seeds 7,11] [--step 300] [--models auto,linear] [--spec '{}'] [--engine go|ts] [--by-kind] [--sets cloud,nab,asd,aiops]
 * npm run --silent accuracy -- --kinds [--step 60,300,3600] [--spec '{}'] [--engine go|ts]
 * npm run --silent accuracy -- --choose [--sets cloud,nab,asd,aiops] [--constants inflation,…] [--passes 1]
 *
 * Measures the interval and the alerts: on synthetic kinds with known truth (--seeds none leaves them out), and walking forward on
 * four sets of labelled series (--sets '' leaves them out).
 * --kinds measures generated series: alerts a week on noise beside those that are asked for, and on what recurs; incidents found.
 * --choose picks the constants of spec/detector.json on three sets for the fourth, for each of the four, and writes into that file the range
 * of each constant over which the figures hold. Walks are recorded once, in .cache/accuracy (2 GB); hours.
 * Generator, scorer and series stand in ../shared; Python needs numpy, pandas and scipy.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { engineNames, engineProgram } from '../../cli/engines.mjs';
import { command, readArgs } from '../../tools/lib/command.mjs';
import { Failed, must } from '../../tools/lib/run.mjs';

const shared = '../shared';
const usage = `usage: npm run --silent accuracy -- [--seeds 7,11] [--step 300] [--models auto,linear] [--spec '{}'] [--engine ${engineNames.join('|')}] [--by-kind] [--sets cloud,nab,asd,aiops] | --kinds [--step 60,300,3600] | --choose [--sets cloud,nab,asd,aiops] [--constants inflation,…] [--passes 1]`;

const list = (text) => text.split(',').filter((word) => word !== '' && word !== 'none');

/** The program that runs the detector again on recorded walks; products are built without its tag. */
async function measureProgram() {
  await must([
    'go',
    'build',
    '-trimpath',
    '-buildvcs=false',
    '-tags',
    'measure',
    '-o',
    '.cache/measure',
    './test/accuracy/measure',
  ]);
  return ['.cache/measure'];
}

command(async () => {
  const { named } = readArgs(process.argv.slice(2), ['kinds', 'choose', 'by-kind']);
  const {
    seeds = '7,11',
    step,
    models = 'auto',
    spec = '{}',
    engine = 'go',
    sets = 'cloud,nab,asd,aiops',
    passes = '1',
    constants = '',
    ...switches
  } = named;
  const { kinds = false, choose = false, 'by-kind': byKind = false, ...unknown } = switches;
  if (Object.keys(unknown).length > 0 || !engineNames.includes(engine)) {
    throw new Failed(usage);
  }
  if (!existsSync(`${shared}/bench/score.py`)) {
    throw new Failed(
      `${shared}/bench is absent: the accuracy bench needs its generator, its scorer and ${shared}/data.`
    );
  }
  const program = await engineProgram(engine);
  if (!program) {
    throw new Failed(`--engine ${engine} runs in a page; want one that runs as a program.`);
  }
  const steps = list(step ?? (kinds ? '60,300,3600' : '300')).map(Number);
  const asked = { program, steps, spec, kinds, choose, byKind, cache: '.cache/accuracy', passes: Number(passes) };
  asked.measure = kinds || choose ? await measureProgram() : undefined;
  asked.seeds = list(seeds).map(Number);
  asked.models = list(models);
  asked.sets = list(sets);
  asked.constants = list(constants);
  const child = spawn('python3', ['test/accuracy/accuracy.py', shared, JSON.stringify(asked)], { stdio: 'inherit' });
  const [code] = await once(child, 'close');
  if (code !== 0) {
    throw new Failed(`test/accuracy/accuracy.py ended with ${code}.`);
  }
});
