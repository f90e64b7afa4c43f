/**
 * The step of a grid that its data decide.
 * Twin: pkg/engine/clean/step.go.
 */
import { durationMs } from '../spec/duration';

/** The step of calendar months, in milliseconds: the mean length of a Gregorian one. */
export const MONTH_MS = 2_629_746_000;

const FOUR_WEEKS_MS = 2_419_200_000;

/** The steps that "auto" may take, in milliseconds. */
const LADDER = [
  10_000,
  15_000,
  30_000,
  60_000,
  120_000,
  300_000,
  600_000,
  900_000,
  1_800_000,
  3_600_000,
  7_200_000,
  10_800_000,
  21_600_000,
  43_200_000,
  86_400_000,
  604_800_000,
  FOUR_WEEKS_MS,
  MONTH_MS,
];

/** The step of a series with fewer than two stamps. */
const DEFAULT_STEP_MS = 300_000;

/**
 * The rung that fits the median spacing of ascending stamps: the lowest that is at least nine tenths of it, since with a
 * step shorter than the spacing slots stay empty, and real spacings jitter. What lies more than four weeks apart is by the
 * month.
 *
 * @param timesMs - shape [n], ascending; not modified
 */
export function medianStep(timesMs: Float64Array): number {
  if (timesMs.length < 2) {
    return DEFAULT_STEP_MS;
  }
  const spacings = timesMs.slice(1).map((t, i) => t - timesMs[i]);
  spacings.sort();
  const median = spacings[Math.floor(spacings.length / 2)];
  return LADDER.find((step) => 10 * step >= 9 * median && !(step === FOUR_WEEKS_MS && median > step)) ?? MONTH_MS;
}

/** A step that a spec names, in milliseconds. */
export function stepMsOf(step: string): number {
  return step === 'month' ? MONTH_MS : durationMs(step);
}
