/**
 * The pinned data sources' own front ends, loaded once. Interpolation of variables is synchronous, loading is not, so what
 * a query needs is loaded when its data source or its editor is first touched, and before its query is sent.
 */
import { DataSourceApi } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

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
 * A pinned data source's front end, if it is loaded.
 *
 * @param uid - of the pinned data source; none where the upstream is a Prometheus API
 */
export function loadedUpstream(uid: string | undefined): DataSourceApi | undefined {
  return uid === undefined ? undefined : loaded.get(uid);
}
