/**
 * The spread near jumps of the expected value.
 * Twin: pkg/engine/band/jump.go. Numbers: spec/vectors/band.
 */

/**
 * Where the expected value jumps, a job that begins a step early or late is no anomaly. Part of a model, hence plain
 * data; spread 0 means that there is none.
 */
export interface Jump {
  /** A change of the expected value above this is a jump. */
  height: number;
  spread: number;
  /** Slots before a jump that are near it, 2 or 0. */
  before: number;
}

/**
 * How many slots on either side of a jump are near it. Those before it are not where regressors make the expected value:
 * their future is unknown.
 */
export const REACH = 2;

// A change of JUMP_SCALES spreads is a jump. Fewer than LEAST_NEAR slots near jumps teach nothing, and where more than
// MOST_NEAR are near, jumps are the series' nature and its spread holds already.
const JUMP_SCALES = 4;
const LEAST_NEAR = 10;
const MOST_NEAR = 0.3;

/**
 * Learns the spread of residuals near jumps, where a job leaves no more than it jumps: what is beyond is an event. Nothing
 * is modified.
 *
 * @param expected - shape [n], one a slot
 * @param residuals - shape [n]; NaN where missing
 * @param overall - the residuals' own spread
 * @param foreseen - whether the expected value is known ahead
 */
export function learnJump(expected: Float64Array, residuals: Float64Array, overall: number, foreseen: boolean): Jump {
  const jump = { height: JUMP_SCALES * overall, spread: 0, before: foreseen ? REACH : 0 };
  const near = nearJumps(jump, expected);
  let [slots, held, squares] = [0, 0, 0];
  for (let i = 0; i < near.length; i++) {
    if (near[i] === 0) {
      continue;
    }
    slots++;
    if (!Number.isNaN(residuals[i])) {
      const distance = Math.min(Math.abs(residuals[i]), near[i]);
      held++;
      squares += distance * distance;
    }
  }
  if (held >= LEAST_NEAR && slots < MOST_NEAR * near.length) {
    jump.spread = Math.sqrt(squares / held);
  }
  return jump;
}

/** The height of the greatest jump of the expected value near each slot, shape [n]; 0 where there is none. */
function nearJumps(jump: Jump, expected: Float64Array): Float64Array {
  const near = new Float64Array(expected.length);
  for (let i = 1; i < expected.length; i++) {
    const height = Math.abs(expected[i] - expected[i - 1]);
    if (height > jump.height) {
      for (let k = Math.max(0, i - jump.before); k < Math.min(near.length, i + REACH); k++) {
        near[k] = Math.max(near[k], height);
      }
    }
  }
  return near;
}

/**
 * The height of the greatest jump near each slot; 0 where there is none or jumps have no spread of their own. Twin: Jump.At.
 *
 * @param expected - shape [n], or [n + 2·REACH] with as many slots more on either side
 * @returns shape [n]
 */
export function jumpsAt(jump: Jump, expected: Float64Array, n: number): Float64Array {
  const margin = (expected.length - n) / 2;
  return jump.spread === 0 ? new Float64Array(n) : nearJumps(jump, expected).subarray(margin, margin + n);
}

/**
 * Raises the scale near jumps of the expected value, in place. Twin: Jump.Widen.
 *
 * @param scale - shape [n]; modified
 * @param expected - shape [n], or [n + 2·REACH] with as many slots more on either side
 */
export function widen(jump: Jump, scale: Float64Array, expected: Float64Array): void {
  const near = jumpsAt(jump, expected, scale.length);
  for (let i = 0; i < scale.length; i++) {
    if (near[i] > 0) {
      scale[i] = Math.max(scale[i], jump.spread);
    }
  }
}
