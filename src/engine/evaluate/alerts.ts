/**
 * Says whether as many alerts came as were asked for.
 * Stage: detect → **evaluate**. Twin: pkg/engine/evaluate/alerts.go. Numbers: spec/vectors/evaluate.
 */

/** Anomalies that begin no later than this after each other are one incident. */
const INCIDENT_GAP_MS = 1_800_000;

const WEEK_MS = 604_800_000;

/**
 * How many incidents began, per week of judged slots. Anomalies of neighbouring slots, or that begin at most
 * 30 minutes after each other, are one incident; slots that are not judged end none.
 *
 * @param anomaly - shape [n]; 1 where a slot is anomalous, NaN where it is not judged
 * @returns null where less than a week is judged: a rate of days says nothing of weeks
 * @see Ferro & Segers (2003), runs declustering. Twin: AlertsPerWeek
 */
export function alertsPerWeek(anomaly: Float64Array, stepMs: number): number | null {
  const joined = Math.max(Math.floor(INCIDENT_GAP_MS / stepMs), 1); // judged slots from one anomaly to the next of its incident
  let [incidents, judged, last] = [0, 0, -joined - 1];
  for (const a of anomaly) {
    if (Number.isNaN(a)) {
      continue;
    }
    if (a === 1) {
      incidents += judged - last > joined ? 1 : 0;
      last = judged;
    }
    judged++;
  }
  return judged * stepMs < WEEK_MS ? null : (incidents * WEEK_MS) / (judged * stepMs);
}
