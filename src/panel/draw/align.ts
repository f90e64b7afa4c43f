/**
 * Series of different times as uPlot wants them: one x column, and for each series its lines.
 */
import { Analysis, State } from '../../engine/analysis';
import { Drawn } from '../run';

/** The lines of one series in the order they are painted: bands below, the value on top. */
export const LINES = ['lower', 'upper', 'intervalLower', 'intervalUpper', 'expected', 'value'] as const;

/** One of a series' lines. */
export type Line = (typeof LINES)[number];

/** null is a gap; undefined, a time that belongs to another line. */
export type Column = Array<number | null | undefined>;

/** How a series' band is drawn. */
export interface BandLook {
  /** Whether it is drawn at all; the value always is. */
  band: boolean;
  /** Whether each slot is a step, since the value has several points in it. */
  stepped: boolean;
}

/** Which line of which series each uPlot series is: that of index 1 is the first entry. */
export type Layout = Array<{ line: Line; s: number }>;

/** Columns for uPlot, and where each row stands in each series. */
export interface Aligned {
  columns: [number[], ...Column[]];
  /** slots[s][row] is the index of the slot of series s's analysis that holds the row's time, or -1. */
  slots: Int32Array[];
  /** points[s][row] is the index of the point of series s's own line at the row's time, or -1. */
  points: Int32Array[];
}

/**
 * The lines of every series. Those of one kind stand together, so that no band covers another series' value; the values
 * of series with a band lie above the others.
 *
 * @param looks - of each series
 */
export function layoutOf(looks: BandLook[]): Layout {
  const banded = [...looks.keys()].filter((s) => looks[s].band);
  const bare = [...looks.keys()].filter((s) => !looks[s].band);
  return LINES.flatMap((line) => (line === 'value' ? [...bare, ...banded] : banded).map((s) => ({ line, s })));
}

/** The index of the uPlot series that is a line of a series; 0, which is x, where the layout has no such line. */
export function lineIndex(layout: Layout, line: Line, s: number): number {
  return 1 + layout.findIndex((one) => one.line === line && one.s === s);
}

/**
 * The union of all times with every line of the layout on it.
 *
 * @param drawn - not modified
 * @param looks - of each series
 * @returns column 1 + k holds line k of the layout
 */
export function align(drawn: Drawn[], looks: BandLook[]): Aligned {
  const bands = drawn.map(({ analysis }, s) => (looks[s].band ? bandTimes(analysis, looks[s].stepped) : []));
  const times = unionOf([...drawn.map(({ line }) => line.timesMs), ...bands]);
  const points = drawn.map(({ line }) => exactRows(times, line.timesMs));
  const slots = drawn.map(({ analysis }) => slotRows(times, analysis));
  const columns = layoutOf(looks).map(({ line, s }) =>
    line === 'value'
      ? valueColumn(drawn[s], times, points[s], slots[s])
      : bandColumn(drawn[s].analysis, line, exactRows(times, bands[s]))
  );
  return { columns: [times, ...columns], slots, points };
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

/** Where a band has its points: at each slot, and where the last step ends. */
function bandTimes({ timesMs, stepMs }: Analysis, stepped: boolean): ArrayLike<number> {
  if (!stepped) {
    return timesMs;
  }
  const times = new Float64Array(timesMs.length + 1);
  times.set(timesMs);
  times[timesMs.length] = timesMs[timesMs.length - 1] + stepMs;
  return times;
}

function unionOf(all: Array<ArrayLike<number>>): number[] {
  const joined = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const times of all) {
    joined.set(times, end);
    end += times.length;
  }
  joined.sort();
  return Array.from(joined.filter((time, i) => i === 0 || time !== joined[i - 1]));
}

/** For each time, the last of the line's points at it, or -1. */
function exactRows(times: number[], own: ArrayLike<number>): Int32Array {
  let next = 0;
  return Int32Array.from(times, (time) => {
    let found = -1;
    for (; own[next] === time; next++) {
      found = next;
    }
    return found;
  });
}

/** For each time, the slot that holds it, or -1. */
function slotRows(times: number[], { timesMs, stepMs }: Analysis): Int32Array {
  let i = -1;
  return Int32Array.from(times, (time) => {
    while (timesMs[i + 1] <= time) {
      i++;
    }
    return i >= 0 && time < (timesMs[i + 1] ?? timesMs[i] + stepMs) ? i : -1;
  });
}

// Where no point came for a whole slot, the line has a gap, as it has where a point is null.
function valueColumn({ line, analysis }: Drawn, times: number[], points: Int32Array, slots: Int32Array): Column {
  const filled = new Set(slots.filter((_, row) => points[row] >= 0));
  return times.map((_, row) => {
    if (points[row] >= 0) {
      return finite(line.values[points[row]]);
    }
    const slot = slots[row];
    const missing = slot >= 0 && analysis.state[slot] === State.Missing && !filled.has(slot);
    return missing ? null : undefined;
  });
}

function bandColumn(analysis: Analysis, line: Exclude<Line, 'value'>, rows: Int32Array): Column {
  const values = analysis[line];
  return Array.from(rows, (i) => (i < 0 ? undefined : finite(values[Math.min(i, values.length - 1)])));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
