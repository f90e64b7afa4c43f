/**
 * What the TypeScript engine answers to a job, on the command line and in a page.
 * Twin: cli/main.go; cli/README.md describes the jobs.
 */
import { evaluate as evaluateAnalysis } from '../src/engine/evaluation';
import { Fault } from '../src/engine/fault/fault';
import { explainAt, Explanation } from '../src/engine/explain/explanation';
import { forecastSeries } from '../src/engine/forecast/forecast';
import { importanceOf, Importances } from '../src/engine/explain/importance';
import { judgeGroup } from '../src/engine/outliers/group';
import { decodeModel, encodeModel } from '../src/engine/model/modelText';
import { analyse as judge, Input, Model } from '../src/engine/pipeline';
import { holidayDays, ParsedSpec, parseSpec } from '../src/engine/spec/parse';
import { evaluate } from './functions';
import { decode, encode, regressorOf, seriesOf, windowOf, wireOf, WireRegressor, WireSeries, WireWindow } from './wire';

/** One job, as it comes over the wire. */
export interface Job {
  id: number;
  op: string;
  spec?: unknown;
  series?: WireSeries;
  regressors?: WireRegressor[];
  window?: WireWindow;
  function?: string;
  arguments?: string;
  timeMs?: number;
  group?: WireSeries[];
  others?: WireSeries[];
  models?: string[];
}

function run(job: Job): object {
  switch (job.op) {
    case 'analyse':
      return { analysis: analyse(job) };
    case 'learn':
      return { models: learn(job) };
    case 'explain':
      return { explanation: explain(job) ?? null };
    case 'outliers':
      return { group: outliers(job) };
    case 'importance':
      return { importance: importance(job) };
    case 'forecast':
      return { forecast: carryOn(job) };
    case 'num':
      return { values: encode(evaluate(job.function ?? '', decode(job.arguments ?? ''))) };
    default:
      throw new Fault(
        'cli/unknown-op',
        `cli: op "${job.op}"; want analyse, learn, explain, importance, forecast, outliers or num`
      );
  }
}

/** Judges a whole series, or the part that the job's window names. */
function analyse(job: Job) {
  const { spec, notices, input, window } = questionOf(job);
  const models = new Map((job.models ?? []).map(decodeModel).map((model) => [model.cutMs, model]));
  const analysis = judge(input, spec, window, models);
  const evaluation = evaluateAnalysis(analysis, spec);
  return wireOf({ ...analysis, notices: [...notices, ...analysis.notices], evaluation });
}

/** The models of an analysis as text, in the order of their cuts. */
function learn(job: Job): string[] {
  const { spec, input, window } = questionOf(job);
  const models = new Map<number, Model>();
  judge(input, spec, window, models);
  return Array.from(models.values(), encodeModel);
}

/** Says why the expected value of the slot at timeMs is what it is; undefined where nothing is expected. */
function explain(job: Job): Explanation | undefined {
  const { spec, input, window } = questionOf(job);
  return explainAt(input, spec, window, job.timeMs ?? 0);
}

/** Says what the model of the job's window leans on. */
function importance(job: Job): Importances {
  const { spec, input, window } = questionOf(job);
  return importanceOf(input, spec, window);
}

/** Carries the series on beyond the job's window. */
function carryOn(job: Job) {
  const { spec, input, window } = questionOf(job);
  return wireOf(forecastSeries(input, spec, window));
}

/** Judges the series of the job's group beside each other. */
function outliers(job: Job) {
  const { spec } = specOf(job);
  const group = (job.group ?? []).map(seriesOf);
  const all = group.flatMap(({ timesMs }) => Array.from(timesMs));
  return wireOf(judgeGroup(group, spec, windowOf(job.window, Float64Array.from(all))));
}

/** What a job asks of the engine. Twin: job.question. */
function questionOf(job: Job) {
  const parsed = specOf(job);
  const input = inputOf(job);
  return { ...parsed, input, window: windowOf(job.window, input.series.timesMs) };
}

/** The job's spec, with its calendar expanded as Go's Parse does. */
function specOf(job: Job): ParsedSpec {
  const parsed = parseSpec(job.spec);
  holidayDays(parsed.spec);
  return parsed;
}

function inputOf(job: Job): Input {
  const series = seriesOf(job.series ?? { timesMs: '', values: '' });
  return { series, regressors: (job.regressors ?? []).map(regressorOf), others: (job.others ?? []).map(seriesOf) };
}

/** Runs a job; a refusal is an answer too. */
export function answer(job: Job): object {
  try {
    return { id: job.id, ok: true, ...run(job) };
  } catch (error) {
    if (error instanceof Fault) {
      return { id: job.id, ok: false, code: error.code, message: error.message };
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { id: job.id, ok: false, code: 'uncoded', message: `BUG: ${text}` };
  }
}
