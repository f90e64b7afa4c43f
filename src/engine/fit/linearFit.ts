/**
 * Learns a linear model.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/linearFit.go. Numbers: spec/vectors/fit.
 */
import { columnsOf, design } from '../features/design';
import { Matrix } from '../features/matrix';
import { DesignSpec } from '../features/designSpec';
import { Spec } from '../spec/spec';
import { DAY_MS } from '../zone/zone';
import { crossFit, LinearCandidate } from './crossFit';
import { Cycle, cycleBins, findCycle } from './cycle';
import { Interaction, learnInteraction, ROWS_PER_COLUMN, widenDesign } from './interaction';
import { Standard } from './linear';
import type { Fitted } from './model';
import { ProfileShape, slotsOf } from './profile';
import { reweight, solution, standardise } from './reweight';
import { Sample } from './sample';

/** The spec's options. */
export interface LinearOptions {
  /** Penalty per row on each standardised coefficient but the level. */
  ridge: number;
  /** Whether far rows lose their weight. */
  robust: boolean;
  /** Whether to look for a period that is neither day nor week. */
  search: boolean;
}

/** The spec's options. */
export function linearOptions({ model: { ridge }, clean, features }: Spec): LinearOptions {
  return { ridge, robust: clean.outliers === 'robust', search: features.seasonality === 'auto' };
}

/** A linear model in the making. */
export interface LinearMaking extends Standard {
  sample: Sample;
  designSpec: DesignSpec;
  options: LinearOptions;
  /** Standardised, shape [n × columns]. */
  x: Matrix;
  /** The values, less the cycles once there are any; shape [n]. */
  target: Float64Array;
  /** Shape [n]. */
  weights: Float64Array;
  interaction: Interaction | null;
  /** With the bin of each row. */
  cycles: Array<{ found: Cycle; bin: Int32Array }>;
  /** The leftover shape's form, and the slot of each row. */
  residualProfile: { shape: ProfileShape; slot: Int32Array } | null;
}

// The rounds of reweighting of a first fit, which only shows the season, and of the last.
const FIRST_ROUNDS = 2;
export const LAST_ROUNDS = 4;

// The leftover shape needs DAYS_FOR_REST days, a weekend's own DAYS_FOR_WEEKEND; finer slots than PROFILE_SLOT_MS hold too few
// values.
const DAYS_FOR_REST = 3;
const DAYS_FOR_WEEKEND = 10;
const DAYS_FOR_HOURS = 28; // of each hour of the week four values, at hourly steps
const DAYS_FOR_MONTH = 365;
const HOUR_MS = 3_600_000;
const DAYS_FOR_SEARCH = 2;
export const PROFILE_SLOT_MS = 300_000;

/**
 * Learns a linear model. Nothing is modified.
 *
 * @param sample - n ≥ 1 rows
 * @throws those of gramOf and solveGram, which none of our samples gives
 * @see Hoerl & Kennard (1970); Beaton & Tukey (1974) for the weights. Twin: FitLinear
 */
export function fitLinear(sample: Sample, designSpec: DesignSpec, options: LinearOptions): Fitted {
  const { x, model, fit, outOfFold, dropped } = linearCandidate(sample, designSpec, options);
  sample.scratch?.leave(x);
  return { model, fit, outOfFold, dropped };
}

/** fitLinear with its intermediate results. */
export function linearCandidate(sample: Sample, designSpec: DesignSpec, options: LinearOptions): LinearCandidate {
  const making = makingOf(sample, designSpec, options);
  interact(making);
  search(making, reweight(making, LAST_ROUNDS));
  const shape = residualProfileShape(designSpec, sample.stepMs);
  if (shape) {
    making.residualProfile = { shape, slot: slotsOf(shape, sample.calendar) };
  }
  return crossFit(making);
}

/** A linear model that has learnt nothing yet, its columns not standardised. */
export function makingOf(sample: Sample, designSpec: DesignSpec, options: LinearOptions): LinearMaking {
  return {
    sample,
    designSpec,
    options,
    x: design(designSpec, sample.calendar, sample.covariates, sample.scratch),
    target: sample.values,
    weights: new Float64Array(0),
    mean: [],
    deviation: [],
    interaction: null,
    cycles: [],
    residualProfile: null,
  };
}

/** The form of the leftover shape; undefined where the history is too short for any. */
function residualProfileShape({ spanMs, day, week }: DesignSpec, stepMs: number): ProfileShape | undefined {
  const form = { slotMs: stepMs, weekend: false, week: false, month: false };
  if (day > 0 && week > 0 && spanMs >= DAYS_FOR_HOURS * DAY_MS && stepMs >= HOUR_MS) {
    return { ...form, week: true };
  }
  if (day > 0 && spanMs >= DAYS_FOR_REST * DAY_MS) {
    return { ...form, slotMs: Math.max(stepMs, PROFILE_SLOT_MS), weekend: spanMs >= DAYS_FOR_WEEKEND * DAY_MS };
  }
  return stepMs === DAY_MS && week > 0 && spanMs >= DAYS_FOR_MONTH * DAY_MS ? { ...form, month: true } : undefined;
}

/** Standardises the columns, and adds those of regressors that grow with the season. */
function interact(making: LinearMaking): void {
  const raw = making.x;
  const inputs = columnsOf(making.designSpec).filter(({ part }) => part === 'regressor').length;
  if (inputs > 0) {
    making.x = { ...raw, data: raw.data.slice() };
  }
  standardise(making, 0);
  const { rows, cols } = raw;
  if (inputs === 0 || rows < ROWS_PER_COLUMN * (cols + inputs)) {
    return;
  }
  reweight(making, FIRST_ROUNDS);
  const interaction = learnInteraction(making.x, solution(making).coefficients, inputs);
  if (interaction) {
    making.interaction = interaction;
    making.x = widenDesign(interaction, making.x, raw);
    standardise(making, cols);
  }
}

/** Bounds the periods of a series' own. */
const MAX_CYCLES = 3;

/**
 * Looks for periods in the residuals of a first fit, one after the other; with each, rows are weighted anew by how far they
 * are from what the cycles leave.
 */
function search(making: LinearMaking, residuals: Float64Array): void {
  const { sample, designSpec, options } = making;
  if (!options.search || designSpec.spanMs < DAYS_FOR_SEARCH * DAY_MS) {
    return;
  }
  while (making.cycles.length < MAX_CYCLES) {
    const found = findCycle(sample, residuals, designSpec.spanMs);
    if (!found) {
      return;
    }
    const bin = cycleBins(found.periodMs, sample.calendar.timesMs, found.values.length);
    making.cycles.push({ found, bin });
    making.target = making.target.map((v, i) => v - found.values[bin[i]]);
    residuals = reweight(making, LAST_ROUNDS);
  }
}
