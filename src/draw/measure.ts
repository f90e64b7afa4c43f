/**
 * What the reason of a score compares, as the picture shows it: a length in the series' unit, and its limit.
 */
import { Analysis } from '../engine/analysis';
import { constants } from '../engine/detect/constants';
import { Reason } from '../engine/detect/score';

/** Both ≥ 0, in the series' unit; NaN where the slot has no band. */
export interface Measure {
  length: number;
  limit: number;
}

/**
 * What is compared in one slot. Where `transform` is set, the limit of an hourly mean holds for small deviations only.
 *
 * @param a - not modified
 * @param i - index of the slot; one without a reason is measured by its deviation
 * @returns undefined where there is no value, or the slots before are not in the picture
 */
export function measureOf(a: Analysis, i: number): Measure | undefined {
  const distance = Math.abs(a.value[i] - a.expected[i]);
  switch (a.reason[i]) {
    case Reason.Missing:
    case Reason.Stuck: // a time, which is no length
      return undefined;
    case Reason.HourlyMean:
      return hourlyMean(a, i, distance);
    case Reason.Spike:
      return spike(a, i);
    default:
      return { length: distance, limit: Math.abs(limitAt(a, i) - a.expected[i]) };
  }
}

/** The limit on the side of the value: as drawn, or the bound that the spec declares. */
export function limitAt({ value, expected, lower, upper, score, reason, direction }: Analysis, i: number): number {
  if (reason[i] === Reason.Bounds) {
    return expected[i] + (value[i] - expected[i]) / score[i];
  }
  return direction[i] < 0 ? lower[i] : upper[i];
}

/** The mean of the hour that ends with the slot. What exceeds the limit is no more than the slot's own distance. */
function hourlyMean(a: Analysis, i: number, distance: number): Measure | undefined {
  const first = i + 1 - Math.floor(constants.meanMs / a.stepMs);
  if (first < 0) {
    return undefined;
  }
  let [total, observed] = [0, 0];
  for (let k = first; k <= i; k++) {
    if (isJudged(a, k)) {
      total += a.value[k] - a.expected[k];
      observed++;
    }
  }
  const length = Math.abs(total / observed);
  return { length, limit: Math.min(length, distance) / a.score[i] };
}

/** The rise, or the fall, from the farther of the two values before, and the least one that exceeds the limit. */
function spike(a: Analysis, i: number): Measure | undefined {
  const before = [i - 2, i - 1].filter((k) => k >= 0 && isJudged(a, k)).map((k) => a.value[k]);
  if (i < 2 || before.length === 0) {
    return undefined;
  }
  const start = a.direction[i] < 0 ? Math.min(...before) : Math.max(...before);
  return { length: Math.abs(a.value[i] - start), limit: Math.abs(limitAt(a, i) - start) };
}

// Excluded slots have no score; missing ones may have one, but no value.
function isJudged(a: Analysis, k: number): boolean {
  return Number.isFinite(a.score[k]) && Number.isFinite(a.value[k] - a.expected[k]);
}
