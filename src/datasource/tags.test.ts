/** What ad-hoc filters offer. */
import { dateTime } from '@grafana/data';
import { setDataSourceSrv } from '@grafana/runtime';
import { DataSource } from './DataSource';
import { TidemarkSettings } from './types';

const at = dateTime(1000);
const timeRange = { from: at, to: dateTime(2000), raw: { from: at, to: at } };
const source = (jsonData: TidemarkSettings) =>
  new DataSource({ uid: 't', name: 'T', type: 't', id: 1, jsonData, meta: {} } as never);
const pins = (...uids: string[]) =>
  source({ upstream: 'grafana', pinned: uids.map((uid) => ({ uid, type: uid, name: uid })) });

describe('of a Prometheus API', () => {
  const asked: unknown[] = [];
  const prometheus = source({ upstream: 'prometheus' });
  prometheus.getResource = (async (path: string, params: object) => {
    asked.push([path, params]);
    return ['job', 'instance'];
  }) as never;
  beforeEach(() => (asked.length = 0));

  test('keys are its label names, of series that the other filters leave', async () => {
    const filters = [
      { key: 'job', operator: '=', value: 'api' },
      { key: 'zone', operator: '!=', value: 'b' },
    ];
    expect(await prometheus.getTagKeys({ filters, timeRange })).toEqual([
      { text: 'job', value: 'job' },
      { text: 'instance', value: 'instance' },
    ]);
    expect(asked).toEqual([['labels', { name: '', match: '{job="api",zone!="b"}', from: 1000, to: 2000 }]]);
  });

  test('values are asked of all series where no filter picks some', async () => {
    await prometheus.getTagValues({ key: 'job', filters: [{ key: 'zone', operator: '!=', value: 'b' }], timeRange });
    expect(asked).toEqual([['labels', { name: 'job', match: undefined, from: 1000, to: 2000 }]]);
  });
});

describe('of pinned data sources', () => {
  const told: unknown[] = [];
  beforeAll(() => {
    const front = (uid: string, more: object) => ({ uid, name: uid, getRef: () => ({ uid, type: uid }), ...more });
    const all: Record<string, object> = {
      prom: front('prom', {
        getTagKeys: async (options: object) => {
          told.push(options);
          return [{ text: 'job' }, { text: 'zone' }];
        },
        getTagValues: async ({ key }: { key: string }) => ({ data: [{ text: `${key}-1` }] }),
      }),
      loki: front('loki', { getTagKeys: async () => [{ text: 'job' }, { text: 'pod' }] }),
      sql: front('sql', {}),
      broken: front('broken', { getTagKeys: async () => ({ data: [], error: { message: 'it is away' } }) }),
    };
    setDataSourceSrv({ get: async ({ uid }: { uid: string }) => all[uid] } as never);
  });

  test('each that has filters adds its keys, once', async () => {
    const keys = await pins('prom', 'loki', 'sql', 'broken').getTagKeys({ filters: [] });
    expect(keys.map(({ text }) => text)).toEqual(['job', 'zone', 'pod']);
  });

  test('values come from where there are some', async () => {
    expect(await pins('prom', 'loki').getTagValues({ key: 'job', filters: [] })).toEqual([{ text: 'job-1' }]);
  });

  test('it is asked about its own queries, in its own words', async () => {
    told.length = 0;
    const queries = ['prom', 'loki'].map((uid) => ({
      refId: uid,
      schemaVersion: 1,
      upstream: { uid, query: { expr: uid } },
    }));
    await pins('prom').getTagKeys({ filters: [], queries: queries as never });
    expect(told).toMatchObject([{ queries: [{ refId: 'prom', expr: 'prom', datasource: { uid: 'prom' } }] }]);
    expect(told).toHaveLength(1);
  });

  test('what the only one says is told', () =>
    expect(pins('broken').getTagKeys({ filters: [] })).rejects.toThrow('it is away'));
});
