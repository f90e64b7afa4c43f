/**
 * The shape of a period that was found in a history and is neither day nor week, such as a garbage collection every 6.5
 * hours.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/cycle.go.
 */
import { binMedians } from '../features/bins';
import { findPeriod } from '../features/period';
import { gather } from '../num/gather';
import { Sample } from './sample';

/** Part of a model, hence plain data. */
export interface Cycle {
  periodMs: number;
  /** Shape [bins], by the phase since the epoch. */
  values: number[];
}

// A cycle has a bin a step, but at most MAX_BINS; it must span MIN_STEPS steps, fit MIN_CYCLES times into the history,
// and take MIN_GAIN of the error away.
const MAX_BINS = 96;
const MIN_BINS = 4;
const MIN_STEPS = 4;
const MIN_CYCLES = 3;
const MIN_GAIN = 0.1;

/** The cycle of residuals, shape [n], if there is one. */
export function findCycle(sample: Sample, residuals: Float64Array, spanMs: number): Cycle | undefined {
  const { stepMs, calendar } = sample;
  const periodMs = findPeriod(calendar.timesMs, residuals, stepMs);
  if (periodMs === 0 || periodMs < MIN_STEPS * stepMs || spanMs < MIN_CYCLES * periodMs) {
    return undefined;
  }
  const bins = Math.min(MAX_BINS, Math.max(MIN_BINS, Math.floor(periodMs / stepMs)));
  const bin = cycleBins(periodMs, calendar.timesMs, bins);
  const values = cycleMedians(bin, residuals, bins);
  let before = 0;
  let after = 0;
  for (let i = 0; i < residuals.length; i++) {
    before += Math.abs(residuals[i]);
    after += Math.abs(residuals[i] - values[bin[i]]);
  }
  return after < (1 - MIN_GAIN) * before ? { periodMs, values } : undefined;
}

/** The bin of each instant, shape [n]. */
export function cycleBins(periodMs: number, timesMs: Float64Array, bins: number): Int32Array {
  const bin = new Int32Array(timesMs.length);
  for (let i = 0; i < bin.length; i++) {
    const phase = (timesMs[i] - Math.floor(timesMs[i] / periodMs) * periodMs) / periodMs;
    bin[i] = Math.min(Math.max(Math.floor(phase * bins), 0), bins - 1);
  }
  return bin;
}

/** The median of each bin, 0 for one without values. */
export function cycleMedians(bin: Int32Array, residuals: Float64Array, bins: number): number[] {
  const { medians, counts } = binMedians(bin, residuals, bins);
  return Array.from(medians, (median, b) => (counts[b] > 0 ? median : 0));
}

/** The cycle's value at each instant, shape [n]. */
export function cycleAt({ periodMs, values }: Cycle, timesMs: Float64Array): Float64Array {
  return gather(Float64Array.from(values), cycleBins(periodMs, timesMs, values.length));
}
