/**
 * npm run --silent accuracy -- [--seeds 7,11] [--step 300] [--models auto,linear] [--spec '{}'] [--engine go|ts] [--kinds yes] [--sets cloud,nab,asd,aiops]
 *
 * Measures the interval and the alerts: on synthetic kinds with known truth (--seeds none leaves them out), and walking forward on
 * four sets of labelled series (--sets '' leaves them out).
 * Generator, scorer and series stand in ../shared; Python needs numpy, pandas and scipy.
 */
import { existsSync } from 'node:fs';
import { engineNames, engineProgram } from '../../cli/engines.mjs';
import { command, readArgs } from '../../tools/lib/command.mjs';
import { Failed, run } from '../../tools/lib/run.mjs';

const shared = '../shared';

command(async () => {
  const { named } = readArgs(process.argv.slice(2));
  const { seeds = '7,11', step = '300', models = 'auto', spec = '{}', engine = 'go', kinds = 'no', sets = 'cloud,nab,asd,aiops', ...unknown } = named;
  if (Object.keys(unknown).length > 0 || !engineNames.includes(engine)) {
    throw new Failed(`usage: npm run --silent accuracy -- [--seeds 7,11] [--step 300] [--models auto,linear] [--spec '{}'] [--engine ${engineNames.join('|')}] [--kinds yes] [--sets cloud,nab,asd,aiops]`);
  }
  if (!existsSync(`${shared}/bench/score.py`)) {
    throw new Failed(`${shared}/bench is absent: the accuracy bench needs its generator, its scorer and ${shared}/data.`);
  }
  const program = await engineProgram(engine);
  if (!program) {
    throw new Failed(`--engine ${engine} runs in a page; want one that runs as a program.`);
  }
  const { code, out, err } = await run(['python3', 'test/accuracy/accuracy.py', shared, JSON.stringify(program), seeds, step, models, spec, kinds, sets]);
  process.stdout.write(out);
  if (code !== 0) {
    throw new Failed(err);
  }
});
