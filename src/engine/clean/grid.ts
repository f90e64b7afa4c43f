/**
 * Makes an even grid of raw samples.
 * Stage: query → **clean** → features. Twin: pkg/engine/clean/grid.go. Numbers: spec/vectors/clean.
 */
import { Fault } from '../fault/fault';
import { Series } from '../series/series';
import { Spec } from '../spec/spec';
import { loadZone } from '../zone/zone';
import { aggregate } from './aggregate';
import { atLocalDates } from './dates';
import { exclude, fill } from './missing';
import { order } from './order';
import { Slots } from './slots';
import { medianStep, stepMsOf } from './step';

/** An even series. All arrays have shape [n]. */
export interface Grid {
  stepMs: number;
  /** The first instant of each slot: timesMs[0] + i·stepMs, but for slots of whole days the local midnights. */
  timesMs: Float64Array;
  /** The first instant after the last slot; 0 without slots. */
  endMs: number;
  /** NaN means "missing". */
  values: Float64Array;
  /** 1 for slots that are neither learnt from nor judged. */
  excluded: Uint8Array;
}

/** Which part of the data a grid covers. */
export interface GridOptions {
  /** Samples before this are not read. */
  fromMs?: number;
  /** Samples after this are not read; the grid goes on to it with missing slots. */
  toMs?: number;
  /** The step that the caller asked upstream for; it decides where the spec says auto. */
  stepMs?: number;
  /** Most slots of the grid; MAX_POINTS by default. */
  maxPoints?: number;
}

/** The most slots that a grid may have: four years of minutes. */
const MAX_POINTS = 2 ** 21;

/**
 * The step of the grid that regularGrid would make, in milliseconds.
 *
 * @throws Fault `clean/bad-time`, `clean/unequal-lengths`
 */
export function gridStep(series: Series, spec: Spec, stepMs?: number): number {
  return stepOf(order(series), spec, stepMs);
}

function stepOf(ordered: Series, spec: Spec, stepMs?: number): number {
  if (spec.grid.step !== 'auto') {
    return stepMsOf(spec.grid.step);
  }
  return stepMs !== undefined && stepMs > 0 ? stepMs : medianStep(ordered.timesMs);
}

/**
 * Sorts the samples, drops duplicate stamps (the last wins), snaps them to slots by grid.aggregate, fills missing slots
 * by clean.missing and marks train.exclude. Without samples the grid has no slots. Its input is not modified.
 *
 * @throws Fault `clean/bad-time`, `clean/unequal-lengths`, `clean/too-many-points`, `spec/unknown-timezone`
 */
export function regularGrid(series: Series, spec: Spec, options: GridOptions = {}): Grid {
  const ordered = order(series);
  const zone = loadZone(spec.features.timezone);
  const slots = new Slots(stepOf(ordered, spec, options.stepMs), zone);
  const part = between({ ...ordered, timesMs: atLocalDates(ordered.timesMs, slots.stepMs, zone) }, options);
  const n = part.timesMs.length;
  if (n === 0) {
    return emptyGrid(slots, 0, 0);
  }
  const first = slots.index(part.timesMs[0]);
  const last = slots.index(Math.max(part.timesMs[n - 1], options.toMs ?? -Infinity));
  const limit = options.maxPoints ?? MAX_POINTS;
  if (last - first >= limit) {
    throw new Fault(
      'clean/too-many-points',
      `clean: ${last - first + 1} slots of ${slots.stepMs} ms; want at most ${limit}. Choose a longer grid.step or a shorter range, and look for a stray stamp.`
    );
  }
  const grid = emptyGrid(slots, first, last - first + 1);
  snap(grid, slots, part, spec.grid.aggregate);
  fill(grid, spec.clean.missing);
  exclude(grid, spec.train.exclude);
  return grid;
}

/** The samples from fromMs to toMs, both included. */
function between(series: Series, { fromMs = -Infinity, toMs = Infinity }: GridOptions): Series {
  let from = 0;
  let to = series.timesMs.length;
  while (from < to && series.timesMs[from] < fromMs) {
    from++;
  }
  while (to > from && series.timesMs[to - 1] > toMs) {
    to--;
  }
  return { timesMs: series.timesMs.subarray(from, to), values: series.values.subarray(from, to) };
}

/** `n` empty slots from slot number `first` on. */
function emptyGrid(slots: Slots, first: number, n: number): Grid {
  return {
    stepMs: slots.stepMs,
    timesMs: slots.timesMs(first, n),
    endMs: n > 0 ? slots.timeMs(first + n) : 0,
    values: new Float64Array(n).fill(NaN),
    excluded: new Uint8Array(n),
  };
}

/** Gives each slot the aggregate of its finite samples. */
function snap(grid: Grid, slots: Slots, series: Series, how: Spec['grid']['aggregate']): void {
  const first = slots.index(grid.timesMs[0]);
  const samples = new Float64Array(series.values.length); // the finite samples of one slot, then of the next
  for (let i = 0; i < series.timesMs.length;) {
    const slot = slots.index(series.timesMs[i]);
    let n = 0;
    for (; i < series.timesMs.length && slots.index(series.timesMs[i]) === slot; i++) {
      if (Number.isFinite(series.values[i])) {
        samples[n++] = series.values[i];
      }
    }
    if (n > 0) {
      grid.values[slot - first] = aggregate(how, samples, n);
    }
  }
}
