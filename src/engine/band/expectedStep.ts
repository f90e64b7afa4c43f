/**
 * The scale of residuals near steps of the expected value.
 * Twin: pkg/engine/band/expectedStep.go. Numbers: spec/vectors/band.
 */

/**
 * The scale of residuals near steps of the expected value. A job that starts a slot early or late is no anomaly
 * there. It is part of a model, hence plain data. Spread 0 means that there is no such scale.
 */
export interface ExpectedStep {
  /** A change of the expected value above this is a step. */
  height: number;
  spread: number;
  /** Slots before a step of the expected value that are near it, 2 or 0. */
  before: number;
}

/**
 * The number of slots near a step of the expected value, on either side. If the expected value depends on regressors,
 * slots before the step do not count, since the regressors' future is unknown.
 */
export const REACH = 2;

// A change of the expected value by STEP_SCALES spreads is a step. With fewer than MIN_NEAR slots near steps, their
// scale is not learnt. If more than the share MAX_NEAR is near a step, the overall scale already contains them.
const STEP_SCALES = 4;
const MIN_NEAR = 10;
const MAX_NEAR = 0.3;

/**
 * Learns the scale of residuals near steps of the expected value, from residuals clipped at the height of the step. A
 * larger residual is an event, not a late job. Nothing
 * is modified.
 *
 * @param expected - shape [n], one a slot
 * @param residuals - shape [n]; NaN where missing
 * @param overall - the residuals' own spread
 * @param deterministic - whether the expected value is known in advance
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

/** The height of the greatest step of the expected value near each slot, shape [n]; 0 if there is none. */
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
 * The height of the greatest step of the expected value near each slot; 0 if there is none, or if steps have no scale
 * of their own. Twin: ExpectedStep.At.
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
 * Raises the scale near steps of the expected value, in place. Twin: ExpectedStep.Widen.
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
