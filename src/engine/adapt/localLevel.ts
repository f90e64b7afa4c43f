/**
 * Follows changes after the training cutoff: a level that moved, a scale that grew. Its memory is one day, so that a
 * restart changes nothing.
 * Stage: fit → **adapt** → band. Twin: pkg/engine/adapt/localLevel.go. Numbers: spec/vectors/adapt.
 */
import { mad } from '../num/mad';
import { medianInPlace } from '../num/median';
import { quantileInPlace } from '../num/quantile';
import { SortedWindow } from './window';

/** The parameters of the trailing location and scale filter. Part of a model, hence plain data. */
export interface LocalLevel {
  /** Slots of the window; 0: nothing is followed. */
  points: number;
  /** Gain of the local level: 0, 1/2 or 1. */
  gain: number;
  /** Beyond this, the gain of the local level is 1. */
  shiftThreshold: number;
  /** Median |z| of the history, the denominator of the scale ratio; 0: no scale ratio. */
  referenceScale: number;
}

/** Residuals with their scale and local level, one row a slot; all arrays have shape [n]. */
export interface Deviations {
  /** value − expected; NaN where missing. */
  residuals: Float64Array;
  /** The season's, from the band. */
  scale: Float64Array;
  /** The local level, added to the expected value. */
  level: Float64Array;
  /** The scale ratio, a factor on the scale. */
  factor: Float64Array;
}

/** (residual − level) / (scale · factor) of slot i, with the level and the factor of slot `now`; NaN where missing. */
export function deviationAt(d: Deviations, i: number, now: number): number {
  return (d.residuals[i] - d.level[now]) / (d.scale[i] * d.factor[now]);
}

/** Every slot's own deviation, shape [n]. */
export function normalised(d: Deviations): Float64Array {
  const z = new Float64Array(d.residuals.length);
  for (let i = 0; i < z.length; i++) {
    z[i] = deviationAt(d, i, i);
  }
  return z;
}

// A window must hold MIN_POINTS slots to have a level, and a quarter of them, at least MIN_OBSERVED, must have data.
const MIN_POINTS = 4;
const MIN_OBSERVED = 3;

// A gain above 0 must lower the error by a hundredth, with residuals clipped at CLIP_AT scales. A level that follows
// anomalies raises it.
const GAIN_LOSS = 0.99;
const CLIP_AT = 5;

// The shift threshold is this many of the local level's own deviations, and at least this many of the residuals'.
const SHIFT_OWN = 3;
const SHIFT_SCALE = 0.5;

// The median of the deviations' sizes says nothing of a spread that grows where more than half of them are less than
// MIN_REFERENCE_SCALE, as counts' are, nor where their fifth next to the median spans more than GAP_RATIO, as between
// zero and one of whole numbers. The median would then jump across the gap.
const MIN_REFERENCE_SCALE = 0.2;
const GAP_BELOW = 0.4;
const GAP_ABOVE = 0.6;
const GAP_RATIO = 3;

/**
 * Chooses how to follow the residuals of a history, and follows them as `follow` does. Nothing is modified. Twin: Learn.
 *
 * @param residuals - shape [n], one a slot, NaN where missing; kept in the result
 * @param scale - shape [n]; kept in the result
 * @param overall - the residuals' own spread
 * @param points - slots of the window
 */
export function learnLocalLevel(
  residuals: Float64Array,
  scale: Float64Array,
  overall: number,
  points: number
): { localLevel: LocalLevel; followed: Deviations } {
  if (points < MIN_POINTS) {
    const none = { points: 0, gain: 0, shiftThreshold: 0, referenceScale: 1 };
    return { localLevel: none, followed: follow(none, residuals, scale) };
  }
  const level = precedingMedian(residuals, points);
  const gain = bestGain(residuals, level, overall);
  const shiftThreshold = SHIFT_OWN * mad(present(level, residuals)) + SHIFT_SCALE * overall;
  const localLevel = { points, gain, shiftThreshold, referenceScale: 0 }; // no factor yet
  localLevel.referenceScale = typicalSize(normalised(followLevel(localLevel, residuals, scale, level)));
  return { localLevel, followed: followLevel(localLevel, residuals, scale, level) };
}

/** The median size of deviations, NaN where missing; 0 where it says nothing. */
function typicalSize(z: Float64Array): number {
  const sizes = present(z, z);
  for (let i = 0; i < sizes.length; i++) {
    sizes[i] = Math.abs(sizes[i]);
  }
  const median = medianInPlace(sizes);
  if (!(median >= MIN_REFERENCE_SCALE)) {
    return 0;
  }
  const below = quantileInPlace(sizes, GAP_BELOW);
  const above = quantileInPlace(sizes, GAP_ABOVE);
  return above > GAP_RATIO * below ? 0 : median;
}

/** The values whose residual is not missing. */
function present(values: Float64Array, residuals: Float64Array): Float64Array {
  const observed = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(residuals[i])) {
      observed[n++] = values[i];
    }
  }
  return observed.subarray(0, n);
}

/** The gain of the local level with the least clipped error. */
function bestGain(residuals: Float64Array, level: Float64Array, overall: number): number {
  let best = 0;
  let least = GAIN_LOSS * clippedError(residuals, level, overall, 0);
  for (const gain of [0.5, 1]) {
    const error = clippedError(residuals, level, overall, gain);
    if (error < least) {
      best = gain;
      least = error;
    }
  }
  return best;
}

function clippedError(residuals: Float64Array, level: Float64Array, overall: number, gain: number): number {
  const limit = CLIP_AT * overall;
  let total = 0;
  for (let i = 0; i < residuals.length; i++) {
    if (!Number.isNaN(residuals[i])) {
      total += Math.min(Math.abs(residuals[i] - gain * level[i]), limit);
    }
  }
  return total;
}

/**
 * The level and the factor of each slot, both from the slots before it alone. Twin: LocalLevel.Follow.
 *
 * @param residuals - shape [n], NaN where missing; kept in the result
 * @param scale - shape [n]; kept in the result
 */
export function follow(localLevel: LocalLevel, residuals: Float64Array, scale: Float64Array): Deviations {
  const level =
    localLevel.points > 0 ? precedingMedian(residuals, localLevel.points) : new Float64Array(residuals.length);
  return followLevel(localLevel, residuals, scale, level);
}

/** `follow` for residuals whose local level is known, shape [n]. */
function followLevel(
  localLevel: LocalLevel,
  residuals: Float64Array,
  scale: Float64Array,
  level: Float64Array
): Deviations {
  const n = level.length;
  const d = { residuals, scale, level: new Float64Array(n), factor: new Float64Array(n).fill(1) };
  for (let i = 0; i < n; i++) {
    d.level[i] = gainOf(localLevel, level[i]) * level[i];
  }
  if (localLevel.points > 0 && localLevel.referenceScale > 0) {
    followSpread(localLevel, d, level);
  }
  return d;
}

/** The gain of a local level. */
function gainOf(localLevel: LocalLevel, level: number): number {
  return Math.abs(level) > localLevel.shiftThreshold ? 1 : localLevel.gain;
}

/** Fills the factors from the trailing spread of residuals in scales. */
function followSpread(localLevel: LocalLevel, d: Deviations, level: Float64Array): void {
  const z = new Float64Array(level.length);
  for (let i = 0; i < z.length; i++) {
    z[i] = d.residuals[i] / d.scale[i];
  }
  const window = new SortedWindow(localLevel.points);
  for (let i = 0; i < z.length; i++) {
    if (window.size >= minIn(localLevel.points)) {
      window.putMedian(d.factor, i);
      d.factor[i] = gainOf(localLevel, level[i]) * d.factor[i]; // where the spread is measured from
      window.putMedianDistance(d.factor, i);
      d.factor[i] = factorOf(d.factor[i] / localLevel.referenceScale);
    }
    window.slide(z, i, localLevel.points);
  }
}

function minIn(points: number): number {
  return Math.max(MIN_OBSERVED, Math.floor(points / 4));
}

/** The median of the residuals in the slots before each, 0 where too few are there. */
function precedingMedian(residuals: Float64Array, points: number): Float64Array {
  const level = new Float64Array(residuals.length);
  const window = new SortedWindow(points);
  for (let i = 0; i < residuals.length; i++) {
    if (window.size >= minIn(points)) {
      window.putMedian(level, i);
    }
    window.slide(residuals, i, points);
  }
  return level;
}

// The scale ratio has a dead zone, so that its noise does not move the interval. It has limits, so that an anomaly
// does not hide itself.
const GROW_FROM = 1.4;
const GROW_MOST = 4;
const SHRINK_FROM = 0.75;
const SHRINK_MOST = 0.5;

function factorOf(ratio: number): number {
  if (ratio > GROW_FROM) {
    return Math.min(ratio / GROW_FROM, GROW_MOST);
  }
  return ratio < SHRINK_FROM ? Math.max(ratio / SHRINK_FROM, SHRINK_MOST) : 1;
}
