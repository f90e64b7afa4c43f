/**
 * The panel's flow: query → history → engine → what is drawn. No React here.
 */
import { PanelData } from '@grafana/data';
import { EngineClient } from '../engine/worker/client';
import { neededFromMs } from '../engine/cuts';
import { faultCode } from '../engine/fault/fault';
import type { Job } from '../engine/worker/messages';
import { Notice } from '../engine/notice/notice';
import { Series } from '../engine/series/series';
import { excluding } from '../engine/spec/excluding';
import { parseSpec } from '../engine/spec/parse';
import { Spec } from '../engine/spec/spec';
import { AnalysedSeries, isAnalysed } from '../frames/analysed';
import { readSeries } from '../frames/read';
import { markedBy } from './history/annotations';
import { MsRange } from './history/query';
import { HistoryStore } from './history/store';
import { analysedOf, unjudged } from './lines';
import { Plan, plan } from './plan';
import { splitRegressors } from './regressors';

const DAY_MS = 86400000;

/** One series as it is drawn. */
export interface Drawn extends AnalysedSeries {
  /** The query's own points in the order of time: what is drawn as the value, whatever the step that is judged. */
  line: Series;
  /** What the engine judged, to ask it more; undefined where it did not: on a data source's own bands. */
  job?: Job;
}

/** What the panel shows: bands as far as they are ready, and remarks. */
export interface Picture {
  drawn: Drawn[];
  notices: Notice[];
}

/** What a run works with. */
export interface RunOptions {
  data: PanelData;
  spec: object;
  history: HistoryStore;
  engine: EngineClient;
  signal: AbortSignal;
  onProgress(text: string): void;
  /** Told of each series as soon as it is judged. */
  onJudged(one: Drawn): void;
}

/**
 * Everything from a panel's data to its picture.
 *
 * @returns the picture; series that fail alone are drawn without a band, with a notice
 * @throws Fault `spec/…` for a bad spec, `frames/…` for data that hold no series; `worker/cancelled` after an abort
 */
export async function run({ data, spec: raw, onProgress, onJudged, ...around }: RunOptions): Promise<Picture> {
  const { spec, notices } = parseSpec(raw);
  const ready = analysedOf(data.series);
  const { explained, regressors } = splitRegressors(
    readSeries(data.series.filter((frame) => !isAnalysed(frame))),
    spec
  );
  const range = rangeOf(data);
  onProgress('Reading history');
  const plans = await plan(explained, { data, spec, range, notices, regressors, ...around });
  let done = 0;
  const whole = await withMarked(spec, plans, range, notices);
  onProgress('Learning');
  const judged = await Promise.all(
    plans.map(async (one) => {
      const result = await judge(one, whole, range, around);
      onJudged(result.drawn);
      onProgress(`Learning: ${++done} of ${plans.length} series`);
      return result;
    })
  );
  const drawn = [...ready, ...judged.map((one) => one.drawn)];
  const faults = judged.flatMap(({ notice }) => notice ?? []);
  return {
    drawn: [...drawn, ...regressors.map(({ source }) => unjudged(source))],
    notices: uniqueNotices([...notices, ...faults, ...drawn.flatMap(({ analysis }) => analysis.notices)]),
  };
}

/** The spec with the times that annotations with its tags mark; without them, and with a notice, if they can't be read. */
async function withMarked(spec: Spec, plans: Plan[], range: MsRange, notices: Notice[]): Promise<Spec> {
  const { excludeTags } = spec.train;
  if (excludeTags.length === 0 || plans.length === 0) {
    return spec;
  }
  const fromMs = Math.min(...plans.map(({ stepMs }) => neededFromMs(spec, stepMs, range.fromMs)));
  try {
    return excluding(spec, await markedBy(excludeTags, { fromMs, toMs: range.toMs }));
  } catch (error) {
    const text = `Annotations with the tags ${excludeTags.join(', ')} can't be read (${messageOf(error)}); what they mark is learnt from and judged here.`;
    notices.push({ code: 'panel/no-annotations', severity: 'warning', text });
    return spec;
  }
}

/** What an error says; Grafana's client throws objects that are none. */
function messageOf(error: unknown): string {
  const { message, data } = error as { message?: string; data?: { message?: string } };
  return data?.message ?? message ?? String(error);
}

/**
 * The visible range.
 *
 * @param data - of the panel
 * @returns epoch milliseconds
 */
export function rangeOf(data: PanelData): MsRange {
  const { from, to } = data.request?.range ?? data.timeRange;
  return { fromMs: from.valueOf(), toMs: to.valueOf() };
}

async function judge(
  one: Plan,
  spec: Spec,
  range: MsRange,
  { engine, signal }: Pick<RunOptions, 'engine' | 'signal'>
): Promise<{ drawn: Drawn; notice?: Notice }> {
  const { source, series, others, regressors, stepMs } = one;
  const { limit } = spec.band;
  const asked = 'alertsPerWeek' in limit ? limit.alertsPerWeek : undefined;
  const bare = { ...unjudged(source), asked };
  // The slot that the range begins in is seen in part, and a range shorter than a step lies in one.
  const window = { ...range, fromMs: Math.floor(range.fromMs / stepMs) * stepMs, nowMs: Date.now(), stepMs };
  try {
    const job = { input: { series, regressors }, spec, window };
    if (others.length < 2 || !beginsAfter(series, range.fromMs - DAY_MS)) {
      const alone = await engine.analyse(source.key, job, { signal });
      if (
        others.length < 2 ||
        !alone.notices.some(({ code }) => code === 'fit/learning' || code === 'fit/never-learns')
      ) {
        return { drawn: { ...bare, analysis: alone, job } };
      }
    }
    const beside = { ...job, input: { series, others, regressors } };
    const notice = othersNotice(source.name, others.length, one.alike);
    const analysis = await engine.analyse(source.key, beside, { signal });
    return { drawn: { ...bare, analysis, job: beside }, notice };
  } catch (error) {
    if (faultCode(error) === 'worker/cancelled') {
      throw error;
    }
    const text = `${source.name}: ${error instanceof Error ? error.message : String(error)}`;
    return { drawn: bare, notice: { code: faultCode(error), severity: 'warning', text } };
  }
}

// Such a series is taken for a new one at once. Whether another one learns is known once it is judged: the others, which
// change nothing where they are not needed, are copied to the worker only then.
function beginsAfter({ timesMs }: Series, timeMs: number): boolean {
  return timesMs.every((t) => t > timeMs);
}

function othersNotice(name: string, passed: number, alike: number): Notice | undefined {
  const text = `${name}: it is new, and learns from ${passed} of the ${alike} series of its query here, from all of them in a rule: the two bands can differ.`;
  return passed < alike ? { code: 'panel/others-left-out', severity: 'info', text } : undefined;
}

function uniqueNotices(notices: Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [notice.code + notice.text, notice])).values()];
}
