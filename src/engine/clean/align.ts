/**
 * Puts regressors on the grid of the series that they explain.
 * Twin: pkg/engine/clean/align.go.
 */
import { Fault } from '../fault/fault';
import { gather } from '../num/gather';
import { CategoryRegressor, Regressor, Series } from '../series/series';
import { Zone } from '../zone/zone';
import { aggregate } from './aggregate';
import { atLocalDates } from './dates';
import { Grid } from './grid';
import { endOf } from './slots';
import { order } from './order';
import { medianStep } from './step';

/** A regressor on the grid of the series, shape [n]. */
export type Covariate =
  | { name: string; kind: 'number'; /** NaN for missing. */ numbers: Float64Array }
  | { name: string; kind: 'category'; /** '' for missing. */ labels: string[] };

/**
 * Puts a regressor on the slots of a grid: the mean of a slot's samples (of a category the last label), else the last
 * sample before. A sample holds for the regressor's own step, and one slot more in case the next sample is late. Nothing
 * is modified.
 *
 * @param lagMs - the slot at t takes the regressor's sample of t − lagMs
 * @throws Fault `clean/bad-time`, `clean/unequal-lengths`, `features/unknown-kind`
 */
export function align(regressor: Regressor, grid: Grid, lagMs: number, zone: Zone): Covariate {
  const { name, kind } = regressor;
  switch (kind) {
    case 'number':
      return { name, kind, numbers: alignNumbers(dated(order(regressor.series), grid, zone), grid, lagMs) };
    case 'category':
      return { name, kind, labels: alignLabels(regressor, grid, lagMs, zone) };
    default:
      throw new Fault(
        'features/unknown-kind',
        `features: regressor "${name as string}" has kind "${String(kind)}"; want number or category`
      );
  }
}

/**
 * How long a sample of ascending stamps holds on a grid of a step: until the next sample is due, and one slot more in case
 * the next sample is late.
 */
export function holdMs(timesMs: Float64Array, stepMs: number): number {
  return medianStep(timesMs) + stepMs;
}

function alignNumbers({ timesMs, values }: Series, grid: Grid, lagMs: number): Float64Array {
  const samples = new Float64Array(values.length); // of one slot, then of the next
  const holds = holdMs(timesMs, grid.stepMs);
  let held = NaN;
  let untilMs = -Infinity;
  let next = 0;
  return grid.timesMs.map((slotMs, i) => {
    let n = 0;
    for (; next < timesMs.length && timesMs[next] + lagMs < endOf(grid, i); next++) {
      if (!Number.isFinite(values[next])) {
        continue;
      }
      untilMs = timesMs[next] + lagMs + holds;
      if (timesMs[next] + lagMs < slotMs) {
        held = values[next]; // from before the first slot
      } else {
        samples[n++] = values[next];
      }
    }
    held = n > 0 ? aggregate('mean', samples, n) : held;
    return slotMs < untilMs ? held : NaN;
  });
}

function dated(ordered: Series, { stepMs }: Grid, zone: Zone): Series {
  return { ...ordered, timesMs: atLocalDates(ordered.timesMs, stepMs, zone) };
}

function alignLabels(regressor: CategoryRegressor, grid: Grid, lagMs: number, zone: Zone): string[] {
  const { name, timesMs: times, labels } = regressor;
  if (times.length !== labels.length) {
    throw new Fault(
      'clean/unequal-lengths',
      `clean: regressor "${name}" has ${times.length} times and ${labels.length} labels; want as many of each`
    );
  }
  const { timesMs, values: ranks } = dated(order({ timesMs: times, values: times.map((_, i) => i) }), grid, zone);
  const holds = holdMs(timesMs, grid.stepMs);
  let held = '';
  let untilMs = -Infinity;
  let next = 0;
  return Array.from(grid.timesMs, (slotMs, i) => {
    for (; next < timesMs.length && timesMs[next] + lagMs < endOf(grid, i); next++) {
      const label = labels[ranks[next]];
      if (label !== '') {
        held = label;
        untilMs = timesMs[next] + lagMs + holds;
      }
    }
    return slotMs < untilMs ? held : '';
  });
}

/** Whether every regressor is known at slot i. Twin: Present. */
export function isPresent(covariates: Covariate[], i: number): boolean {
  for (let k = 0; k < covariates.length; k++) {
    const e = covariates[k];
    if (e.kind === 'number' ? Number.isNaN(e.numbers[i]) : e.labels[i] === '') {
      return false;
    }
  }
  return true;
}

/** The regressor at `rows`, in their order. */
export function pickCovariate(e: Covariate, rows: Int32Array): Covariate {
  return e.kind === 'number'
    ? { ...e, numbers: gather(e.numbers, rows) }
    : { ...e, labels: Array.from(rows, (row) => e.labels[row]) };
}

/** The slots from ≤ i < to. Twin: Covariate.Slice. */
export function sliceCovariate(e: Covariate, from: number, to: number): Covariate {
  return e.kind === 'number'
    ? { ...e, numbers: e.numbers.slice(from, to) }
    : { ...e, labels: e.labels.slice(from, to) };
}
