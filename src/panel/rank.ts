/**
 * Which of many series is the most anomalous now.
 */
import { farthestOf, runsOf } from '../draw/runs';
import { Severity, severityOf } from '../draw/palette';
import { isJudged } from './lines';
import { Drawn } from './run';

/** From so many series on their bands would cover each other: a ranked list stands below, and one band shows at a time. */
export const MANY_SERIES = 5;

/** One series' place, and what there is to say of its newest slot. */
export interface Rank {
  /** Its index among the drawn ones. */
  s: number;
  key: string;
  name: string;
  /** The newest number of the query's own; NaN without one. */
  value: number;
  /** How many times the limit; NaN while nothing is known. */
  score: number;
  /** Undefined for what lies within the limit. */
  severity?: Severity;
  /** How long the incident has lasted; 0 without one. */
  lastedMs: number;
  /** Of the incident: the values of Reason; else 0. */
  reason: number;
}

/**
 * The series by the score of their newest slot that has one; those that are anomalous before those that are not, those
 * that nothing is known of last.
 *
 * @param drawn - not modified
 */
export function rank(drawn: Drawn[]): Rank[] {
  const by = ({ severity, score }: Rank) =>
    Number.isNaN(score) ? -1 : score + (severity && severity !== 'outside' ? 1e9 : 0);
  return drawn.map(rankOf).sort((a, b) => by(b) - by(a) || a.s - b.s);
}

/** How many are anomalous now, in words. */
export function anomalousText(ranks: Rank[]): string {
  const anomalous = ranks.filter(({ lastedMs }) => lastedMs > 0).length;
  return `${anomalous} of ${ranks.length} anomalous`;
}

function rankOf(one: Drawn, s: number): Rank {
  const { source, line, analysis } = one;
  const value = line.values[lastFinite(line.values)] ?? NaN;
  const bare = { s, key: source.key, name: source.name, value, score: NaN, lastedMs: 0, reason: 0 };
  const now = isJudged(one) ? lastFinite(analysis.score) : -1;
  if (now < 0) {
    return bare;
  }
  const { score, anomaly, reason, stepMs, timesMs } = analysis;
  const incident = runsOf(anomaly.length, (i) => anomaly[i] === 1).find(
    ({ first, last }) => first <= now && now <= last
  );
  const severity = score[now] > 1 || incident ? severityOf(score[now], anomaly[now]) : undefined;
  return {
    ...bare,
    score: score[now],
    severity,
    lastedMs: incident ? timesMs[incident.last] + stepMs - timesMs[incident.first] : 0,
    reason: incident ? reason[farthestOf(analysis, incident)] : 0,
  };
}

/** The index of the last number, or -1. */
function lastFinite(values: Float64Array): number {
  let i = values.length - 1;
  while (i >= 0 && !Number.isFinite(values[i])) {
    i--;
  }
  return i;
}
