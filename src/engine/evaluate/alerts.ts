/**
 * Says whether as many alerts came as were asked for.
 * Stage: detect → **evaluate**. Twin: pkg/engine/evaluate/alerts.go. Numbers: spec/vectors/evaluate.
 */
import { incidents } from './incidents';

const WEEK_MS = 604_800_000;

/**
 * How many incidents began, per week of judged slots.
 *
 * @param anomaly - as for `incidents`
 * @returns null where less than a week is judged: a rate of days says nothing of weeks
 * @see Twin: AlertsPerWeek
 */
export function alertsPerWeek(anomaly: Float64Array, stepMs: number): number | null {
  const judged = anomaly.reduce((n, a) => n + (Number.isNaN(a) ? 0 : 1), 0);
  return judged * stepMs < WEEK_MS ? null : (incidents(anomaly, stepMs).length * WEEK_MS) / (judged * stepMs);
}
