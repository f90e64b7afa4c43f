/** Running a panel's queries, and the two ways of computing a band. */
import {
  CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTime,
  LoadingState,
  type PanelData,
  rangeUtil,
  type TimeRange,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { from, lastValueFrom } from 'rxjs';
import { type LabSet } from './lab';

/** Where the band is computed: by the panel from raw points, or by the data source. */
export type Place = 'panel' | 'backend';

export const emptyData = (timeRange: TimeRange): PanelData => ({
  state: LoadingState.NotStarted,
  series: [],
  timeRange,
});

/** The query that shows a set in one of the two ways. */
export function queryFor(set: LabSet, place: Place, spec: object): DataQuery {
  const refId = 'A';
  if (place === 'backend') {
    const query = { expr: set.expr };
    return {
      refId,
      datasource: { uid: 'tidemark', type: 'tidemark-baseline-datasource' },
      schemaVersion: 1,
      upstream: { query },
      spec,
      output: 'bands',
    } as DataQuery;
  }
  return set.live
    ? ({ refId, datasource: { uid: 'prometheus', type: 'prometheus' }, expr: set.expr, range: true } as DataQuery)
    : ({ refId, datasource: { uid: 'rows', type: 'lab-rows' }, set: set.id, valueOnly: true } as DataQuery);
}

/** A range that Grafana's components take; live sets are relative to now. */
export function rangeOf(set: LabSet): TimeRange {
  if (set.live) {
    return rangeUtil.convertRawToRange({ from: `now-${Math.round(-set.fromMs / 3_600_000)}h`, to: 'now' });
  }
  return absoluteRange(set.fromMs, set.toMs);
}

export function absoluteRange(fromMs: number, toMs: number): TimeRange {
  const [start, end] = [dateTime(fromMs), dateTime(toMs)];
  return { from: start, to: end, raw: { from: start, to: end } };
}

let requests = 0;

/**
 * Asks the query's data source as a dashboard does.
 *
 * @param widthPx - the panel's width: Grafana takes it for maxDataPoints
 */
export async function runQuery(
  query: DataQuery,
  range: TimeRange,
  timeZone: string,
  widthPx: number
): Promise<PanelData> {
  const source = await getDataSourceSrv().get(query.datasource);
  const maxDataPoints = Math.max(100, Math.round(widthPx));
  const interval = rangeUtil.calculateInterval(range, maxDataPoints, '15s');
  const request: DataQueryRequest = {
    requestId: `lab-${++requests}`,
    app: CoreApp.PanelEditor,
    timezone: timeZone,
    range,
    interval: interval.interval,
    intervalMs: interval.intervalMs,
    targets: [query],
    maxDataPoints,
    scopedVars: {},
    startTime: Date.now(),
  };
  const response: DataQueryResponse = await lastValueFrom(from(source.query(request)));
  const errors = response.errors ?? (response.error ? [response.error] : []);
  return {
    state: errors.length > 0 ? LoadingState.Error : LoadingState.Done,
    series: response.data,
    errors,
    error: errors[0],
    timeRange: range,
    request,
  };
}
