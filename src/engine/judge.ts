/**
 * Scores slots by a model.
 * Twin: pkg/engine/apply.go, which is one file.
 */
import { Deviations } from './adapt/localLevel';
import { deviationsOf } from './band/band';
import { Interval, times, widest } from './band/interval';
import { REACH } from './band/expectedStep';
import { intervalAt, NO_QUANTILES, statedAt, ConditionalQuantiles, conditionalAt, widenBy } from './band/quantiles';
import { Covariate, sliceCovariate } from './clean/align';
import { Slots } from './clean/slots';
import { denormaliseAll, normaliseAll, denormalise, normaliseLengths } from './clean/normalisation';
import { MEMORY_MS } from './cuts';
import { decisionWindow } from './detect/decide';
import { limitScales } from './detect/limits';
import { ScoreInput, MAX_SCORE, Reason, score, Scores } from './detect/score';
import { STATISTICS_MS, windowOf } from './detect/statistic';
import { Calendar, calendarOf } from './features/calendar';
import { treeFeatures } from './features/treeFeatures';
import { weekFrom } from './features/week';
import { extentOf } from './spec/extent';
import { predict } from './fit/model';
import { holidayDays } from './spec/parse';
import { Spec } from './spec/spec';
import { firstAt, FittedModel, Prepared } from './train';

/** The score of a missing slot under clean.missing "anomaly". */
const MISSING_SCORE = 2;

/** The first slot that the verdict of a slot depends on. */
export function firstRemembered({ grid, spec }: Prepared, slot: number): number {
  const { n, recover } = decisionWindow(spec.detect);
  return firstAt(grid, grid.timesMs[slot] - MEMORY_MS - STATISTICS_MS - (n + recover) * grid.stepMs);
}

/** ScoreInput with its scores, one row a slot from the first remembered on. */
export interface JudgedSlots {
  scoreInput: ScoreInput;
  scores: Scores;
  deviations: Deviations;
  conditional: ConditionalQuantiles;
  /** With the local level, in the model's normalised scale. */
  expected: Float64Array;
}

/** Scores the slots from ≤ i < to. */
export function judge(p: Prepared, model: FittedModel, from: number, to: number): JudgedSlots {
  const { grid, spec } = p;
  const wide = expectedAround(p, model, from, to);
  const values = normaliseAll(model.normalisation, grid.values.subarray(from, to));
  const residuals = values.map((v, i) => (grid.excluded[from + i] === 1 ? NaN : v - wide[REACH + i]));
  const calendar = weekFrom(p.clock.between(from, to), model.center.weekStart);
  const conditional = conditionalFor(p, model, calendar, from, to);
  const followed = widenBy(conditional, deviationsOf(model.band, calendar, wide, residuals));
  const scales = limitScales(model.limits, followed.scale);
  const limits = deviationLimits(model, conditional, followed, scales);
  const level = spec.adapt.level === 'auto' ? levelsWithin(followed.level, limits) : followed.level;
  const deviations = { ...followed, level };
  const expected = level.map((l, i) => wide[REACH + i] + l);
  const scoreInput = {
    ...windowOf(values, deviations, grid.stepMs),
    ...lengthsOf(model, spec, expected, limits),
    scales,
    direction: spec.detect.direction,
  };
  const scores = score(model.limits, scoreInput);
  for (let i = 0; i < values.length; i++) {
    if (grid.excluded[from + i] === 1) {
      continue; // its score is NaN already
    }
    if (Number.isNaN(values[i]) && spec.clean.missing === 'anomaly') {
      scores.score[i] = MISSING_SCORE;
      scores.reason[i] = Reason.Missing;
    } else {
      judgeBounds(spec, scores, i, bounded(spec, model, expected[i]), grid.values[from + i]);
    }
  }
  return { scoreInput, scores, deviations, conditional, expected };
}

/** What the spec says of lengths about what is expected, and the deviation's limits, which are no less. */
function lengthsOf(
  model: FittedModel,
  { band, detect }: Spec,
  expected: Float64Array,
  limits: Interval[]
): Pick<ScoreInput, 'lower' | 'upper' | 'minLimit' | 'minDeviation'> {
  const size = sizesOf(model, expected);
  const minLimit = limits.map((_, i) => lengths(model, extentOf(band.minWidth, size[i]), expected[i]));
  const minDeviation = limits.map((_, i) => lengths(model, extentOf(detect.minDeviation, size[i]), expected[i]));
  return {
    lower: Float64Array.from(limits, ({ lower }, i) => Math.max(lower, minLimit[i].lower)),
    upper: Float64Array.from(limits, ({ upper }, i) => Math.max(upper, minLimit[i].upper)),
    minLimit,
    minDeviation,
  };
}

/**
 * Scores a value beyond the bounds that the spec declares by its distance from the expected value, the bound's being the
 * limit. Both are in the series' unit.
 *
 * @param scores - modified
 */
function judgeBounds({ band, detect }: Spec, scores: Scores, i: number, expected: number, value: number): void {
  const { lowerBound, upperBound } = band;
  let bound: number;
  if (lowerBound !== undefined && value < lowerBound && detect.direction !== 'above') {
    bound = lowerBound;
  } else if (upperBound !== undefined && value > upperBound && detect.direction !== 'below') {
    bound = upperBound;
  } else {
    return;
  }
  const distance = Math.abs(value - expected);
  if (distance < extentOf(detect.minDeviation, Math.abs(expected))) {
    return;
  }
  const own = Math.min(distance / Math.abs(bound - expected), MAX_SCORE);
  if (own > scores.score[i]) {
    scores.score[i] = own;
    scores.reason[i] = Reason.Bounds;
    scores.boundary[i] = NaN;
  }
}

/**
 * The limit of each slot's own residual, in normalised units: the stated limit, or the learnt limit, which is never
 * inside the interval of the season's scale.
 *
 * @param scales - of the limits, shape [n]
 */
export function deviationLimits(
  { band, limits }: FittedModel,
  conditional: ConditionalQuantiles,
  { scale, factor }: Deviations,
  scales: Float64Array
): Interval[] {
  const { stated } = band;
  return Array.from(scales, (s, i) => {
    if (stated !== undefined) {
      return times(statedAt(band, conditional, i, stated), scale[i] * factor[i]);
    }
    return widest(times(limits.statistics[0], s), times(intervalAt(band, conditional, i), scale[i]));
  });
}

/**
 * The local levels, with those beyond the limits set to 0. A level beyond the limit is an anomaly until training
 * learns it.
 * Twin: within.
 */
function levelsWithin(level: Float64Array, limits: Interval[]): Float64Array {
  return level.map((l, i) => (l >= -limits[i].lower && l <= limits[i].upper ? l : 0));
}

/** An extent of the series' unit as lengths of the model's about z. */
export function lengths({ normalisation }: FittedModel, extent: number, z: number): Interval {
  const { down, up } = normaliseLengths(normalisation, extent, z);
  return { lower: down, upper: up };
}

/** The conditional quantiles of the slots from ≤ i < to. */
function conditionalFor(
  p: Prepared,
  { band, center }: FittedModel,
  calendar: Calendar,
  from: number,
  to: number
): ConditionalQuantiles {
  if (band.quantiles === undefined || center.kind !== 'boosted') {
    return NO_QUANTILES;
  }
  const covariates = p.covariates.map((e) => sliceCovariate(e, from, to));
  return conditionalAt(band.quantiles, treeFeatures(center.trees.designSpec, calendar, covariates));
}

/** The size of the expected value, in the series' unit. */
function sizesOf({ normalisation }: FittedModel, expected: Float64Array): Float64Array {
  const sizes = expected.slice();
  denormaliseAll(normalisation, sizes);
  for (let i = 0; i < sizes.length; i++) {
    sizes[i] = Math.abs(sizes[i]);
  }
  return sizes;
}

/**
 * The model's expected values of the slots from ≤ i < to and of REACH more on either side, whether the grid holds
 * them or not;
 * shape [to − from + 2·REACH].
 */
export function expectedAround(p: Prepared, model: FittedModel, from: number, to: number): Float64Array {
  const slots = new Slots(p.grid.stepMs, p.zone);
  const first = slots.index(p.grid.timesMs[from]) - REACH;
  const timesMs = slots.timesMs(first, to - from + 2 * REACH);
  const covariates = p.covariates.map((e) => pad(e, from, to));
  return predict(model.center, calendarOf(timesMs, p.zone, holidayDays(p.spec)), covariates);
}

/**
 * The slots from ≤ i < to of a regressor between REACH missing ones: its future is unknown, and its past does not
 * matter.
 */
function pad(e: Covariate, from: number, to: number): Covariate {
  const n = to - from;
  if (e.kind === 'category') {
    const missing: string[] = Array(REACH).fill('');
    return { ...e, labels: [...missing, ...e.labels.slice(from, to), ...missing] };
  }
  const numbers = new Float64Array(n + 2 * REACH).fill(NaN);
  numbers.set(e.numbers.subarray(from, to), REACH);
  return { ...e, numbers };
}

/** A number of the model's normalised scale as a value within the spec's bounds. */
export function bounded(spec: Spec, model: FittedModel, z: number): number {
  const { lowerBound, upperBound } = spec.band;
  let v = denormalise(model.normalisation, z);
  if (lowerBound !== undefined) {
    v = Math.max(v, lowerBound);
  }
  return upperBound === undefined ? v : Math.min(v, upperBound);
}
