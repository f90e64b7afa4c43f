/**
 * Sentences about a picture, for people who can't see it and for the tooltip.
 */
import { Analysis, State } from '../../engine/analysis';
import { runsOf } from '../../draw/runs';
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
      return { sign: above ? '▲' : '▼', text: `Anomaly: ${above ? 'above' : 'below'} the band`, alarming: true };
    default:
      return outsideCore(analysis, i) ?? { sign: '●', text: 'Normal', alarming: false };
  }
}

function outsideCore(analysis: Analysis, i: number): Status | undefined {
  if (analysis.score[i] > 1) {
    return { sign: '○', text: 'Outside the edge, not long enough for an anomaly', alarming: true };
  }
  const value = analysis.value[i];
  const unusual = value > analysis.coreUpper[i] || value < analysis.coreLower[i];
  return unusual ? { sign: '◌', text: 'Unusual, inside the edge', alarming: false } : undefined;
}

/**
 * Why a point is what it is, in one sentence.
 *
 * @param analysis - of its series
 * @param i - its index
 * @param format - writes a number in the series' unit
 * @returns '' where the point has no band
 */
export function verdictOf(analysis: Analysis, i: number, format: (value: number) => string): string {
  const { value, expected, score, direction } = analysis;
  if (!Number.isFinite(score[i])) {
    return '';
  }
  const side = direction[i] > 0 ? 'above' : direction[i] < 0 ? 'below' : 'on';
  const distance = side === 'on' ? 'On' : `${format(Math.abs(value[i] - expected[i]))} ${side}`;
  const share =
    score[i] > 1
      ? `${score[i].toFixed(1)} times as far as the edge`
      : `${Math.round(score[i] * 100)} % of the way to the edge`;
  return `${distance} the expected value, ${share}.${learntFrom(analysis, analysis.timesMs[i])}`;
}

function learntFrom({ models }: Analysis, timeMs: number): string {
  const model = [...models].reverse().find(({ cutMs }) => cutMs <= timeMs);
  return model ? ` Judged by a ${model.kind} model of ${model.points.toLocaleString('en')} earlier points.` : '';
}
