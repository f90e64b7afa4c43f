/**
 * Maps a series' values before training, so that multiplicative effects become additive, and bounds do not narrow the
 * interval.
 * Twin: pkg/engine/clean/transform.go. Numbers: spec/vectors/clean/transform.json.
 */
import { exp } from '../num/exp';
import { expm1 } from '../num/expm1';
import { log } from '../num/log';
import { log1p } from '../num/log1p';

/** Part of a model. Each kind is defined for all numbers and never falls, so bands and scores keep their order. */
export interface Transform {
  kind: 'none' | 'log1p' | 'logit';
  /** Of log1p, what counts as one: values far below hardly bend. */
  size: number;
  /** The bounds of logit. */
  low: number;
  high: number;
}

/**
 * The share of logit's range at either end, and beyond, where the tangent stands in for the curve: a value on a bound must
 * not be infinitely far.
 */
const STRAIGHT = 1 / 256;

/** Bounds what `bend` returns: a value beyond logit's bounds may be any number. */
const FAR_BENT = 1e300;

/** The logit of 1 − STRAIGHT, log(255), and 1/SLOPE_WIDTH its slope there. */
const LOGIT_END = log((1 - STRAIGHT) / STRAIGHT);
const SLOPE_WIDTH = STRAIGHT * (1 - STRAIGHT);

/**
 * log(1 + |v|/size) with v's sign, or log(p/(1 − p)) of the share p of the way from low to high, or v. NaN stays NaN; a
 * |v|/size beyond the doubles is the greatest one.
 */
export function bend(t: Transform, v: number): number {
  switch (t.kind) {
    case 'log1p': {
      const x = log1p(Math.min(Math.abs(v) / t.size, Number.MAX_VALUE));
      return v < 0 ? -x : x;
    }
    case 'logit':
      return logit((v / 2 - t.low / 2) / (t.high / 2 - t.low / 2)); // halves, lest the range overflow
  }
  return v;
}

function logit(p: number): number {
  if (p < STRAIGHT) {
    return Math.max((p - STRAIGHT) / SLOPE_WIDTH - LOGIT_END, -FAR_BENT);
  }
  if (p > 1 - STRAIGHT) {
    return Math.min((p - (1 - STRAIGHT)) / SLOPE_WIDTH + LOGIT_END, FAR_BENT);
  }
  return log(p / (1 - p));
}

/** Undoes `bend`; the result is finite if x is. */
export function unbend(t: Transform, x: number): number {
  let v = x;
  if (t.kind === 'log1p') {
    v = Math.min(expm1(Math.abs(x)), Number.MAX_VALUE) * t.size;
    v = x < 0 ? 0 - v : v; // an expected value is never −0
  } else if (t.kind === 'logit') {
    v = (shareOf(x) * (t.high / 2 - t.low / 2) + t.low / 2) * 2;
  }
  if (v > Number.MAX_VALUE) {
    return Number.MAX_VALUE;
  }
  return v < -Number.MAX_VALUE ? -Number.MAX_VALUE : v;
}

/** Undoes `logit`. */
function shareOf(x: number): number {
  if (x < -LOGIT_END) {
    return (x + LOGIT_END) * SLOPE_WIDTH + STRAIGHT;
  }
  if (x > LOGIT_END) {
    return (x - LOGIT_END) * SLOPE_WIDTH + (1 - STRAIGHT);
  }
  return 1 / (1 + exp(-x));
}
