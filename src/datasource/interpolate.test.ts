/** Variables and ad-hoc filters are written into the upstream's query, or stay where they are seen. */
import { AdHocVariableFilter, DataSourceInstanceSettings, ScopedVars } from '@grafana/data';
import { DataSourceWithBackend, setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';
import { lastValueFrom, of } from 'rxjs';
import { DataSource } from './DataSource';
import { migrateQuery } from './migrate';
import { TidemarkQuery, TidemarkSettings } from './types';
import { loadUpstream } from './upstreams';

type Format = (value: string | string[], kind: object) => string;

/** The dashboard's variables; a panel's own come before them. */
const DASHBOARD: Record<string, { value: string | string[]; multi?: boolean }> = {
  one: { value: 'x.y' },
  many: { value: ['a.b', 'c'], multi: true },
  host: { value: ['web-1', 'web-2'], multi: true },
};

const filter = (key: string, operator: string, value: string): AdHocVariableFilter => ({ key, operator, value });

function instance(jsonData: TidemarkSettings): DataSourceInstanceSettings<TidemarkSettings> {
  return { uid: 't', name: 'Tidemark', type: 'tidemark-baseline-datasource', id: 1, jsonData, meta: {} } as never;
}

/** A data source as most with a backend are: it writes variables and filters into its query itself. */
class Shop extends DataSourceWithBackend<{ refId: string; sql: string }> {
  applyTemplateVariables(query: { refId: string; sql: string }, vars: ScopedVars, filters?: AdHocVariableFilter[]) {
    const where = (filters ?? []).map(({ key, operator, value }) => ` AND ${key} ${operator} '${value}'`).join('');
    const sql = query.sql.replace('$one', () => "'quoted'").replace('$__interval', () => vars.__interval?.value);
    return { ...query, sql: sql + where };
  }
}

/** One that knows neither, but interpolates as older ones do. */
const plain = {
  uid: 'plain',
  name: 'Plain',
  getRef: () => ({ uid: 'plain', type: 'plain' }),
  interpolateVariablesInQueries: ([inner]: Array<{ sql: string }>) => [{ ...inner, sql: inner.sql.toUpperCase() }],
};

let active: AdHocVariableFilter[] = [];

beforeAll(() => {
  setTemplateSrv({
    getAdhocFilters: (name: string) => (name === 'Tidemark' ? active : []),
    replace: (text: string, vars: ScopedVars, format?: Format) =>
      text.replace(/\$(\w+)/g, (match, name) => {
        const { value, ...kind } = vars[name] ?? DASHBOARD[name] ?? { value: match };
        return format ? format(value, kind) : String(value);
      }),
  } as never);
  const shop = new Shop({ ...instance({}), uid: 'sql', type: 'mysql' } as never);
  setDataSourceSrv({
    get: async ({ uid }: { uid: string }) => (uid === 'plain' ? plain : shop),
    getInstanceSettings: () => instance({}),
  } as never);
});

beforeEach(() => {
  active = [];
});

const prometheus = new DataSource(instance({ upstream: 'prometheus' }));
const pinned = () =>
  new DataSource(instance({ upstream: 'grafana', pinned: [{ uid: 'sql', type: 'mysql', name: 'S' }] }));
const asks = (query: object, uid?: string): TidemarkQuery =>
  migrateQuery({ refId: 'Q', schemaVersion: 1, upstream: { uid, query: query as never } });

describe('a Prometheus API', () => {
  const fill = (expr: string, vars: ScopedVars = {}, filters?: AdHocVariableFilter[]) =>
    prometheus.applyTemplateVariables(asks({ expr, legendFormat: '$one' }), vars, filters).upstream;

  test('one value is put in as it is, several as a regular expression', () => {
    expect(fill('m{a="$one",b=~"$many"}').query).toEqual({
      expr: 'm{a="x.y",b=~"(a\\\\.b|c)"}',
      legendFormat: 'x.y',
    });
  });

  test('a repeated panel asks for its own value', () => {
    const vars = { host: { text: 'web-2', value: 'web-2' } };
    expect(fill('up{instance=~"$host"}', vars).query.expr).toBe('up{instance=~"web-2"}');
    expect(fill('up{instance=~"$host"}').query.expr).toBe('up{instance=~"(web-1|web-2)"}');
  });

  test('the step’s macros are left to the backend, whatever the panel’s interval', () => {
    const vars = { __interval: { text: '15s', value: '15s' }, __rate_interval: { text: '1m', value: '1m' } };
    const expr = 'rate(a[$__interval]) + rate(b[$__rate_interval])';
    expect(fill(expr, vars).query.expr).toBe(expr);
  });

  test('filters are matchers of every selector', () => {
    const { query, filters } = fill('a{x="$one"} / sum(b)', {}, [
      filter('job', '=', 'api'),
      filter('zone', '!~', '$one'),
    ]);
    expect(query.expr).toBe('a{x="x.y",job="api",zone!~"x.y"} / sum(b{job="api",zone!~"x.y"})');
    expect(filters).toBeUndefined();
  });

  test('one of several values is a regular expression, variables in it too', () => {
    const several = { ...filter('zone', '=|', 'a'), values: ['a', '$one'] };
    expect(fill('up', {}, [several]).query.expr).toBe('up{zone=~"(a|x\\\\.y)"}');
  });

  test('one that PromQL has not stays, for the backend to refuse', () => {
    const less = filter('job', '<', '5');
    const { query, filters } = fill('a', {}, [less, filter('zone', '=', 'b')]);
    expect(query.expr).toBe('a{zone="b"}');
    expect(filters).toEqual([less]);
  });
});

describe('a pinned data source', () => {
  test('before a query is sent its own code is loaded, and fills in variables and filters', async () => {
    const sent: unknown[] = [];
    const source = pinned();
    jest.spyOn(DataSourceWithBackend.prototype, 'query').mockImplementation(function (this: DataSource, request) {
      sent.push(this.applyTemplateVariables(request.targets[0] as TidemarkQuery, request.scopedVars, request.filters));
      return of({ data: [] });
    });
    const targets = [asks({ sql: 'a = $one' }, 'sql')];
    await lastValueFrom(source.query({ targets, scopedVars: {}, filters: [filter('b', '=', 'c')] } as never));
    jest.restoreAllMocks();
    expect(sent).toMatchObject([{ refId: 'Q', upstream: { uid: 'sql', query: { sql: "a = 'quoted' AND b = 'c'" } } }]);
  });

  test('its query has no refId of ours, and no interval of the panel', async () => {
    await loadUpstream('sql');
    const vars = { __interval: { text: '15s', value: '15s' } };
    expect(pinned().applyTemplateVariables(asks({ sql: '$__interval' }, 'sql'), vars).upstream).toEqual({
      uid: 'sql',
      query: { sql: '$__interval' },
    });
  });

  test('one without filters of its own keeps them, for the backend to refuse', async () => {
    await loadUpstream('plain');
    const filters = [filter('b', '=', 'c')];
    const { upstream } = pinned().applyTemplateVariables(asks({ sql: 'a' }, 'plain'), {}, filters);
    expect(upstream).toEqual({ uid: 'plain', query: { sql: 'A' }, filters });
  });

  test('a filter of several values is left where the data source has none such', async () => {
    await loadUpstream('sql');
    const several = { ...filter('b', '=|', 'c'), values: ['c', 'd'] };
    const { upstream } = pinned().applyTemplateVariables(asks({ sql: 'a' }, 'sql'), {}, [
      several,
      filter('e', '=', 'f'),
    ]);
    expect(upstream).toEqual({ uid: 'sql', query: { sql: "a AND e = 'f'" }, filters: [several] });
  });

  test('one that this user can’t see gets single values, and keeps filters', () => {
    const filters = [filter('b', '=', 'c')];
    const { upstream } = pinned().applyTemplateVariables(asks({ sql: 'a = $one' }, 'gone'), {}, filters);
    expect(upstream).toEqual({ uid: 'gone', query: { sql: 'a = x.y' }, filters });
  });
});

test('for a rule or Explore the dashboard’s filters are looked up where Grafana does not say them', () => {
  active = [filter('job', '=', 'api')];
  const [found] = prometheus.interpolateVariablesInQueries([asks({ expr: 'up' })], {});
  const [told] = prometheus.interpolateVariablesInQueries([asks({ expr: 'up' })], {}, []);
  expect(found).toMatchObject({ datasource: { uid: 't' }, upstream: { query: { expr: 'up{job="api"}' } } });
  expect(told.upstream.query.expr).toBe('up');
});
