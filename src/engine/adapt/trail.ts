/**
 * Follows what a model could not know: a level that moved after the cut, a spread that grew. It remembers a day and no
 * more, so that a restart changes nothing.
 * Stage: fit → **adapt** → band. Twin: pkg/engine/adapt/trail.go. Numbers: spec/vectors/adapt.
 */
import { mad } from '../features/bins';
import { medianInPlace } from '../num/median';
import { quantileInPlace } from '../num/quantile';
import { SortedWindow } from './window';

/** How far the trailing level and scale are followed. Part of a model, hence plain data. */
export interface Trail {
  /** Slots of the window; 0: nothing is followed. */
  points: number;
  /** Of the trailing level that is taken: 0, 1/2 or 1. */
  share: number;
  /** A trailing level beyond this is taken whole. */
  lasting: number;
  /** Median |z| of the history, which the trailing scale is compared with; 0: it is not. */
  base: number;
}

/** Residuals beside the band that judges them, one row a slot; all arrays have shape [n]. */
export interface Deviations {
  /** value − expected; NaN where missing. */
  residuals: Float64Array;
  /** The season's, from the band. */
  scale: Float64Array;
  /** Trailing: what is added to the expected value. */
  level: Float64Array;
  /** Trailing: what the scale is multiplied by. */
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

// A window must hold LEAST_POINTS slots to have a level, and a quarter of them, at least LEAST_HELD, must have data.
const LEAST_POINTS = 4;
const LEAST_HELD = 3;

// The share that is taken must beat none by a hundredth, with residuals clipped at CLIP_AT scales: a level that follows
// anomalies must pay.
const SHARE_GAIN = 0.99;
const CLIP_AT = 5;

// A trailing level is a lasting shift beyond this many of its own deviations and this many of the residuals'.
const LASTING_OWN = 3;
const LASTING_SCALE = 0.5;

// The median of the deviations' sizes says nothing of a spread that grows where more than half of them are less than
// LEAST_BASE, as counts' are, nor where their fifth next to the median spans more than GAP_RATIO, as between zero and one of
// whole numbers: it would leap across.
const LEAST_BASE = 0.2;
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
export function learnTrail(
  residuals: Float64Array,
  scale: Float64Array,
  overall: number,
  points: number
): { trail: Trail; followed: Deviations } {
  if (points < LEAST_POINTS) {
    const none = { points: 0, share: 0, lasting: 0, base: 1 };
    return { trail: none, followed: follow(none, residuals, scale) };
  }
  const level = trailingMedian(residuals, points);
  const share = bestShare(residuals, level, overall);
  const lasting = LASTING_OWN * mad(present(level, residuals)) + LASTING_SCALE * overall;
  const trail = { points, share, lasting, base: 0 }; // no factor yet
  trail.base = typicalSize(normalised(followLevel(trail, residuals, scale, level)));
  return { trail, followed: followLevel(trail, residuals, scale, level) };
}

/** The median size of deviations, NaN where missing; 0 where it says nothing. */
function typicalSize(z: Float64Array): number {
  const sizes = present(z, z);
  for (let i = 0; i < sizes.length; i++) {
    sizes[i] = Math.abs(sizes[i]);
  }
  const median = medianInPlace(sizes);
  if (!(median >= LEAST_BASE)) {
    return 0;
  }
  const below = quantileInPlace(sizes, GAP_BELOW);
  const above = quantileInPlace(sizes, GAP_ABOVE);
  return above > GAP_RATIO * below ? 0 : median;
}

/** The values whose residual is not missing. */
function present(values: Float64Array, residuals: Float64Array): Float64Array {
  const held = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(residuals[i])) {
      held[n++] = values[i];
    }
  }
  return held.subarray(0, n);
}

/** The share of the trailing level with the least clipped error. */
function bestShare(residuals: Float64Array, level: Float64Array, overall: number): number {
  let best = 0;
  let least = SHARE_GAIN * clippedError(residuals, level, overall, 0);
  for (const share of [0.5, 1]) {
    const error = clippedError(residuals, level, overall, share);
    if (error < least) {
      best = share;
      least = error;
    }
  }
  return best;
}

function clippedError(residuals: Float64Array, level: Float64Array, overall: number, share: number): number {
  const limit = CLIP_AT * overall;
  let total = 0;
  for (let i = 0; i < residuals.length; i++) {
    if (!Number.isNaN(residuals[i])) {
      total += Math.min(Math.abs(residuals[i] - share * level[i]), limit);
    }
  }
  return total;
}

/**
 * The level and the factor of each slot, both from the slots before it alone. Twin: Trail.Follow.
 *
 * @param residuals - shape [n], NaN where missing; kept in the result
 * @param scale - shape [n]; kept in the result
 */
export function follow(trail: Trail, residuals: Float64Array, scale: Float64Array): Deviations {
  const level = trail.points > 0 ? trailingMedian(residuals, trail.points) : new Float64Array(residuals.length);
  return followLevel(trail, residuals, scale, level);
}

/** `follow` for residuals whose trailing level is known, shape [n]. */
function followLevel(trail: Trail, residuals: Float64Array, scale: Float64Array, level: Float64Array): Deviations {
  const n = level.length;
  const d = { residuals, scale, level: new Float64Array(n), factor: new Float64Array(n).fill(1) };
  for (let i = 0; i < n; i++) {
    d.level[i] = shareOf(trail, level[i]) * level[i];
  }
  if (trail.points > 0 && trail.base > 0) {
    followSpread(trail, d, level);
  }
  return d;
}

/** How much of a trailing level is taken. */
function shareOf(trail: Trail, level: number): number {
  return Math.abs(level) > trail.lasting ? 1 : trail.share;
}

/** Fills the factors from the trailing spread of residuals in scales. */
function followSpread(trail: Trail, d: Deviations, level: Float64Array): void {
  const z = new Float64Array(level.length);
  for (let i = 0; i < z.length; i++) {
    z[i] = d.residuals[i] / d.scale[i];
  }
  const window = new SortedWindow(trail.points);
  for (let i = 0; i < z.length; i++) {
    if (window.size >= leastIn(trail.points)) {
      window.putMedian(d.factor, i);
      d.factor[i] = shareOf(trail, level[i]) * d.factor[i]; // where the spread is measured from
      window.putMedianDistance(d.factor, i);
      d.factor[i] = factorOf(d.factor[i] / trail.base);
    }
    window.slide(z, i, trail.points);
  }
}

function leastIn(points: number): number {
  return Math.max(LEAST_HELD, Math.floor(points / 4));
}

/** The median of the residuals in the slots before each, 0 where too few are there. */
function trailingMedian(residuals: Float64Array, points: number): Float64Array {
  const level = new Float64Array(residuals.length);
  const window = new SortedWindow(points);
  for (let i = 0; i < residuals.length; i++) {
    if (window.size >= leastIn(points)) {
      window.putMedian(level, i);
    }
    window.slide(residuals, i, points);
  }
  return level;
}

// The factor on the scale leaves a dead zone, so that noise of the trailing scale does not make the band breathe, and has
// limits, so that an anomaly does not hide itself.
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
