/**
 * What can be drawn before anything is judged: the query's own points.
 */
import { PanelData } from '@grafana/data';
import { medianStep } from '../engine/clean/step';
import { Analysis } from '../engine/analysis';
import { Series } from '../engine/series/series';
import { isAnalysed, readAnalysed } from '../frames/analysed';
import type { NamedSeries } from '../frames/named';
import { readSeries } from '../frames/read';
import type { Drawn } from './run';

/**
 * The panel's series as the query gave them, those that came analysed with their bands.
 *
 * @param data - of the panel, perhaps still loading; not modified
 * @returns one entry a series, analysed ones first
 * @throws Fault `frames/…` for data that hold no series
 */
export function linesOf({ series }: PanelData): Drawn[] {
  return [...analysedOf(series), ...readSeries(series.filter((frame) => !isAnalysed(frame))).map(unjudged)];
}

/** The series that came with their bands: the values are those that were judged. */
export function analysedOf(frames: PanelData['series']): Drawn[] {
  return frames.filter(isAnalysed).map((frame) => {
    const one = readAnalysed(frame);
    return { ...one, line: { timesMs: one.analysis.timesMs, values: one.analysis.value } };
  });
}

/** A series without a verdict: not judged yet, or refused by the engine. */
export function unjudged(source: NamedSeries): Drawn {
  return { source, line: inOrder(source.series), analysis: NO_ANALYSIS };
}

/** Whether a series was judged. */
export function isJudged({ analysis }: Drawn): boolean {
  return analysis.timesMs.length > 0;
}

/** Whether several of the query's points fall into one slot that is judged: the band then is a flight of steps. */
export function isFiner({ line, analysis }: Drawn): boolean {
  return isJudged({ line, analysis } as Drawn) && medianStep(line.timesMs) < analysis.stepMs;
}

function inOrder(series: Series): Series {
  const { timesMs, values } = series;
  if (timesMs.every((t, i) => i === 0 || timesMs[i - 1] <= t)) {
    return series;
  }
  const order = Array.from(timesMs.keys()).sort((a, b) => timesMs[a] - timesMs[b]);
  return { timesMs: Float64Array.from(order, (i) => timesMs[i]), values: Float64Array.from(order, (i) => values[i]) };
}

const ABSENT = new Float64Array();

const NO_ANALYSIS: Analysis = {
  stepMs: 0,
  timesMs: ABSENT,
  value: ABSENT,
  expected: ABSENT,
  lower: ABSENT,
  upper: ABSENT,
  intervalLower: ABSENT,
  intervalUpper: ABSENT,
  lower99: ABSENT,
  upper99: ABSENT,
  score: ABSENT,
  reason: ABSENT,
  drift: ABSENT,
  direction: ABSENT,
  anomaly: ABSENT,
  state: new Uint8Array(),
  notices: [],
  models: [],
};
