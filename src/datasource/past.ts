/**
 * What a query would have raised: the request for the output evaluation of the past four weeks, and its tables read.
 * Twin: pkg/frames/evaluation.go and pkg/frames/incidents.go, which write them.
 */
import { CoreApp, DataFrame, DataQueryRequest, dateTime, ScopedVars } from '@grafana/data';
import { REASON_NAMES } from '../frames/reasons';
import { TidemarkQuery } from './types';

/** How far back the promise is measured: four weeks, where one alert a week is a mean. */
export const PAST_DAYS = 28;

/** How a series kept its promise. */
export interface PastSeries {
  name: string;
  /** Null where less than a week is judged. */
  perWeek: number | null;
  /** Null where the spec asks for another limit. */
  asked: number | null;
}

/** What a rule would have raised. */
export interface PastIncident {
  series: string;
  fromMs: number;
  toMs: number;
  /** How many times its limit; null where there was no value. */
  peak: number | null;
  reason: string;
}

/** The whole answer. */
export interface Past {
  /** Most alerts a week first; those that are not measured last. */
  series: PastSeries[];
  /** Newest first. */
  incidents: PastIncident[];
  notices: string[];
}

/** Whether an output is about anomalies in a series' own past, which is what is measured. */
export function hasPast({ output }: TidemarkQuery): boolean {
  return output !== 'outliers' && output !== 'forecast';
}

/**
 * The request for the past of a query, up to now.
 *
 * @param query - of the present version, before its variables are filled in
 * @param from - where the editor stands: its app, its variables, its time zone
 */
export function pastRequest(
  query: TidemarkQuery,
  { app = CoreApp.Unknown, scopedVars = {}, timezone = 'browser' }: Partial<DataQueryRequest>,
  nowMs: number
): DataQueryRequest<TidemarkQuery> {
  const raw = { from: `now-${PAST_DAYS}d`, to: 'now' };
  return {
    app,
    timezone,
    scopedVars: scopedVars as ScopedVars,
    requestId: `tidemark-past-${query.refId}`,
    interval: '5m',
    intervalMs: 300_000,
    range: { from: dateTime(nowMs - PAST_DAYS * 86_400_000), to: dateTime(nowMs), raw },
    startTime: nowMs,
    targets: [{ ...query, hide: false, output: 'evaluation' }],
  };
}

/**
 * The two tables of an evaluation.
 *
 * @param frames - of the answer; not modified
 */
export function readPast(frames: DataFrame[]): Past {
  const [evaluation, incidents] = ['evaluation', 'incidents'].map((name) => frames.find((one) => one.name === name));
  return {
    series: rowsOf(evaluation, (at) => ({
      name: at('series') as string,
      perWeek: at('alerts a week') as number | null,
      asked: at('alerts a week asked') as number | null,
    })).sort((a, b) => (b.perWeek ?? -1) - (a.perWeek ?? -1)),
    incidents: rowsOf(incidents, (at) => ({
      series: at('series') as string,
      fromMs: at('start') as number,
      toMs: at('end') as number,
      peak: at('peak score') as number | null,
      reason: REASON_NAMES[at('reason') as number] ?? '–',
    })),
    notices: (evaluation?.meta?.notices ?? []).map(({ text }) => text),
  };
}

function rowsOf<T>(frame: DataFrame | undefined, row: (at: (name: string) => unknown) => T): T[] {
  const columns = new Map(frame?.fields.map((field) => [field.name, field.values]));
  return Array.from({ length: frame?.length ?? 0 }, (_, i) => row((name) => columns.get(name)?.[i] ?? null));
}

/** A length of time by its two largest units, such as "38 min" or "2 h 5 min". */
export function lengthText(ms: number): string {
  const units: Array<[number, string]> = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ];
  let left = ms;
  const parts = units.map(([unitMs, unit]) => {
    const count = Math.floor(left / unitMs);
    left -= count * unitMs;
    return { count, text: `${count} ${unit}` };
  });
  const first = Math.max(
    parts.findIndex(({ count }) => count > 0),
    0
  );
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ text }) => text)
    .join(' ');
}
