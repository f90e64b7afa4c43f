/**
 * The spread near steps of the expected value of the expected value.
 * Twin: pkg/engine/band/expectedStep.go. Numbers: spec/vectors/band.
 */

/**
 * Where the expected value steps of the expected value, a job that begins a step early or late is no anomaly. Part of a model, hence plain
 * data; spread 0 means that there is none.
 */
export interface ExpectedStep {
  /** A change of the expected value above this is a step of the expected value. */
  height: number;
  spread: number;
  /** Slots before a step of the expected value that are near it, 2 or 0. */
  before: number;
}

/**
 * How many slots on either side of a step of the expected value are near it. Those before it are not where regressors make the expected value:
 * their future is unknown.
 */
export const REACH = 2;

// A change of STEP_SCALES spreads is a step of the expected value. Fewer than MIN_NEAR slots near steps of the expected value teach nothing, and where more than
// MAX_NEAR are near, steps of the expected value are the series' nature and its spread holds already.
const STEP_SCALES = 4;
const MIN_NEAR = 10;
const MAX_NEAR = 0.3;

/**
 * Learns the spread of residuals near steps of the expected value, where a job leaves no more than it steps of the expected value: what is beyond is an event. Nothing
 * is modified.
 *
 * @param expected - shape [n], one a slot
 * @param residuals - shape [n]; NaN where missing
 * @param overall - the residuals' own spread
 * @param deterministic - whether the expected value is known ahead
 */
export function learnExpectedStep(
  expected: Float64Array,
  residuals: Float64Array,
  overall: number,
  deterministic: boolean
): ExpectedStep {
  const expectedStep = { height: STEP_SCALES * overall, spread: 0, before: deterministic ? REACH : 0 };
  const near = nearSteps(expectedStep, expected);
  let [slots, observed, squares] = [0, 0, 0];
  for (let i = 0; i < near.length; i++) {
    if (near[i] === 0) {
      continue;
    }
    slots++;
    if (!Number.isNaN(residuals[i])) {
      const distance = Math.min(Math.abs(residuals[i]), near[i]);
      observed++;
      squares += distance * distance;
    }
  }
  if (observed >= MIN_NEAR && slots < MAX_NEAR * near.length) {
    expectedStep.spread = Math.sqrt(squares / observed);
  }
  return expectedStep;
}

/** The height of the greatest step of the expected value of the expected value near each slot, shape [n]; 0 where there is none. */
function nearSteps(expectedStep: ExpectedStep, expected: Float64Array): Float64Array {
  const near = new Float64Array(expected.length);
  for (let i = 1; i < expected.length; i++) {
    const height = Math.abs(expected[i] - expected[i - 1]);
    if (height > expectedStep.height) {
      for (let k = Math.max(0, i - expectedStep.before); k < Math.min(near.length, i + REACH); k++) {
        near[k] = Math.max(near[k], height);
      }
    }
  }
  return near;
}

/**
 * The height of the greatest step of the expected value near each slot; 0 where there is none or steps of the expected value have no spread of their own. Twin: ExpectedStep.At.
 *
 * @param expected - shape [n], or [n + 2·REACH] with as many slots more on either side
 * @returns shape [n]
 */
export function expectedStepsAt(expectedStep: ExpectedStep, expected: Float64Array, n: number): Float64Array {
  const margin = (expected.length - n) / 2;
  return expectedStep.spread === 0
    ? new Float64Array(n)
    : nearSteps(expectedStep, expected).subarray(margin, margin + n);
}

/**
 * Raises the scale near steps of the expected value of the expected value, in place. Twin: ExpectedStep.Widen.
 *
 * @param scale - shape [n]; modified
 * @param expected - shape [n], or [n + 2·REACH] with as many slots more on either side
 */
export function widen(expectedStep: ExpectedStep, scale: Float64Array, expected: Float64Array): void {
  const near = expectedStepsAt(expectedStep, expected, scale.length);
  for (let i = 0; i < scale.length; i++) {
    if (near[i] > 0) {
      scale[i] = Math.max(scale[i], expectedStep.spread);
    }
  }
}
