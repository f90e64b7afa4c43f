/**
 * npm run --silent accuracy -- [--seeds 7,11] [--step 300] [--models auto,linear] [--spec '{}'] [--engine go|ts] [--kinds yes] [--day 8]
 *
 * How good the bands and the alerts are: on synthetic kinds with known truth, and walking forward on labelled real series, counted
 * from a day of each on.
 * Generator, scorer and series stand in ../shared; Python needs numpy, pandas and scipy.
 */
import { existsSync } from 'node:fs';
import { engineNames, engineProgram } from '../../cli/engines.mjs';
import { command, readArgs } from '../../tools/lib/command.mjs';
import { Failed, run } from '../../tools/lib/run.mjs';

const shared = '../shared';

command(async () => {
  const { named } = readArgs(process.argv.slice(2));
  const { seeds = '7,11', step = '300', models = 'auto', spec = '{}', engine = 'go', kinds = 'no', day = '1', ...unknown } = named;
  if (Object.keys(unknown).length > 0 || !engineNames.includes(engine) || !/^[1-9]\d*$/.test(day)) {
    throw new Failed(`usage: npm run --silent accuracy -- [--seeds 7,11] [--step 300] [--models auto,linear] [--spec '{}'] [--engine ${engineNames.join('|')}] [--kinds yes] [--day D], D ≥ 1`);
  }
  if (!existsSync(`${shared}/bench/score.py`)) {
    throw new Failed(`${shared}/bench is absent: the accuracy bench needs its generator, its scorer and ${shared}/data.`);
  }
  const program = await engineProgram(engine);
  if (!program) {
    throw new Failed(`--engine ${engine} runs in a page; want one that runs as a program.`);
  }
  const { code, out, err } = await run(['python3', 'test/accuracy/accuracy.py', shared, JSON.stringify(program), seeds, step, models, spec, kinds, day]);
  process.stdout.write(out);
  if (code !== 0) {
    throw new Failed(err);
  }
});
