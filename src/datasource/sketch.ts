/**
 * The shapes of a small picture of one series: paths in a box of WIDTH × HEIGHT, y downwards.
 */
import { Analysis } from '../engine/analysis';
import { runsOf } from '../draw/runs';
import { cutBack } from '../draw/extent';

/** The box, in units of its own; the picture is stretched to its place. */
export const WIDTH = 600;
export const HEIGHT = 80;

/** SVG path data; '' where there is nothing to draw. */
export interface Sketch {
  limit: string;
  interval: string;
  expected: string;
  value: string;
  /** A dot a slot: a path of no length, which round caps make visible. */
  anomalies: string;
}

/**
 * Draws an analysis; as in the panel, a band far wider than the values is cut off.
 *
 * @param analysis - not modified; NaN is a gap
 * @returns paths that stay inside the box
 */
export function sketchOf(analysis: Analysis): Sketch {
  const { timesMs, value, expected, lower, upper, intervalLower, intervalUpper, anomaly } = analysis;
  const [low, high] = cutBack([analysis], lowest(lower, value), highest(upper, value));
  const last = timesMs.length - 1;
  const x = (i: number) =>
    round(last === 0 ? WIDTH / 2 : ((timesMs[i] - timesMs[0]) / (timesMs[last] - timesMs[0])) * WIDTH);
  const y = (v: number) =>
    round(high > low ? Math.min(Math.max((high - v) / (high - low), 0), 1) * HEIGHT : HEIGHT / 2);
  const runs = (...lines: Float64Array[]) =>
    runsOf(timesMs.length, (i) => lines.every((line) => Number.isFinite(line[i]))).map(({ first, last: end }) =>
      Array.from({ length: end - first + 1 }, (_, k) => first + k)
    );
  const line = (values: Float64Array, at: number[]) => at.map((i) => `${x(i)},${y(values[i])}`).join('L');
  const stroke = (values: Float64Array) => runs(values).map((at) => `M${line(values, at)}`);
  const area = (bottom: Float64Array, top: Float64Array) =>
    runs(bottom, top).map((at) => `M${line(top, at)}L${line(bottom, [...at].reverse())}Z`);
  const marked = Array.from(value.keys()).filter((i) => anomaly[i] === 1 && Number.isFinite(value[i]));
  return {
    limit: area(lower, upper).join(''),
    interval: area(intervalLower, intervalUpper).join(''),
    expected: stroke(expected).join(''),
    value: stroke(value).join(''),
    anomalies: marked.map((i) => `M${x(i)},${y(value[i])}h0`).join(''),
  };
}

function lowest(...lines: Float64Array[]): number {
  return lines.reduce((low, line) => line.reduce((least, v) => (v < least ? v : least), low), Infinity);
}

function highest(...lines: Float64Array[]): number {
  return lines.reduce((high, line) => line.reduce((most, v) => (v > most ? v : most), high), -Infinity);
}

// A tenth of a unit is less than a pixel.
function round(v: number): number {
  return Math.round(v * 10) / 10;
}
