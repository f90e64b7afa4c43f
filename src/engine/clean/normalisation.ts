/**
 * Maps a series' values onto numbers near 1, and back. The stages after clean work on this normalised scale, so that no square of
 * theirs overflows and their constants fit every series.
 * Twin: pkg/engine/clean/normalisation.go.
 */
import { exponent, scale } from '../num/bits';
import { median, medianInPlace } from '../num/median';
import { ROUNDING } from '../num/rounding';
import { bend, Transform, unbend } from './transform';

/** Part of a model, hence plain data. The factors are powers of two: scaling itself rounds nothing. */
export interface Normalisation {
  /** The median, times pre. */
  center: number;
  /** 1, or less where a difference of two values would overflow. */
  pre: number;
  /** The power of two nearest below the spread, times pre. */
  scale: number;
  /** Comes first. */
  transform: Transform;
}

// Values whose exponent is this or more are scaled by PRE_SCALE before any difference.
const HUGE_EXPONENT = 1019;
const PRE_SCALE = 1 / 256;

// A constant series has no spread: this share of its value stands in, so that any change beyond rounding is far outside.
// A series of zeros takes CONSTANT_ZERO.
const CONSTANT_SHARE = 2 ** -30;
const CONSTANT_ZERO = 2 ** -40;

/** The least exponent of a normalised scale: below, scale itself would lose bits. */
const MIN_EXPONENT = -1070;

/** Bounds a value in the normalised scale: beyond, products of two could overflow. */
const FAR = 1e150;

/**
 * The normalised scale of values, once they are bent by a transform. The spread is the median absolute deviation, else the mean one, else a
 * share of the value; deviations that may be rounding are none.
 *
 * @param values - shape [n], n ≥ 1, finite; not modified
 */
export function normalisationOf(values: Float64Array, transform: Transform): Normalisation {
  return { ...affineOf(values.map((v) => bend(transform, v))), transform };
}

function affineOf(values: Float64Array): Omit<Normalisation, 'transform'> {
  const pre = values.some((v) => v !== 0 && exponent(v) >= HUGE_EXPONENT) ? PRE_SCALE : 1;
  const scaled = values.map((v) => v * pre);
  const center = median(scaled);
  const spread = spreadOf(
    scaled.map((v) => Math.abs(offCenter(v, center, roundingOf(center)))),
    center
  );
  return { center, pre, scale: scale(1, Math.max(exponent(spread), MIN_EXPONENT)) };
}

/** What of a difference from the center may be rounding: values that differ by no more are equal. */
function roundingOf(center: number): number {
  return Math.abs(center) * ROUNDING;
}

function offCenter(v: number, center: number, rounding: number): number {
  const off = v - center;
  return Math.abs(off) <= rounding ? 0 : off;
}

/** The spread that absolute deviations have, never 0. Reorders them. */
function spreadOf(deviations: Float64Array, center: number): number {
  const n = deviations.length;
  let mean = 0;
  for (let i = 0; i < n; i++) {
    mean += deviations[i] / n;
  }
  return medianInPlace(deviations) || mean || Math.abs(center) * CONSTANT_SHARE || CONSTANT_ZERO;
}

/** A value in the normalised scale; NaN stays NaN. */
export function normalise(normalisation: Normalisation, v: number): number {
  const z =
    offCenter(
      bend(normalisation.transform, v) * normalisation.pre,
      normalisation.center,
      roundingOf(normalisation.center)
    ) / normalisation.scale;
  if (z > FAR) {
    return FAR;
  }
  return z < -FAR ? -FAR : z;
}

/** A number of the normalised scale as a value of the series; finite if z is. */
export function denormalise(normalisation: Normalisation, z: number): number {
  return unbend(normalisation.transform, (z * normalisation.scale + normalisation.center) / normalisation.pre);
}

// The same for all of an array: of values that are not bent, no number is handed to a function, or it might be boxed.

/** `normalise` of each value, shape [n]; they are not modified. */
export function normaliseAll(
  { center, pre, scale: size, transform }: Normalisation,
  values: Float64Array
): Float64Array {
  const z = transform.kind === 'none' ? values.slice() : values.map((v) => bend(transform, v));
  const rounding = roundingOf(center);
  for (let i = 0; i < z.length; i++) {
    z[i] = Math.min(Math.max(offCenter(z[i] * pre, center, rounding) / size, -FAR), FAR);
  }
  return z;
}

/** `denormalise` of each number of z, in its place. */
export function denormaliseAll({ center, pre, scale: size, transform }: Normalisation, z: Float64Array): void {
  const isBent = transform.kind !== 'none';
  for (let i = 0; i < z.length; i++) {
    const v = (z[i] * size + center) / pre;
    z[i] = isBent ? unbend(transform, v) : Math.min(Math.max(v, -Number.MAX_VALUE), Number.MAX_VALUE);
  }
}

/** A difference of the normalised scale as one of the series; where values are bent, as one from the median up. */
export function denormaliseLength(normalisation: Normalisation, z: number): number {
  const length =
    normalisation.transform.kind === 'none'
      ? (z * normalisation.scale) / normalisation.pre
      : denormalise(normalisation, z) - denormalise(normalisation, 0);
  return Math.min(length, Number.MAX_VALUE);
}

/** A difference ≥ 0 of the series, from z down and up, as ones of the normalised scale. */
export function normaliseLengths(normalisation: Normalisation, v: number, z: number): { down: number; up: number } {
  if (normalisation.transform.kind === 'none') {
    const length = Math.min((v * normalisation.pre) / normalisation.scale, FAR);
    return { down: length, up: length };
  }
  const at = denormalise(normalisation, z);
  return {
    down: Math.max(z - normalise(normalisation, Math.max(at - v, -Number.MAX_VALUE)), 0),
    up: Math.max(normalise(normalisation, Math.min(at + v, Number.MAX_VALUE)) - z, 0),
  };
}

/** Over a shorter way rounding would decide a slope. */
const MIN_RUN = 2 ** -20;

/** The series' change for a change of 1 on the normalised scale, on the way from z to `to`. */
export function slopeOf(normalisation: Normalisation, z: number, to: number): number {
  if (normalisation.transform.kind === 'none') {
    return normalisation.scale / normalisation.pre;
  }
  let end = Math.abs(to - z) < MIN_RUN ? z + MIN_RUN : to;
  if (end === z) {
    end = z + Math.abs(z) * MIN_RUN; // a z so large that the run vanishes beside it
  }
  return (denormalise(normalisation, end) - denormalise(normalisation, z)) / (end - z);
}
