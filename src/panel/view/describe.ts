/**
 * Sentences about a picture, for people who can't see it and for the tooltip.
 */
import { Analysis, State } from '../../engine/analysis';
import { signOf } from '../../draw/marks';
import { severityOf } from '../../draw/palette';
import { farthestOf, runsOf } from '../../draw/runs';
import { Picture } from '../run';

/**
 * The picture in one sentence.
 *
 * @param picture - of the panel
 */
export function describe({ drawn }: Picture): string {
  const parts = drawn.slice(0, 5).map(({ source, analysis }) => {
    const anomalies = runsOf(analysis.anomaly.length, (i) => analysis.anomaly[i] === 1).length;
    const judged = analysis.state.some((state) => state === State.Normal || state === State.Anomalous);
    return `${source.name}: ${judged ? `${anomalies} ${anomalies === 1 ? 'anomaly' : 'anomalies'}` : 'still learning'}`;
  });
  const rest = drawn.length > 5 ? ` and ${drawn.length - 5} more series` : '';
  return `Chart of values with their expected bands. ${parts.join('. ')}${rest}.`;
}

/** A point's state in a few words, and a sign that doesn't need colour. */
export interface Status {
  sign: string;
  text: string;
  /** Whether to draw the eye. */
  alarming: boolean;
}

/**
 * What one point is.
 *
 * @param analysis - of its series
 * @param i - its index
 */
export function statusOf(analysis: Analysis, i: number): Status {
  const above = analysis.direction[i] > 0;
  switch (analysis.state[i]) {
    case State.Missing:
      return { sign: '∅', text: 'No data', alarming: false };
    case State.Excluded:
      return { sign: '╱', text: 'Excluded: neither learnt from nor judged', alarming: false };
    case State.Learning:
      return { sign: '…', text: 'Learning: no verdict yet', alarming: false };
    case State.Anomalous:
      return { sign: signOf(analysis.reason[i], above), text: anomalyText(analysis, i), alarming: true };
    default:
      return outside(analysis, i) ?? { sign: '●', text: 'Normal', alarming: false };
  }
}

function anomalyText({ score, anomaly }: Analysis, i: number): string {
  if (!(score[i] > 1)) {
    return 'Back, but not for long enough';
  }
  return `${severityOf(score[i], anomaly[i]) === 'severe' ? 'Critical' : 'Warning'}, ${score[i].toFixed(1)} × limit`;
}

function outside(analysis: Analysis, i: number): Status | undefined {
  if (analysis.score[i] > 1) {
    return { sign: '○', text: 'Beyond the limit, not long enough for an anomaly', alarming: true };
  }
  const value = analysis.value[i];
  const unusual = value > analysis.intervalUpper[i] || value < analysis.intervalLower[i];
  return unusual ? { sign: '◌', text: 'Outside the interval, within the limit', alarming: false } : undefined;
}

/**
 * The incident that a point belongs to, in words: since when, how long, and the value at its highest score.
 *
 * @param analysis - of its series
 * @param i - its index, of an anomaly
 * @param format - writes a value
 * @param clock - writes a time of the same day
 * @param length - writes a duration in milliseconds
 * @returns '' for an incident of one slot
 */
export function incidentText(
  analysis: Analysis,
  i: number,
  format: (value: number) => string,
  clock: (timeMs: number) => string,
  length: (ms: number) => string
): string {
  const { anomaly, timesMs, value, stepMs } = analysis;
  const run = runsOf(anomaly.length, (k) => anomaly[k] === 1).find(({ first, last }) => first <= i && i <= last);
  if (!run || run.first === run.last) {
    return '';
  }
  const lasted = length(timesMs[run.last] + stepMs - timesMs[run.first]);
  return `, since ${clock(timesMs[run.first])}, for ${lasted}, peak ${format(value[farthestOf(analysis, run)])}`;
}

/** Which model judged a point; '' where the picture does not know it. */
export function learntFrom({ models }: Analysis, timeMs: number): string {
  const model = [...models].reverse().find(({ cutMs }) => cutMs <= timeMs);
  return model ? `Judged by a ${model.kind} model of ${model.points.toLocaleString('en')} earlier points` : '';
}

/** The reasons of the anomalies of a picture, in their order. */
export function reasonsOf({ drawn }: Picture): number[] {
  const found = new Set<number>();
  for (const { analysis } of drawn) {
    analysis.anomaly.forEach((anomaly, i) => anomaly === 1 && analysis.reason[i] > 0 && found.add(analysis.reason[i]));
  }
  return [...found].sort();
}
