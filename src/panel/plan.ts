/**
 * Which points each series of a panel is judged from, and at which step.
 */
import { DataQueryRequest, DataSourceApi, PanelData } from '@grafana/data';
import { gridStep } from '../engine/clean/grid';
import { stepMsOf } from '../engine/clean/step';
import { delayMs, neededFromMs } from '../engine/cuts';
import { faultCode } from '../engine/fault/fault';
import { Notice } from '../engine/notice/notice';
import { Regressor, Series } from '../engine/series/series';
import { Spec } from '../engine/spec/spec';
import { NamedSeries } from '../frames/named';
import { matchSeries } from './history/match';
import { othersOf } from './history/others';
import { dataSourcesOf, MsRange } from './history/query';
import { HistoryStore } from './history/store';
import { NamedRegressor } from './regressors';

/** The step asked of upstream where the spec says auto; the data source's backend asks for the same. */
const ASKED_STEP_MS = 300000;

/** How one series is judged. */
export interface Plan {
  source: NamedSeries;
  series: Series;
  /** Of the same query, as far as they are passed on. */
  others: Series[];
  /** How many series the query has. */
  alike: number;
  regressors: Regressor[];
  stepMs: number;
}

/** What a plan depends on. */
export interface Surroundings {
  data: PanelData;
  spec: Spec;
  range: MsRange;
  history: HistoryStore;
  signal: AbortSignal;
  notices: Notice[];
  regressors: NamedRegressor[];
}

/**
 * How each series is judged: at its own step, from the history that as many points need.
 *
 * @param sources - the series that the panel shows, without its regressors
 * @returns one plan a series; without history, and with a notice, that of the visible range
 */
export async function plan(sources: NamedSeries[], around: Surroundings): Promise<Plan[]> {
  const { data, spec, notices } = around;
  if (sources.length === 0) {
    return [];
  }
  try {
    const upstream = await dataSourcesOf(data.request);
    return await planWithHistory(sources, data.request!, upstream, around);
  } catch (error) {
    if (faultCode(error).startsWith('history/')) {
      notices.push({ code: faultCode(error), severity: 'warning', text: (error as Error).message });
      return sources.map((source) => ({
        source,
        series: source.series,
        ...othersOf(source.refId, sources),
        regressors: around.regressors.map(({ name, source: { series } }) => ({ name, kind: 'number', series })),
        stepMs: gridStep(source.series, spec),
      }));
    }
    throw error;
  }
}

async function planWithHistory(
  sources: NamedSeries[],
  request: DataQueryRequest,
  upstream: DataSourceApi[],
  around: Surroundings
): Promise<Plan[]> {
  const { spec } = around;
  const askedMs = spec.grid.step === 'auto' ? ASKED_STEP_MS : stepMsOf(spec.grid.step);
  const plans = await readAtStep(sources, request, upstream, askedMs, around);
  // A series whose points lie further apart than asked (daily sales, say) needs a longer history for as many of them.
  for (const stepMs of new Set(plans.map((one) => one.stepMs).filter((step) => step > askedMs))) {
    const coarse = plans.filter((one) => one.stepMs === stepMs).map(({ source }) => source);
    const longer = await readAtStep(coarse, request, upstream, stepMs, around);
    longer.forEach((one) => {
      const i = plans.findIndex(({ source }) => source === one.source);
      // Some data sources find less at a longer step: Prometheus looks back five minutes from each.
      plans[i] = one.series.timesMs.length < plans[i].series.timesMs.length ? plans[i] : one;
    });
  }
  return plans;
}

async function readAtStep(
  sources: NamedSeries[],
  request: DataQueryRequest,
  upstream: DataSourceApi[],
  askedMs: number,
  { spec, range, history, signal, notices, regressors }: Surroundings
): Promise<Plan[]> {
  const wanted = {
    fromMs: Math.floor(neededFromMs(spec, askedMs, range.fromMs) / askedMs) * askedMs,
    toMs: Math.ceil(range.toMs / askedMs) * askedMs,
  };
  const lateMs = delayMs(spec, askedMs) + 2 * askedMs;
  const found = await history.read(request, upstream, wanted, askedMs, lateMs, signal);
  const lagged = regressors.map(({ name, source }) => {
    const { series } = matchSeries(source, found) ?? source;
    return { name, kind: 'number' as const, series };
  });
  return sources.map((source) => {
    const match = matchSeries(source, found);
    if (!match) {
      const text = `${source.name}: its history has another name than the series shown, so only the visible range is used; a transformation may have renamed it.`;
      notices.push({ code: 'history/no-match', severity: 'warning', text });
    }
    const series = match?.series ?? source.series;
    const others = othersOf(match?.refId ?? source.refId, match ? found.values() : sources);
    const own = { source, series, ...others, regressors: lagged };
    return { ...own, stepMs: spec.grid.step === 'auto' ? stepOf(series, spec, askedMs) : askedMs };
  });
}

// What is finer than asked for is averaged; what is coarser decides the step itself.
function stepOf(series: Series, spec: Spec, askedMs: number): number {
  return series.timesMs.length < 3 ? askedMs : Math.max(askedMs, gridStep(series, spec));
}
