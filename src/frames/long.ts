/**
 * The long shape: one row a point, text columns naming the series the row belongs to.
 * Stage: query → **frames** → clean.
 */
import { DataFrame, Field, Labels } from '@grafana/data';
import { numbersOf, timesOf } from './numbers';
import { NamedSeries, seriesKey } from './named';

/**
 * One series for each number column and each combination of the text columns' values.
 *
 * @param frame - the frame the fields belong to; not modified
 * @param time - its time field
 * @param numbers - its number fields, at least one
 * @param texts - its text fields; null in one of them is the empty label
 * @returns series in the order of their first row; within one combination, in the order of the number fields
 */
export function splitLong(frame: DataFrame, time: Field, numbers: Field[], texts: Field[]): NamedSeries[] {
  const timesMs = timesOf(time);
  const groups = groupRows(texts, timesMs.length);
  const columns = numbers.map(numbersOf);
  return groups.flatMap(({ labels, rows }) => {
    const groupTimes = pick(timesMs, rows);
    return numbers.map((field, column) => {
      const all = { ...field.labels, ...labels };
      const own = { ...field, labels: all, state: undefined };
      return {
        key: seriesKey(frame.refId, field.name, all),
        name: longName(field, labels, numbers.length),
        labels: all,
        refId: frame.refId,
        field: own,
        frame,
        series: { timesMs: groupTimes, values: pick(columns[column], rows) },
      };
    });
  });
}

function groupRows(texts: Field[], length: number): Array<{ labels: Labels; rows: number[] }> {
  const groups = new Map<string, { labels: Labels; rows: number[] }>();
  for (let row = 0; row < length; row++) {
    const values = texts.map((field) => String(field.values[row] ?? ''));
    const id = JSON.stringify(values);
    let group = groups.get(id);
    if (!group) {
      group = { labels: Object.fromEntries(texts.map((field, i) => [field.name, values[i]])), rows: [] };
      groups.set(id, group);
    }
    group.rows.push(row);
  }
  return [...groups.values()];
}

function longName(field: Field, labels: Labels, numberCount: number): string {
  const label = Object.values(labels).join(' ');
  return field.config.displayName ?? (numberCount > 1 ? `${field.name} ${label}` : label);
}

function pick(values: Float64Array, rows: number[]): Float64Array {
  return Float64Array.from(rows, (row) => values[row]);
}
