/**
 * The panel's flow: query → history → engine → what is drawn. No React here.
 */
import { DataFrame, PanelData } from '@grafana/data';
import { Analysis, State } from '../engine/analysis';
import { EngineClient } from '../engine/worker/client';
import { gridStep } from '../engine/clean/grid';
import { neededFromMs } from '../engine/cuts';
import { faultCode } from '../engine/fault/fault';
import type { Job } from '../engine/worker/messages';
import { Notice } from '../engine/notice/notice';
import { Series } from '../engine/series/series';
import { excluding } from '../engine/spec/excluding';
import { parseSpec } from '../engine/spec/parse';
import { Spec } from '../engine/spec/spec';
import { AnalysedSeries, isAnalysed, readAnalysed } from '../frames/analysed';
import { readSeries } from '../frames/read';
import { markedBy } from './history/annotations';
import { MsRange } from './history/query';
import { HistoryStore } from './history/store';
import { Plan, plan } from './plan';
import { splitRegressors } from './regressors';

const DAY_MS = 86400000;

/** More series than these make no readable picture; the data source's outputs are the way to watch thousands. */
const MAX_SERIES = 50;

/** One series as it is drawn. */
export interface Drawn extends AnalysedSeries {
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
}

/**
 * Everything from a panel's data to its picture.
 *
 * @returns the picture; series that fail alone are drawn without a band, with a notice
 * @throws Fault `spec/…` for a bad spec, `frames/…` for data that hold no series; `worker/cancelled` after an abort
 */
export async function run({ data, spec: raw, history, engine, signal, onProgress }: RunOptions): Promise<Picture> {
  const { spec, notices } = parseSpec(raw);
  const [ready, rest] = partition(data.series, isAnalysed);
  const drawn: Drawn[] = ready.map(readAnalysed);
  const { explained: all, regressors } = splitRegressors(readSeries(rest), spec);
  const sources = all.slice(0, MAX_SERIES);
  if (all.length > sources.length) {
    notices.push({
      code: 'panel/too-many-series',
      severity: 'warning',
      text: `The first ${MAX_SERIES} of ${all.length} series are drawn.`,
    });
  }
  const range = rangeOf(data);
  onProgress('Reading history');
  const plans = await plan(sources, { data, spec, range, history, signal, notices, regressors });
  let done = 0;
  const whole = await withMarked(spec, plans, range, notices);
  onProgress('Learning');
  const judged = await Promise.all(
    plans.map(async (one) => {
      const result = await judge(one, whole, range, engine, signal);
      onProgress(`Learning: ${++done} of ${plans.length} series`);
      return result;
    })
  );
  const faults = judged.flatMap(({ notice }) => notice ?? []);
  return {
    drawn: [
      ...drawn,
      ...judged.map(({ drawn: one }) => one),
      ...regressors.map(({ source }) => ({
        source,
        analysis: withoutBand(source.series, range, gridStep(source.series, spec)),
      })),
    ],
    notices: uniqueNotices([
      ...notices,
      ...faults,
      ...drawn.concat(judged.map((one) => one.drawn)).flatMap((one) => one.analysis.notices),
    ]),
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
  engine: EngineClient,
  signal: AbortSignal
): Promise<{ drawn: Drawn; notice?: Notice }> {
  const { source, series, others, regressors, stepMs } = one;
  const { limit } = spec.band;
  const asked = 'alertsPerWeek' in limit ? limit.alertsPerWeek : undefined;
  try {
    const job = { input: { series, regressors }, spec, window: { ...range, nowMs: Date.now(), stepMs } };
    if (others.length < 2 || !beginsAfter(series, range.fromMs - DAY_MS)) {
      const alone = await engine.analyse(source.key, job, { signal });
      if (
        others.length < 2 ||
        !alone.notices.some(({ code }) => code === 'fit/learning' || code === 'fit/never-learns')
      ) {
        return { drawn: { source, analysis: alone, asked, job } };
      }
    }
    const beside = { ...job, input: { series, others, regressors } };
    const notice = othersNotice(source.name, others.length, one.alike);
    const analysis = await engine.analyse(source.key, beside, { signal });
    return { drawn: { source, analysis, asked, job: beside }, notice };
  } catch (error) {
    if (faultCode(error) === 'worker/cancelled') {
      throw error;
    }
    const text = `${source.name}: ${error instanceof Error ? error.message : String(error)}`;
    return {
      drawn: { source, analysis: withoutBand(series, range, stepMs), asked },
      notice: { code: faultCode(error), severity: 'warning', text },
    };
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

/** The values alone, where the engine refused them. */
function withoutBand({ timesMs, values }: Series, { fromMs, toMs }: MsRange, stepMs: number): Analysis {
  const order = Array.from(timesMs.keys())
    .filter((i) => timesMs[i] >= fromMs && timesMs[i] <= toMs)
    .sort((a, b) => timesMs[a] - timesMs[b]);
  const absent = new Float64Array(order.length).fill(NaN);
  return {
    stepMs,
    timesMs: Float64Array.from(order, (i) => timesMs[i]),
    value: Float64Array.from(order, (i) => values[i]),
    expected: absent,
    lower: absent,
    upper: absent,
    intervalLower: absent,
    intervalUpper: absent,
    lower99: absent,
    upper99: absent,
    score: absent,
    reason: absent,
    drift: absent,
    direction: absent,
    anomaly: absent,
    state: new Uint8Array(order.length).fill(State.Learning),
    notices: [],
    models: [],
  };
}

function uniqueNotices(notices: Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [notice.code + notice.text, notice])).values()];
}

function partition(frames: DataFrame[], test: (frame: DataFrame) => boolean): [DataFrame[], DataFrame[]] {
  return [frames.filter(test), frames.filter((frame) => !test(frame))];
}
