/** Reads a CSV file for the command line. The lab's reader, lab/table, says the same of the same file. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failed } from '../tools/lib/run.mjs';

const timeNames = ['timestamp', 'time', 'ts', 'date', 'datetime'];
const missing = new Set(['', 'nan', 'null', 'na', 'n/a', 'none']);
const infinite = new Map([
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
]);
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i;
const secondsBelow = 1e11; // the year 5138 in seconds, 1973 in milliseconds
const furthestMs = 9.2e12;

const fault = (code, text) => new Failed(`${code}: ${text}`);

/**
 * @param {string} file
 * @returns {Promise<{ timesMs: number[], cells: Map<string, string[]>, stamps: string[] }>} columns by lower-case name, as text, in the file's order
 */
export async function readTable(file) {
  let text;
  try {
    text = readFileSync(resolve(process.env.INIT_CWD ?? '.', file), 'utf8'); // npm starts scripts in its own folder
  } catch (error) {
    throw fault(
      'csv/unreadable',
      `${file}: ${error.message}; want a CSV file. Check the path, which starts where npm was called.`
    );
  }
  if (text.includes('\0') || text.includes('\uFFFD')) {
    throw fault(
      'csv/not-text',
      'file: got bytes that are no UTF-8 text; want a CSV file. Export it again as CSV (UTF-8).'
    );
  }
  if (text.trim() === '') {
    throw fault(
      'csv/empty',
      'file: got no text; want a header line and rows such as\ntimestamp,value\n2026-01-01 00:00:00,12.5'
    );
  }
  const [header, ...rows] = await parse(text);
  const names = header.map((name) => name.trim().toLowerCase());
  if (rows.length === 0) {
    throw fault('csv/no-rows', 'file: got a header and no row; want at least two points.');
  }
  const at = names.findIndex((name) => timeNames.includes(name));
  if (at < 0) {
    throw fault(
      'csv/no-timestamp-column',
      `columns: got ${names.join(', ')}; want one called ${timeNames.join(', ')}. Rename the column that holds the time; the first line must be a header.`
    );
  }
  const stamps = rows.map((row) => row[at]);
  return {
    stamps,
    timesMs: stamps.map(timeOf),
    cells: new Map(names.flatMap((name, i) => (i === at ? [] : [[name, rows.map((row) => row[i])]]))),
  };
}

async function parse(text) {
  const { parse: parseCsv } = await import('csv-parse/sync');
  try {
    return parseCsv(text, { bom: true, delimiter: separatorOf(text), skip_empty_lines: true, ltrim: true });
  } catch (error) {
    throw fault(
      'csv/bad-row',
      `${error.message}; want as many cells as the header has, and closed quotes. Mend that line.`
    );
  }
}

/** What the header is written with: a semicolon or a tab where it has no comma. */
function separatorOf(text) {
  const [line] = text.split('\n', 1);
  return line.includes(',') ? ',' : ([';', '\t'].find((one) => line.includes(one)) ?? ',');
}

function timeOf(cell, row) {
  const text = cell.trim();
  const ms = number.test(text) ? fromEpoch(Number(text)) : fromIso(text);
  if (!(Math.abs(ms) < furthestMs)) {
    throw fault(
      'csv/bad-timestamp',
      `line ${row + 2}: got "${cell.slice(0, 40)}"; want an ISO time ("2026-01-31T13:00:00Z"), "2026-01-31 13:00:00" (UTC) or seconds or milliseconds since 1970.`
    );
  }
  return ms;
}

const fromEpoch = (value) => Math.floor(Math.abs(value) < secondsBelow ? value * 1000 : value);

function fromIso(text) {
  const [, day, time = '00:00', zone = 'Z'] = iso.exec(text) ?? [];
  return day === undefined ? NaN : Math.floor(Date.parse(`${day}T${time}${zone.toUpperCase()}`));
}

/**
 * @param {string} cell
 * @returns {number | undefined} NaN for an empty cell, undefined for text that is no number
 */
export function numberOf(cell) {
  const text = cell.trim().toLowerCase();
  if (missing.has(text)) {
    return NaN;
  }
  return infinite.get(text) ?? (number.test(text) ? Number(text) : undefined);
}

/**
 * The column to baseline: the one called "value", else the first of numbers. It must hold two finite numbers, at two times.
 *
 * @param {{ timesMs: number[], cells: Map<string, string[]> }} table
 * @returns {{ name: string, values: number[] }}
 */
export function valueColumn({ timesMs, cells }) {
  const { name, values } = numbersOf(cells);
  const points = values.filter(Number.isFinite).length;
  if (points === 0) {
    throw fault('csv/all-missing', `column ${name}: got no finite number in ${values.length} rows; want at least two.`);
  }
  if (points === 1) {
    throw fault(
      'csv/one-point',
      `column ${name}: got one finite number; want at least two, and some days of them for a baseline.`
    );
  }
  if (timesMs.every((ms) => ms === timesMs[0])) {
    throw fault('csv/one-point', `time column: got one stamp in all ${values.length} rows; want at least two.`);
  }
  return { name, values };
}

function numbersOf(cells) {
  if (cells.has('value')) {
    return { name: 'value', values: cells.get('value').map(valueOf) };
  }
  for (const [name, column] of cells) {
    const values = column.map(numberOf);
    if (values.every((value) => value !== undefined)) {
      return { name, values };
    }
  }
  throw fault(
    'csv/no-value-column',
    'columns: got only text beside the time; want one column of numbers, best called value.'
  );
}

function valueOf(cell, row) {
  const value = numberOf(cell);
  if (value === undefined) {
    throw fault(
      'csv/value-not-a-number',
      `line ${row + 2}, column value: got "${cell.slice(0, 40)}"; want a number such as 1234.5, or an empty cell. Write a point before decimals and nothing between thousands.`
    );
  }
  return value;
}
