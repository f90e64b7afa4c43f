/** History is asked for once, late data twice, and never leaves a hole. */
import { createDataFrame, DataQueryRequest, DataSourceApi, dateTime, FieldType } from '@grafana/data';
import { matchSeries } from './match';
import { MsRange } from './query';
import { HistoryStore, missingRanges } from './store';

const STEP = 60000;

function request(expr = 'up'): DataQueryRequest {
  const range = { from: dateTime(0), to: dateTime(STEP), raw: { from: 'now-1m', to: 'now' } };
  return {
    requestId: 'Q1',
    targets: [{ refId: 'A', datasource: { uid: 'p', type: 'prometheus' }, expr } as never],
    range,
    interval: '15s',
    intervalMs: 15000,
    scopedVars: { __interval: { text: '15s', value: '15s' } },
    timezone: 'utc',
    app: 'dashboard',
    startTime: 0,
  };
}

/** A data source of one series whose value is its time; it writes down what it is asked. */
function source(options: { ignoresRange?: boolean; fails?: () => boolean } = {}) {
  const asked: DataQueryRequest[] = [];
  const query = async (request: DataQueryRequest) => {
    asked.push(request);
    if (options.fails?.()) {
      throw { data: { message: 'too many samples' } };
    }
    const fromMs = options.ignoresRange ? 0 : request.range.from.valueOf();
    const toMs = options.ignoresRange ? 100 * STEP : request.range.to.valueOf();
    const times: number[] = [];
    for (let t = Math.ceil(fromMs / STEP) * STEP; t <= toMs; t += STEP) {
      times.push(t);
    }
    const fields = [
      { name: 'time', type: FieldType.time, values: times },
      { name: 'v', type: FieldType.number, values: times },
    ];
    return { data: [createDataFrame({ refId: 'A', fields })] };
  };
  return { api: { uid: 'p', name: 'Prom', query } as unknown as DataSourceApi, asked };
}

const steps = (from: number, to: number): MsRange => ({ fromMs: from * STEP, toMs: to * STEP });
const ranges = (asked: DataQueryRequest[]) =>
  asked.map(({ range }) => [range.from.valueOf() / STEP, range.to.valueOf() / STEP]);

async function read(store: HistoryStore, api: DataSourceApi, range: MsRange, of = request()) {
  const series = await store.read(of, [api], range, STEP, 2 * STEP, new AbortController().signal);
  return [...series.values()].map((one) => Array.from(one.series.timesMs, (t) => t / STEP).sort((a, b) => a - b))[0];
}

test('a refresh asks for what is new and what may be late; a zoom out for what is missing', async () => {
  const { api, asked } = source();
  const store = new HistoryStore();
  await read(store, api, steps(10, 20));
  await read(store, api, steps(10, 22));
  const times = await read(store, api, steps(5, 22));
  expect(ranges(asked)).toEqual([
    [10, 20],
    [18, 22],
    [5, 10],
    [20, 22],
  ]);
  expect(times).toEqual(Array.from({ length: 18 }, (_, i) => i + 5));
});

test('the step asked for is the spec’s, whatever the zoom was', async () => {
  const { api, asked } = source();
  await read(new HistoryStore(), api, steps(0, 500));
  expect(asked[0]).toMatchObject({ intervalMs: STEP, interval: '60s', maxDataPoints: 501 });
  expect(asked[0].scopedVars.__interval?.value).toBe('60s');
});

test('a long range is asked for in parts under 11,000 points that touch', async () => {
  const { api, asked } = source();
  const times = await read(new HistoryStore(), api, steps(0, 25000));
  expect(ranges(asked)).toEqual([
    [15000, 25000],
    [5000, 15000],
    [0, 5000],
  ]);
  expect(times).toHaveLength(25001);
});

test('a source that ignores the range gives no point twice', async () => {
  const { api } = source({ ignoresRange: true });
  const store = new HistoryStore();
  await read(store, api, steps(10, 20));
  const times = await read(store, api, steps(0, 30));
  expect(new Set(times).size).toBe(times.length);
  expect(times).toHaveLength(31);
});

test('another query is another history', async () => {
  const { api, asked } = source();
  const store = new HistoryStore();
  await read(store, api, steps(0, 10));
  await read(store, api, steps(0, 10), request('down'));
  expect(asked).toHaveLength(2);
});

test('an upstream failure keeps what was read, and says the source’s own words', async () => {
  let broken = false;
  const { api } = source({ fails: () => broken });
  const store = new HistoryStore();
  await read(store, api, steps(0, 10));
  broken = true;
  await expect(read(store, api, steps(0, 20))).rejects.toMatchObject({
    code: 'history/failed',
    message: expect.stringContaining('too many samples'),
  });
  broken = false;
  expect(await read(store, api, steps(0, 20))).toHaveLength(21);
});

test('more points than a browser should read are refused before the first query', async () => {
  const { api, asked } = source();
  await expect(read(new HistoryStore(), api, steps(0, 200000))).rejects.toMatchObject({ code: 'history/too-long' });
  expect(asked).toHaveLength(0);
});

test.each([
  ['nothing is there', undefined, steps(3, 9), [steps(3, 9)]],
  ['all is there', steps(0, 20), steps(3, 9), []],
  ['a gap between is closed', steps(0, 5), steps(8, 9), [steps(3, 9)]],
])('missingRanges: %s', (_, have, want, gaps) => expect(missingRanges(have, want, 2 * STEP)).toEqual(gaps));

test('a shown series finds its history by name and labels when a join dropped its refId', () => {
  const one = (refId: string | undefined, key: string) =>
    ({ key, refId, labels: { host: 'a' }, field: { name: 'v' } }) as never as Parameters<typeof matchSeries>[0];
  const found = new Map([['A v', one('A', 'A v')]]);
  expect(matchSeries(one(undefined, 'v'), found)?.key).toBe('A v');
  found.set('B v', one('B', 'B v'));
  expect(matchSeries(one(undefined, 'v'), found)).toBeUndefined();
});
