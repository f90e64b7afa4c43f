/** Stored queries of any version complete, migrate and interpolate. */
import { CoreApp, DataSourceInstanceSettings } from '@grafana/data';
import fc from 'fast-check';
import { DataSource } from './DataSource';
import { replaceTexts } from './interpolate';
import { migrateQuery } from './migrate';
import { TidemarkQuery, TidemarkSettings } from './types';

const query = (part: Partial<TidemarkQuery>): TidemarkQuery => migrateQuery({ refId: 'A', schemaVersion: 1, ...part });

function instance(jsonData: TidemarkSettings): DataSourceInstanceSettings<TidemarkSettings> {
  return { uid: 't', name: 'Tidemark', type: 'tidemark-baseline-datasource', id: 1, jsonData, meta: {} } as never;
}

describe('migrateQuery', () => {
  test('version 0’s short form becomes an upstream query', () => {
    const migrated = migrateQuery({ refId: 'A', expr: 'up', legendFormat: '{{job}}' } as never);
    expect(migrated).toMatchObject({
      schemaVersion: 1,
      upstream: { query: { expr: 'up', legendFormat: '{{job}}' } },
      spec: {},
      output: 'bands',
    });
    expect(migrated).not.toHaveProperty('expr');
  });

  test('a query of a later version is left for the backend to refuse', () => {
    expect(migrateQuery({ refId: 'A', schemaVersion: 9 }).schemaVersion).toBe(9);
  });

  test('applied twice it changes nothing, whatever was stored', () => {
    const stored = fc.record({
      refId: fc.string(),
      schemaVersion: fc.constantFrom(undefined, 0, 1),
      upstream: fc.anything(),
      spec: fc.anything(),
      output: fc.anything(),
      expr: fc.string(),
    });
    fc.assert(
      fc.property(stored, (one) => {
        const once = migrateQuery(one as never);
        expect(migrateQuery(once)).toEqual(once);
      })
    );
  });
});

describe('DataSource', () => {
  const prometheus = () => new DataSource(instance({ upstream: 'prometheus' }));
  const grafana = () =>
    new DataSource(instance({ upstream: 'grafana', pinned: [{ uid: 'sql', type: 'mysql', name: 'Sales' }] }));

  test('an alert rule begins with alert output, a panel with bands', () => {
    expect(prometheus().getDefaultQuery(CoreApp.UnifiedAlerting).output).toBe('alert');
    expect(prometheus().getDefaultQuery(CoreApp.Dashboard).output).toBe('bands');
    expect(grafana().getDefaultQuery(CoreApp.Explore).upstream?.uid).toBe('sql');
  });

  test('an empty or hidden query is not sent', () => {
    const source = prometheus();
    expect(source.filterQuery(query({ upstream: { query: {} } }))).toBe(false);
    expect(source.filterQuery(query({ upstream: { query: { expr: 'up' } }, hide: true }))).toBe(false);
    expect(source.filterQuery(query({ upstream: { query: { expr: 'up' } } }))).toBe(true);
    expect(grafana().filterQuery(query({ upstream: { query: {} } }))).toBe(false);
  });
});

test('replaceTexts keeps the shape of any JSON', () => {
  fc.assert(fc.property(fc.jsonValue(), (tree) => expect(replaceTexts(tree, (text) => text)).toEqual(tree)));
});
