/**
 * Anomalies as annotations: one range for each run of anomalous slots. Grafana's own way wants a column of texts.
 */
import { AnnotationEvent, DataFrame } from '@grafana/data';
import { farthestOf, runsOf } from '../draw/runs';
import { AnalysedSeries, isAnalysed, readAnalysed } from '../frames/analysed';
import { REASON_NAMES } from '../frames/reasons';

/**
 * The anomalies of an answer.
 *
 * @param frames - of outputs `bands` or `outliers`; frames of other outputs have no anomalies; not modified
 * @returns a range from the first anomalous slot to the end of the last, with the series' labels as tags
 * @throws Fault `frames/newer-version`, `frames/missing-column`
 */
export function anomaliesOf(frames: DataFrame[]): AnnotationEvent[] {
  return frames.filter(isAnalysed).flatMap((frame) => eventsOf(readAnalysed(frame)));
}

function eventsOf({ source, analysis }: AnalysedSeries): AnnotationEvent[] {
  const { timesMs, anomaly, score, reason, stepMs } = analysis;
  const tags = Object.entries(source.labels).map(([name, value]) => `${name}:${value}`);
  return runsOf(anomaly.length, (i) => anomaly[i] === 1).map(({ first, last }) => {
    // A run goes on over slots that detect counts though they are inside: their score says less.
    const highest = farthestOf(analysis, { first, last });
    const why = reason[highest] > 0 ? ` (${REASON_NAMES[reason[highest]].toLowerCase()})` : '';
    return {
      time: timesMs[first],
      timeEnd: timesMs[last] + stepMs,
      isRegion: true,
      title: source.name,
      text: `${source.name}: up to ${score[highest].toFixed(1)} times its limit${why}`,
      tags,
    };
  });
}
