/**
 * What a dashboard's ad-hoc filters offer: the labels of the upstream.
 */
import {
  AdHocVariableFilter,
  DataSourceApi,
  DataSourceGetTagKeysOptions,
  DataSourceGetTagValuesOptions,
  getDefaultTimeRange,
  GetTagResponse,
  MetricFindValue,
  TimeRange,
} from '@grafana/data';
import type { DataSource } from './DataSource';
import { migrateQuery } from './migrate';
import { matcherOf } from './promql/filters';
import { TidemarkQuery } from './types';
import { loadUpstream } from './upstreams';

type Options = DataSourceGetTagKeysOptions<TidemarkQuery> | DataSourceGetTagValuesOptions<TidemarkQuery>;

/**
 * The keys to choose from, or with `key` in the options its values. Of pinned data sources, what each that has filters
 * offers to the person who looks; of a Prometheus API, its labels.
 *
 * @param source - the data source that the filters are for
 * @param options - as Grafana gives them
 * @throws what the only pinned data source, or the backend, says
 */
export async function tagsOf(source: DataSource, options: Options): Promise<MetricFindValue[]> {
  if (source.kind === 'prometheus') {
    const { timeRange, filters } = options;
    return labelsOf(source, 'key' in options ? options.key : '', matchOf(filters ?? []), timeRange);
  }
  const answers = await Promise.allSettled((source.settings.pinned ?? []).map(({ uid }) => tagsOfPinned(uid, options)));
  const failed = answers.find((one) => one.status === 'rejected');
  if (failed && answers.length === 1) {
    throw failed.reason;
  }
  const all = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  return [...new Map(all.map((one) => [one.text, one])).values()];
}

/**
 * Label names of a Prometheus API, or with a name that label's values.
 *
 * @param source - a data source whose upstream is a Prometheus API
 * @param name - "" for the names
 * @param match - a selector; undefined for all series
 * @param timeRange - where the series must have points
 */
export async function labelsOf(
  source: DataSource,
  name: string,
  match?: string,
  timeRange?: TimeRange
): Promise<MetricFindValue[]> {
  const { from, to } = timeRange ?? getDefaultTimeRange();
  const found: string[] = await source.getResource('labels', { name, match, from: from.valueOf(), to: to.valueOf() });
  return found.map((text) => ({ text, value: text }));
}

// Prometheus wants one matcher that is not true of a series without the label.
function matchOf(filters: AdHocVariableFilter[]): string | undefined {
  const positive = filters.some(({ operator, value }) => ['=', '=|'].includes(operator) && value !== '');
  const matchers = filters.map(matcherOf).filter((one) => one !== undefined);
  return positive ? `{${matchers.join(',')}}` : undefined;
}

async function tagsOfPinned(uid: string, { queries, ...options }: Options): Promise<MetricFindValue[]> {
  const own = await loadUpstream(uid);
  const asked = queries?.map(migrateQuery).filter(({ upstream }) => upstream.uid === uid);
  const inner = asked?.map(({ refId, upstream }) => ({ refId, ...upstream.query, datasource: own.getRef() }));
  return valuesOf(await ask(own, { ...options, queries: inner }));
}

async function ask(own: DataSourceApi, options: object) {
  return 'key' in options
    ? own.getTagValues?.(options as DataSourceGetTagValuesOptions)
    : own.getTagKeys?.(options as DataSourceGetTagKeysOptions);
}

function valuesOf(answer: GetTagResponse | MetricFindValue[] | undefined): MetricFindValue[] {
  if (answer === undefined || Array.isArray(answer)) {
    return answer ?? [];
  }
  if (answer.error) {
    throw new Error(answer.error.message);
  }
  return answer.data;
}
