/**
 * npm run --silent detect -- --engine go|ts --spec '{}' [--regressors a,b] FILE.csv
 *
 * Judges a CSV file and prints one row for each of its rows: the 95 % band in lower, upper, the 99 % band in lower99,
 * upper99, empty cells while learning. Notices go to standard error.
 */
import { command, readArgs } from '../tools/lib/command.mjs';
import { Failed } from '../tools/lib/run.mjs';
import { decode, encode, engineNames, startEngine } from './engines.mjs';
import { numberOf, readTable, valueColumn } from './table.mjs';

const usage = `usage: npm run --silent detect -- --engine ${engineNames.join('|')} --spec '{}' [--regressors a,b] FILE.csv`;

/** Output columns beside timestamp and value, and the analysis' arrays that they come from. */
const columns = {
  expected: 'expected',
  lower: 'coreLower',
  upper: 'coreUpper',
  score: 'score',
  anomaly: 'anomaly',
  lower99: 'lower99',
  upper99: 'upper99',
};

function readOptions(argv) {
  const { named, rest } = readArgs(argv);
  const { engine = 'go', spec = '{}', regressors = '', ...unknown } = named;
  if (rest.length !== 1 || Object.keys(unknown).length > 0 || !engineNames.includes(engine)) {
    throw new Failed(usage);
  }
  try {
    return { engine, spec: JSON.parse(spec), regressors: regressors.split(',').filter(Boolean), file: rest[0] };
  } catch (error) {
    throw new Failed(`spec/not-json: --spec: ${error.message}; want a JSON object such as {}`);
  }
}

/** A column of numbers is a number regressor, any other a category. */
function regressorOf(name, { cells, timesMs }) {
  const column = cells.get(name.toLowerCase());
  if (!column) {
    throw new Failed(
      `csv/no-regressor-column: --regressors: got "${name}"; want one of ${[...cells.keys()].join(', ')}`
    );
  }
  const numbers = column.map(numberOf);
  return numbers.every((value) => value !== undefined)
    ? { name, kind: 'number', series: { timesMs: encode(timesMs), values: encode(numbers) } }
    : {
        name,
        kind: 'category',
        series: { timesMs: encode(timesMs), values: '' },
        labels: column.map((cell) => cell.trim()),
      };
}

/** The slot that holds an instant: the last that begins at or before it; −1 if none does. */
function slotOf(timeMs, slots) {
  let [low, high] = [0, slots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    [low, high] = slots[middle] <= timeMs ? [middle + 1, high] : [low, middle];
  }
  return low - 1;
}

async function judge({ engine, spec, regressors }, table, values) {
  const child = await startEngine(engine);
  const answer = await child.ask({
    op: 'analyse',
    spec,
    series: { timesMs: encode(table.timesMs), values: encode(values) },
    regressors: regressors.map((name) => regressorOf(name, table)),
  });
  child.stop();
  if (!answer.ok) {
    throw new Failed(`${answer.code}: ${answer.message}`);
  }
  return answer.analysis;
}

/** Train and test error in one line. */
function summary({ train, heldOut, core, alertsPerWeek }) {
  if (heldOut.n === 0) {
    return 'no point was judged: the history is too short, or has no values';
  }
  const errors = ({ n, mae, r2 }) =>
    `MAE ${mae.toPrecision(4)}${r2 === null ? '' : `, R² ${r2.toFixed(3)}`} (${n} points)`;
  return `train ${errors(train)}; walking forward ${errors(heldOut)}; coverage ${(100 * core.coverage).toFixed(1)} %; ${promise(alertsPerWeek)}`;
}

/** Alerts a week as measured; a rate of less than a week is none. */
const promise = (perWeek) =>
  perWeek === null ? 'alerts a week not measured yet' : `${perWeek.toFixed(2)} alerts a week`;

command(async () => {
  const options = readOptions(process.argv.slice(2));
  const table = await readTable(options.file);
  const { name, values } = valueColumn(table);
  const analysis = await judge(options, table, values);
  for (const { severity, code, text } of analysis.notices) {
    process.stderr.write(`${severity} ${code}: ${text}\n`);
  }
  process.stderr.write(`${summary(analysis.evaluation)}\n`);
  const slots = decode(analysis.timesMs);
  const arrays = Object.values(columns).map((key) => decode(analysis[key]));
  const { stringify } = await import('csv-stringify/sync');
  const rows = table.stamps.map((stamp, i) => {
    const slot = slotOf(table.timesMs[i], slots);
    return [
      stamp,
      table.cells.get(name)[i],
      ...arrays.map((array) => (Number.isFinite(array[slot]) ? array[slot] : '')),
    ];
  });
  process.stdout.write(stringify([['timestamp', 'value', ...Object.keys(columns)], ...rows]));
});
