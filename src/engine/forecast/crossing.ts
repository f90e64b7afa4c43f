/**
 * When a forecast meets a threshold.
 * Twin: pkg/engine/forecast/crossing.go. Numbers: spec/vectors/forecast.
 */

/**
 * When a forecast first meets a threshold from the side where it starts; null where a line does not. Of a rise the upper
 * limit meets it first, of a fall the lower. Instants are the first of their slots, in epoch milliseconds.
 */
export interface Crossing {
  threshold: number;
  /** Whether it starts below. */
  rising: boolean;
  expectedMs: number | null;
  lowerMs: number | null;
  upperMs: number | null;
}

/** A forecast's lines, of shape [n], NaN where there is no forecast. */
export interface Lines {
  timesMs: Float64Array;
  expected: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
}

/**
 * Finds where the lines of a forecast meet a threshold. The side is that of the first expected value, and below if it is on
 * the threshold or nothing is expected. Nothing is modified.
 */
export function cross({ timesMs, expected, lower, upper }: Lines, threshold: number): Crossing {
  const start = expected.find((v) => !Number.isNaN(v));
  const rising = start === undefined || start <= threshold;
  const first = (line: Float64Array) => {
    const at = line.findIndex((v) => (rising ? v >= threshold : v <= threshold));
    return at < 0 ? null : timesMs[at];
  };
  return { threshold, rising, expectedMs: first(expected), lowerMs: first(lower), upperMs: first(upper) };
}
