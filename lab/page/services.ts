/** Grafana's services, as far as a panel, a query editor and DataSourceWithBackend use them. */
import {
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourceRef,
  EventBusSrv,
  type ScopedVars,
  setTimeZoneResolver,
} from '@grafana/data';
import {
  type BackendSrv,
  type BackendSrvRequest,
  type DataSourceSrv,
  type FetchResponse,
  setBackendSrv,
  setDataSourceSrv,
  setTemplateSrv,
  type TemplateSrv,
} from '@grafana/runtime';
import { from, lastValueFrom, type Observable } from 'rxjs';

/** The page's event bus: hovers, zooms, and nothing that would leave the page. */
export const eventBus = new EventBusSrv();

async function request<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
  const query = new URLSearchParams(options.params).toString();
  const url = query ? `${options.url}?${query}` : options.url;
  const response = await fetch(url, {
    method: options.method ?? 'GET',
    headers: { ...(options.data ? { 'Content-Type': 'application/json' } : {}), ...options.headers },
    body: options.data ? JSON.stringify(options.data) : undefined,
    signal: options.abortSignal,
  });
  const text = await response.text();
  const data = parse(text);
  const { ok, status, statusText, headers, redirected, type } = response;
  if (!ok) {
    throw { status, statusText, data, config: options }; // FetchError: what Grafana rejects with
  }
  return { data: data as T, ok, status, statusText, headers, redirected, type, url, config: options };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}

const fetchStream = <T>(options: BackendSrvRequest): Observable<FetchResponse<T>> => from(request<T>(options));
const call = async <T>(method: string, url: string, data?: unknown, params?: Record<string, unknown>) =>
  (await lastValueFrom(fetchStream<T>({ method, url, data, params }))).data;

const backendSrv = {
  fetch: fetchStream,
  chunked: fetchStream,
  datasourceRequest: (options: BackendSrvRequest) => request(options),
  request: <T>(options: BackendSrvRequest) =>
    call<T>(options.method ?? 'GET', options.url, options.data, options.params),
  get: (url: string, params?: Record<string, unknown>) => call('GET', url, undefined, params),
  post: (url: string, data?: unknown) => call('POST', url, data),
  put: (url: string, data?: unknown) => call('PUT', url, data),
  patch: (url: string, data?: unknown) => call('PATCH', url, data),
  delete: (url: string) => call('DELETE', url),
} as unknown as BackendSrv;

/** The lab has no dashboard variables; the built-in ones are left to the back end. */
const templateSrv: TemplateSrv = {
  getVariables: () => [],
  replace: (target?: string, _vars?: ScopedVars) => target ?? '',
  containsTemplate: () => false,
  updateTimeRange: () => undefined,
};

const instances = new Map<string, DataSourceApi>();

/** Makes a data source, of whatever query type, known under its uid. */
export function register(source: object, settings: DataSourceInstanceSettings) {
  instances.set(settings.uid, Object.assign(source, { meta: settings.meta }) as DataSourceApi);
  known.set(settings.uid, settings);
}
const known = new Map<string, DataSourceInstanceSettings>();

const uidOf = (ref?: DataSourceRef | string | null) => (typeof ref === 'string' ? ref : ref?.uid) ?? '';

const dataSourceSrv: DataSourceSrv = {
  get: async (ref) => {
    const found = instances.get(uidOf(ref));
    if (!found) {
      throw new Error(`data source ${uidOf(ref) || '(none)'}: the lab has ${[...instances.keys()].join(', ')}`);
    }
    return found;
  },
  getList: () => [...known.values()],
  getInstanceSettings: (ref) => known.get(uidOf(ref)),
  reload: async () => undefined,
  registerRuntimeDataSource: () => undefined,
} as DataSourceSrv;

/** Installs all services; call once, before any plugin module is loaded. */
export function installServices(timeZone: string) {
  setBackendSrv(backendSrv);
  setTemplateSrv(templateSrv);
  setDataSourceSrv(dataSourceSrv);
  setTimeZoneResolver(() => timeZone);
}
