/**
 * Asks a panel's own queries for another range, through the same data sources.
 */
import {
  DataFrame,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceApi,
  dateTime,
  LoadingState,
  rangeUtil,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { from, fromEvent, lastValueFrom, takeUntil, timeout } from 'rxjs';
import { Fault } from '../../engine/fault/fault';

/** A query of history may be large; after this it counts as failed. */
const TIMEOUT_MS = 60000;

/** Data sources that stand for other panels' data; their range can't be widened. */
const BORROWED = new Set(['-- Dashboard --', '-- Grafana --']);

/** A range in epoch milliseconds. */
export interface MsRange {
  fromMs: number;
  toMs: number;
}

/**
 * The data source of each target.
 *
 * @param request - the panel's own request
 * @returns one data source a visible target
 * @throws Fault `history/no-queries` if the panel's data come from no query; `history/borrowed` if from another panel
 */
export async function dataSourcesOf(request: DataQueryRequest | undefined): Promise<DataSourceApi[]> {
  const targets = request?.targets ?? [];
  if (!request || targets.length === 0) {
    throw new Fault(
      'history/no-queries',
      "history: this panel's data come from no query, so there is nothing to ask for more; only the visible range is used."
    );
  }
  const borrowed = targets.find((target) => BORROWED.has(target.datasource?.uid ?? ''));
  if (borrowed) {
    throw new Fault(
      'history/borrowed',
      'history: the data come from another panel; only the visible range is used. Query the data source itself.'
    );
  }
  return Promise.all(targets.map((target) => getDataSourceSrv().get(target.datasource, request.scopedVars)));
}

/**
 * Runs the panel's queries over a range at a step.
 *
 * @param request - the panel's own request; copied, not modified
 * @param sources - of `dataSourcesOf`, in the order of the targets
 * @param range - what to ask for
 * @param stepMs - the interval to ask for; a data source may answer with another
 * @param signal - an abort ends the queries
 * @returns frames of all targets
 * @throws Fault `history/failed` with the data source's own words
 */
export async function queryRange(
  request: DataQueryRequest,
  sources: DataSourceApi[],
  range: MsRange,
  stepMs: number,
  signal: AbortSignal
): Promise<DataFrame[]> {
  const groups = groupBySource(request, sources);
  const answers = await Promise.all(
    groups.map(({ source, targets }) => ask(source, widen(request, targets, range, stepMs), signal))
  );
  return answers.flat();
}

/** The panel's request over another range: nothing in it may depend on the zoom any more. */
function widen(
  request: DataQueryRequest,
  targets: DataQueryRequest['targets'],
  { fromMs, toMs }: MsRange,
  stepMs: number
): DataQueryRequest {
  const interval = rangeUtil.calculateInterval(
    { from: dateTime(0), to: dateTime(stepMs), raw: { from: '', to: '' } },
    1
  ).interval;
  const from = dateTime(fromMs);
  const to = dateTime(toMs);
  const secondsText = `${Math.max(1, Math.round(stepMs / 1000))}s`;
  return {
    ...request,
    targets,
    requestId: `${request.requestId}-tidemark-${fromMs}-${toMs}-${stepMs}`,
    range: { from, to, raw: { from, to } },
    interval: stepMs % 1000 === 0 ? secondsText : interval,
    intervalMs: stepMs,
    maxDataPoints: Math.ceil((toMs - fromMs) / stepMs) + 1,
    startTime: Date.now(),
    endTime: undefined,
    scopedVars: {
      ...request.scopedVars,
      __interval: { text: secondsText, value: secondsText },
      __interval_ms: { text: String(stepMs), value: stepMs },
    },
  };
}

async function ask(source: DataSourceApi, request: DataQueryRequest, signal: AbortSignal): Promise<DataFrame[]> {
  let response: DataQueryResponse;
  try {
    const answer = from(source.query(request)).pipe(takeUntil(fromEvent(signal, 'abort')), timeout(TIMEOUT_MS));
    response = await lastValueFrom(answer);
  } catch (error) {
    throw new Fault(
      'history/failed',
      `history: ${source.name} did not answer (${wordsOf(error)}); only the visible range is used.`
    );
  }
  const error = response.errors?.[0];
  if (error || response.state === LoadingState.Error) {
    throw new Fault(
      'history/failed',
      `history: ${source.name} answered with an error (${wordsOf(error)}); only the visible range is used.`
    );
  }
  return response.data.filter((frame): frame is DataFrame => Array.isArray(frame?.fields));
}

// An expression needs its inputs in the same request, so such a panel asks once, through the first real data source.
function groupBySource(
  request: DataQueryRequest,
  sources: DataSourceApi[]
): Array<{ source: DataSourceApi; targets: DataQueryRequest['targets'] }> {
  const shown = request.targets
    .map((target, i) => ({ target, source: sources[i] }))
    .filter(({ target }) => !target.hide);
  if (shown.some(({ target }) => target.datasource?.uid === '__expr__')) {
    const real = shown.find(({ target }) => target.datasource?.uid !== '__expr__') ?? shown[0];
    return [{ source: real.source, targets: request.targets }];
  }
  const groups = new Map<string, { source: DataSourceApi; targets: DataQueryRequest['targets'] }>();
  for (const { target, source } of shown) {
    const group = groups.get(source.uid) ?? { source, targets: [] };
    group.targets.push(target);
    groups.set(source.uid, group);
  }
  return [...groups.values()];
}

function wordsOf(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    const { message, data, statusText } = error as {
      message?: string;
      data?: { message?: string };
      statusText?: string;
    };
    return message ?? data?.message ?? statusText ?? 'no reason given';
  }
  return String(error ?? 'no reason given');
}
