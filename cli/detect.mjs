/**
 * npm run --silent detect -- --engine go|ts --spec '{}' [--regressors a,b] FILE.csv
 *
 * Judges a CSV file and prints one row for each of its rows: the 95 % band in lower, upper, the 99 % band in lower99,
 * upper99, empty cells while learning; of a long file, each series by itself, with its name in a last column. Notices go to
 * standard error.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { command, readArgs } from '../tools/lib/command.mjs';
import { Failed } from '../tools/lib/run.mjs';
import { decode, encode, engineNames, startEngine } from './engines.mjs';

const usage = `usage: npm run --silent detect -- --engine ${engineNames.join('|')} --spec '{}' [--regressors a,b] FILE.csv`;

/** Output columns beside timestamp and value, and the analysis' arrays that they come from. */
const columns = {
  expected: 'expected',
  lower: 'intervalLower',
  upper: 'intervalUpper',
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

/** Reads a file as the lab does: both have the Go package cli/table. */
async function readTable(file) {
  let text;
  try {
    text = readFileSync(resolve(process.env.INIT_CWD ?? '.', file)); // npm starts scripts in its own folder
  } catch (error) {
    throw new Failed(
      `csv/unreadable: ${file}: ${error.message}; want a CSV file. Check the path, which starts where npm was called.`
    );
  }
  const { table } = await once('go', { op: 'table', text: text.toString('base64') });
  for (const { code, text: said } of table.notices) {
    process.stderr.write(`info ${code}: ${said}\n`);
  }
  const decoded = ({ name, numbers, labels }) => [name, labels ?? decode(numbers)];
  return { ...table, timesMs: decode(table.timesMs), columns: new Map(table.columns.map(decoded)) };
}

/** What an engine answers to one job. */
async function once(engine, job) {
  const child = await startEngine(engine);
  const answer = await child.ask(job);
  child.stop();
  if (!answer.ok) {
    throw new Failed(`${answer.code}: ${answer.message}`);
  }
  return answer;
}

const pick = (column, rows) => rows.map((row) => column[row]);

/** A column of numbers is a number regressor, any other a category. */
function regressorOf(name, { columns, timesMs }, rows) {
  const column = columns.get(name.toLowerCase());
  if (!column) {
    throw new Failed(
      `csv/no-regressor-column: --regressors: got "${name}"; want one of ${[...columns.keys()].join(', ')}`
    );
  }
  const times = encode(pick(timesMs, rows));
  return column instanceof Float64Array
    ? { name, kind: 'number', series: { timesMs: times, values: encode(pick(column, rows)) } }
    : { name, kind: 'category', series: { timesMs: times, values: '' }, labels: pick(column, rows) };
}

const DAY_MS = 86_400_000;

/** Whether all stamps are midnights of UTC: in slots of days the engine takes them for local dates. */
const areDates = (timesMs) => timesMs.every((ms) => ms % DAY_MS === 0);

/** The window of a table: all of it. A local date begins up to half a day after UTC's, or up to 14 hours before it. */
function windowOf({ timesMs }) {
  const [first, last] = timesMs.reduce(([a, b], ms) => [Math.min(a, ms), Math.max(b, ms)], [Infinity, -Infinity]);
  return areDates(timesMs) ? { fromMs: first - DAY_MS, toMs: last + DAY_MS / 2 } : { fromMs: first, toMs: last };
}

/** The slot of a row: in slots of days that of its date, counted from the first. */
function slotOfRow(timeMs, firstMs, { stepMs, slots, dates }) {
  return dates && stepMs === DAY_MS ? (timeMs - firstMs) / DAY_MS : slotOf(timeMs, slots);
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

/** Judges one series of a table beside the others. */
async function judge({ engine, spec, regressors }, table, { name, rows }) {
  const seriesOf = (group) => ({
    timesMs: encode(pick(table.timesMs, group.rows)),
    values: encode(pick(table.columns.get(table.value), group.rows)),
  });
  const { analysis } = await once(engine, {
    op: 'analyse',
    spec,
    window: windowOf({ timesMs: pick(table.timesMs, rows) }),
    series: seriesOf({ rows }),
    others: table.groups.filter((group) => group.name !== name).map(seriesOf),
    regressors: regressors.map((regressor) => regressorOf(regressor, table, rows)),
  });
  const of = name ? `${name}: ` : '';
  for (const { severity, code, text } of analysis.notices) {
    process.stderr.write(`${severity} ${code}: ${of}${text}\n`);
  }
  process.stderr.write(`${of}${summary(analysis.evaluation)}\n`);
  return analysis;
}

/** Train and test error in one line. */
function summary({ train, heldOut, interval, alertsPerWeek }) {
  if (heldOut.n === 0) {
    return 'no point was judged: the history is too short, or has no values';
  }
  const errors = ({ n, mae, r2 }) =>
    `MAE ${mae.toPrecision(4)}${r2 === null ? '' : `, R² ${r2.toFixed(3)}`} (${n} points)`;
  return `train ${errors(train)}; walking forward ${errors(heldOut)}; coverage ${(100 * interval.coverage).toFixed(1)} %; ${promise(alertsPerWeek)}`;
}

/** The output row of each of a series' rows, by its number. */
function rowsOf(analysis, table, { name, rows }) {
  const slots = decode(analysis.timesMs);
  const arrays = Object.values(columns).map((key) => decode(analysis[key]));
  const values = table.columns.get(table.value);
  const cell = (number) => (Number.isFinite(number) ? number : '');
  const times = pick(table.timesMs, rows);
  const division = { stepMs: analysis.stepMs, slots, dates: areDates(times) };
  const firstMs = times.reduce((a, ms) => Math.min(a, ms), Infinity);
  return rows.map((row) => {
    const slot = slotOfRow(table.timesMs[row], firstMs, division);
    const judged = arrays.map((array) => cell(array[slot]));
    return [row, [table.stamps[row], cell(values[row]), ...judged, ...(table.nameColumn ? [name] : [])]];
  });
}

/** Alerts a week as measured; a rate of less than a week is none. */
const promise = (perWeek) =>
  perWeek === null ? 'alerts a week not measured yet' : `${perWeek.toFixed(2)} alerts a week`;

command(async () => {
  const options = readOptions(process.argv.slice(2));
  const table = await readTable(options.file);
  const out = [];
  for (const group of table.groups) {
    for (const [row, cells] of rowsOf(await judge(options, table, group), table, group)) {
      out[row] = cells;
    }
  }
  const { stringify } = await import('csv-stringify/sync');
  const names = table.nameColumn ? [table.nameColumn] : [];
  process.stdout.write(stringify([['timestamp', 'value', ...Object.keys(columns), ...names], ...out]));
});
