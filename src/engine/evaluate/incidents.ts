/**
 * Groups anomalies as a rule raises them.
 * Stage: detect → **evaluate**. Twin: pkg/engine/evaluate/incidents.go. Numbers: spec/vectors/evaluate.
 */

/** Anomalies that begin no later than this after each other are one incident. */
const INCIDENT_GAP_MS = 1_800_000;

/** The slots of an incident, from its first anomaly to its last. */
export interface Incident {
  first: number;
  last: number;
}

/**
 * What a rule would have raised, oldest first. Anomalies of neighbouring slots, or that begin at most 30 minutes after each
 * other, are one incident; slots that are not judged end none.
 *
 * @param anomaly - shape [n]; 1 where a slot is anomalous, NaN where it is not judged
 * @see Ferro & Segers (2003), runs declustering. Twin: Incidents
 */
export function incidents(anomaly: Float64Array, stepMs: number): Incident[] {
  const joined = Math.max(Math.floor(INCIDENT_GAP_MS / stepMs), 1); // judged slots from one anomaly to the next of its incident
  const runs: Incident[] = [];
  let [judged, last] = [0, 0];
  anomaly.forEach((a, i) => {
    if (Number.isNaN(a)) {
      return;
    }
    if (a === 1) {
      if (runs.length > 0 && judged - last <= joined) {
        runs[runs.length - 1].last = i;
      } else {
        runs.push({ first: i, last: i });
      }
      last = judged;
    }
    judged++;
  });
  return runs;
}
