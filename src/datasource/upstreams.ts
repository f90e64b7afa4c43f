/**
 * The pinned data sources' own front ends, loaded once. Interpolation of variables is synchronous, loading is not, so what
 * a query needs is loaded when its data source or its editor is first touched.
 */
import { DataSourceApi, ScopedVars } from '@grafana/data';
import { DataQuery } from '@grafana/schema';
import { getDataSourceSrv, getTemplateSrv } from '@grafana/runtime';
import { TidemarkQuery } from './types';

const loaded = new Map<string, DataSourceApi>();

/**
 * Loads a pinned data source's front end.
 *
 * @param uid - of the pinned data source
 * @returns its instance; the same one later on
 * @throws whatever Grafana throws for a data source that is gone or not visible to this user
 */
export async function loadUpstream(uid: string): Promise<DataSourceApi> {
  const known = loaded.get(uid);
  if (known) {
    return known;
  }
  const instance = await getDataSourceSrv().get({ uid });
  loaded.set(uid, instance);
  return instance;
}

/**
 * The upstream's query with all variables replaced: by the upstream's own code where it is loaded, which knows its
 * quoting; else text by text, which suits single values.
 *
 * @param query - not modified
 * @param scopedVars - of the panel
 */
export function interpolateUpstream(query: TidemarkQuery, scopedVars: ScopedVars): TidemarkQuery {
  const { uid } = query.upstream;
  const own = uid === undefined ? undefined : loaded.get(uid);
  const inner: DataQuery = { refId: query.refId, ...query.upstream.query };
  const replaced = own?.interpolateVariablesInQueries
    ? own.interpolateVariablesInQueries([inner], scopedVars)[0]
    : replaceTexts(query.upstream.query, (text) => replaceText(text, scopedVars));
  return { ...query, upstream: { ...query.upstream, query: replaced as unknown as Record<string, unknown> } };
}

/**
 * A copy of a JSON tree with each text replaced.
 *
 * @param node - not modified
 * @param replace - of one text
 */
export function replaceTexts<T>(node: T, replace: (text: string) => string): T {
  if (typeof node === 'string') {
    return replace(node) as T;
  }
  if (Array.isArray(node)) {
    return node.map((child) => replaceTexts(child, replace)) as T;
  }
  if (typeof node === 'object' && node !== null) {
    return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, replaceTexts(child, replace)])) as T;
  }
  return node;
}

// Several values become a regular expression, as Prometheus's own editor does; one value stands as it is. Macros such as
// $__rate_interval are the backend's: the step they follow is the spec's, not the panel's.
function replaceText(text: string, scopedVars: ScopedVars): string {
  const { __interval, __interval_ms, __rate_interval, __range, ...own } = scopedVars;
  const templates = getTemplateSrv() as ReturnType<typeof getTemplateSrv> | undefined;
  return (
    templates?.replace(text, own, (value: string | string[]) =>
      Array.isArray(value) ? `(${value.map(escapeRegex).join('|')})` : value
    ) ?? text
  );
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\\\$&');
}
