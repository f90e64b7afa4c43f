/**
 * Series of different times as uPlot wants them: one x column, and for each series its six lines.
 */
import { Analysis } from '../../engine/analysis';
import { Drawn } from '../run';

/** The lines of one series in the order they are painted: bands below, the value on top. */
export const LINES = ['lower', 'upper', 'intervalLower', 'intervalUpper', 'expected', 'value'] as const;

/** One of a series' lines. */
export type Line = (typeof LINES)[number];

/** null is a gap; undefined, a time that belongs to another series. */
export type Column = Array<number | null | undefined>;

/** Columns for uPlot, and where each row stands in each series. */
export interface Aligned {
  columns: [number[], ...Column[]];
  /** rows[s][row] is the index into series s's analysis, or -1. */
  rows: Int32Array[];
}

/**
 * The union of all times with every line of every series on it. The lines of one kind stand together, so that no band
 * covers another series' value.
 *
 * @param drawn - not modified
 * @returns column 1 + lineColumn(line, s, n) holds a line of series s
 */
export function align(drawn: Drawn[]): Aligned {
  const times = unionOf(drawn.map(({ analysis }) => analysis.timesMs));
  const rows = drawn.map(({ analysis }) => rowsOf(times, analysis.timesMs));
  const lines = LINES.flatMap((line) => drawn.map(({ analysis }, s) => columnOf(analysis, line, rows[s])));
  return { columns: [times, ...lines], rows };
}

/**
 * Which uPlot series a line is.
 *
 * @param line - of the series
 * @param s - index of the series
 * @param count - number of series
 */
export function lineIndex(line: Line, s: number, count: number): number {
  return 1 + LINES.indexOf(line) * count + s;
}

/**
 * Which series a uPlot series belongs to.
 *
 * @param index - of the uPlot series, 1 or more
 * @param count - number of series
 */
export function seriesOfLine(index: number, count: number): number {
  return (index - 1) % count;
}

/**
 * Values between two gaps, which no line reaches.
 *
 * @param column - null is a gap; times of other series are passed over
 * @returns their rows
 */
export function loneRows(column: ArrayLike<number | null | undefined>): number[] {
  const own = Array.from(column, (_, row) => row).filter((row) => column[row] !== undefined);
  const isGap = (row: number | undefined) => row === undefined || column[row] === null;
  return own.filter((row, i) => !isGap(row) && isGap(own[i - 1]) && isGap(own[i + 1]));
}

function unionOf(all: Float64Array[]): number[] {
  if (all.length === 1) {
    return Array.from(all[0]);
  }
  const joined = Float64Array.from(all.flatMap((times) => Array.from(times))).sort();
  return Array.from(joined.filter((time, i) => i === 0 || time !== joined[i - 1]));
}

function rowsOf(times: number[], own: Float64Array): Int32Array {
  const rows = new Int32Array(times.length).fill(-1);
  let next = 0;
  times.forEach((time, row) => {
    if (own[next] === time) {
      rows[row] = next++;
    }
  });
  return rows;
}

function columnOf(analysis: Analysis, line: Line, rows: Int32Array): Column {
  const values = analysis[line];
  return Array.from(rows, (i) => (i < 0 ? undefined : Number.isFinite(values[i]) ? values[i] : null));
}
