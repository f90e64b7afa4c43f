/** The panel's flow with the real engine: from frames to bands, and what happens where a part fails. */
import { createDataFrame, DataFrame, dateTime, FieldType, LoadingState, PanelData } from '@grafana/data';
import { setBackendSrv, setDataSourceSrv } from '@grafana/runtime';
import { State } from '../engine/analysis';
import { EngineClient } from '../engine/worker/client';
import { writeAnalysis } from '../frames/write';
import { HistoryStore } from './history/store';
import { Analyst, Found } from './analyst';
import { isJudged } from './lines';
import { run } from './run';

const STEP = 300000;
const DAY = 86400000;
const END = 1700006400000 - (1700006400000 % DAY);

/** A day's rhythm with a little noise, and a lasting jump in the last two hours. */
function valueAt(timeMs: number): number {
  const rhythm = 50 + 10 * Math.sin((2 * Math.PI * (timeMs % DAY)) / DAY);
  return rhythm + (((timeMs / STEP) * 7919) % 1.3) + (timeMs > END - 2 * 3600000 ? 60 : 0);
}

function frame(fromMs: number, toMs: number, stepMs = STEP): DataFrame {
  const times: number[] = [];
  for (let t = Math.ceil(fromMs / stepMs) * stepMs; t <= toMs; t += stepMs) {
    times.push(t);
  }
  const fields = [
    { name: 'time', type: FieldType.time, values: times },
    { name: 'cpu', type: FieldType.number, values: times.map(valueAt) },
  ];
  return createDataFrame({ refId: 'A', fields });
}

function panelData(series: DataFrame[], targets: unknown[] = [{ refId: 'A', datasource: { uid: 'p' } }]): PanelData {
  const range = { from: dateTime(END - DAY / 4), to: dateTime(END), raw: { from: 'now-6h', to: 'now' } };
  const request = { requestId: 'Q', range, targets, scopedVars: {}, timezone: 'utc' };
  return { state: LoadingState.Done, series, timeRange: range, request } as never;
}

// Prometheus's own step: no finer than asked.
function answerWith(query: (fromMs: number, toMs: number) => DataFrame) {
  const asked: number[] = [];
  const source = {
    uid: 'p',
    name: 'Prom',
    query: async ({ range }: PanelData['request'] & object) => {
      asked.push((END - range.from.valueOf()) / DAY);
      return { data: [query(range.from.valueOf(), range.to.valueOf())] };
    },
  };
  setDataSourceSrv({ get: async () => source } as never);
  return asked;
}

const forbidden = () => {
  throw new Error('no worker under jsdom');
};
const draw = (data: PanelData, spec: object = {}) =>
  run({
    data,
    spec,
    history: new HistoryStore(),
    engine: new EngineClient(forbidden, 1),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onJudged: () => undefined,
  });

test('history is widened to the cut’s window, and the jump is an anomaly', async () => {
  const asked = answerWith((from, to) => frame(from, to));
  const { drawn, notices } = await draw(panelData([frame(END - DAY / 4, END)]));
  expect(Math.max(...asked)).toBeGreaterThan(15);
  expect(notices).toEqual([]);
  const { analysis } = drawn[0];
  const states = (part: (t: number) => boolean) => new Set(analysis.state.filter((_, i) => part(analysis.timesMs[i])));
  expect(states((t) => t > END - 3600000)).toEqual(new Set([State.Anomalous]));
  expect(states((t) => t < END - 3 * 3600000)).toEqual(new Set([State.Normal]));
});

test('what was judged can be explained, with the model that judged it', async () => {
  answerWith((from, to) => frame(from, to));
  const { drawn } = await draw(panelData([frame(END - DAY / 4, END)]));
  const [{ source, analysis, job }] = drawn;
  const why = await new EngineClient(forbidden, 1).explain(source.key, job!, analysis.timesMs[10]);
  expect(why?.expected).toBe(analysis.expected[10]);
});

test('a series that is new takes the shape of the others of its query, as the backend does', async () => {
  const birth = END - 5 * 3600000;
  const named = (name: string, one: DataFrame) => ({
    ...one,
    fields: one.fields.map((f) => ({ ...f, labels: { name } })),
  });
  const query = (fromMs: number, toMs: number) => [
    named('new', frame(Math.max(fromMs, birth), toMs)),
    ...['b', 'c', 'd'].map((name) => named(name, frame(fromMs, toMs))),
  ];
  setDataSourceSrv({
    get: async () => ({
      uid: 'p',
      name: 'Prom',
      query: async ({ range }: PanelData['request'] & object) => ({
        data: query(range.from.valueOf(), range.to.valueOf()),
      }),
    }),
  } as never);
  const { drawn, notices } = await draw(panelData(query(END - DAY / 4, END)));
  const { analysis } = drawn[0];
  expect(notices.map(({ code }) => code)).toContain('fit/pooled');
  expect(analysis.timesMs[0]).toBe(birth);
  expect(new Set(analysis.state.subarray(0, 20))).toEqual(new Set([State.Learning]));
  expect(new Set(analysis.state.subarray(20, -25))).toEqual(new Set([State.Normal]));
  expect(analysis.state.filter((state) => state === State.Anomalous).length).toBeGreaterThan(12);
  expect(notices.map(({ code }) => code)).not.toContain('panel/others-left-out');
  const alone = await draw(panelData(query(END - DAY / 4, END).slice(0, 1), []));
  expect(new Set(alone.drawn[0].analysis.state.subarray(0, -1))).toEqual(new Set([State.Learning]));
});

test('that a new series learns from some of very many is said', async () => {
  const names = Array.from({ length: 60 }, (_, i) => `s${100 + i}`);
  const named = (name: string, fromMs: number) => {
    const one = frame(name === 's100' ? END - 5 * 3600000 : fromMs, END);
    return { ...one, fields: one.fields.map((f) => ({ ...f, labels: { name } })) };
  };
  const query = (fromMs: number) => names.map((name) => named(name, fromMs));
  setDataSourceSrv({
    get: async () => ({ uid: 'p', name: 'Prom', query: async () => ({ data: query(END - 2 * DAY) }) }),
  } as never);
  const { notices } = await draw(panelData(query(END - DAY / 4).slice(0, 2)));
  const left = notices.filter(({ code }) => code === 'panel/others-left-out');
  expect(left).toHaveLength(1);
  expect(left[0].text).toContain('learns from 50 of the 60 series');
});

describe('annotations with the tags of train.excludeTags', () => {
  const spec = { train: { excludeTags: ['deploy'] } };
  const answer = (get: (url: string, params: Record<string, unknown>) => Promise<unknown>) =>
    setBackendSrv({ get } as never);

  test('exclude what they mark', async () => {
    answerWith((from, to) => frame(from, to));
    const asked: Array<Record<string, unknown>> = [];
    answer(async (url, params) => {
      asked.push({ url, ...params });
      return [
        { time: END - 2 * 3600000, timeEnd: END },
        { time: END - 4 * 3600000, timeEnd: 0 },
      ];
    });
    const { analysis } = (await draw(panelData([frame(END - DAY / 4, END)]), spec)).drawn[0];
    const stateAt = (timeMs: number) => analysis.state[analysis.timesMs.indexOf(timeMs)];
    const offsets = [5, 4, 3, 1].map((hours) => stateAt(END - hours * 3600000));
    expect(offsets).toEqual([State.Normal, State.Excluded, State.Normal, State.Excluded]);
    expect(asked).toEqual([
      expect.objectContaining({ url: '/api/annotations', tags: ['deploy'], matchAny: true, to: END }),
    ]);
    expect(asked[0].from).toBeLessThan(END - 14 * DAY);
  });

  test('that cannot be read are told, and the rest is drawn', async () => {
    answerWith((from, to) => frame(from, to));
    answer(() => Promise.reject({ status: 403, data: { message: 'no right' } }));
    const { drawn, notices } = await draw(panelData([frame(END - DAY / 4, END)]), spec);
    expect(notices).toEqual([
      expect.objectContaining({ code: 'panel/no-annotations', text: expect.stringMatching(/no right/) }),
    ]);
    expect(Array.from(drawn[0].analysis.state)).toContain(State.Anomalous);
  });
});

test('daily data get the two years that as many points need', async () => {
  const asked = answerWith((from, to) => frame(from, to, DAY));
  const { drawn } = await draw(panelData([frame(END - DAY / 4, END, DAY)]));
  expect(Math.max(...asked)).toBeGreaterThan(730);
  expect(drawn[0].analysis.stepMs).toBe(DAY);
});

test('series of one panel are judged each at its own step', async () => {
  const both = (from: number, to: number) => [frame(from, to), { ...frame(from, to, DAY), refId: 'B' }];
  const asked: Array<[number | undefined, number]> = [];
  const query = async ({ range, intervalMs }: PanelData['request'] & object) => {
    asked.push([intervalMs, (END - range.from.valueOf()) / DAY]);
    return { data: both(range.from.valueOf(), range.to.valueOf()) };
  };
  setDataSourceSrv({ get: async () => ({ uid: 'p', name: 'Prom', query }) } as never);
  const { drawn } = await draw(panelData(both(END - DAY / 4, END)));
  expect(drawn.map(({ analysis }) => analysis.stepMs)).toEqual([STEP, DAY]);
  expect(Math.max(...asked.filter(([step]) => step === DAY).map(([, days]) => days))).toBeGreaterThan(730);
  expect(Math.max(...asked.filter(([step]) => step === STEP).map(([, days]) => days))).toBeLessThan(30);
  expect(drawn.map(({ analysis }) => analysis.models.length > 0)).toEqual([true, true]);
});

test('another query of the panel explains a series, at steps of its own', async () => {
  const load = (t: number) => ((Math.floor(t / 3600000) * 7919) % 13) * 10;
  const both = (fromMs: number, toMs: number) => {
    const cpu = frame(fromMs, toMs);
    const hours = frame(fromMs, toMs, 3600000);
    const [time, value] = cpu.fields;
    const driven = (time.values as number[]).map((t, i) => (value.values as number[])[i] + load(t));
    const loads = (hours.fields[0].values as number[]).map(load);
    return [
      { ...cpu, fields: [time, { ...value, values: driven }] },
      { ...hours, refId: 'load', fields: [hours.fields[0], { ...value, name: 'requests', values: loads }] },
    ];
  };
  const query = async ({ range }: PanelData['request'] & object) => ({
    data: both(range.from.valueOf(), range.to.valueOf()),
  });
  setDataSourceSrv({ get: async () => ({ uid: 'p', name: 'Prom', query }) } as never);
  const spec = { model: { kind: 'linear' }, features: { regressors: [{ name: 'load' }] } };
  const { drawn, notices } = await draw(panelData(both(END - DAY / 4, END)), spec);
  expect(notices).toEqual([]);
  expect(drawn.map(({ source }) => source.refId)).toEqual(['A', 'load']);
  expect(drawn[0].analysis.models[0].mae).toBeLessThan(2); // 33 without the load
  expect(drawn[1].analysis.models).toEqual([]);
  const missing = await draw(panelData(both(END - DAY / 4, END)), { features: { regressors: [{ name: 'rain' }] } });
  expect(missing.notices.map(({ code }) => code)).toContain('features/missing-regressor');
});

test('without history the visible range is drawn, with the source’s own words', async () => {
  setDataSourceSrv({
    get: async () => ({ uid: 'p', name: 'Prom', query: () => Promise.reject(new Error('502 bad gateway')) }),
  } as never);
  const { drawn, notices } = await draw(panelData([frame(END - DAY / 4, END)]));
  expect(drawn[0].analysis.value.length).toBeGreaterThan(50);
  expect(notices.map(({ code }) => code)).toContain('history/failed');
  expect(notices.map(({ text }) => text).join()).toContain('502 bad gateway');
  expect(Array.from(drawn[0].analysis.state)).not.toContain(State.Anomalous);
});

test('data of no query say so', async () => {
  const { notices } = await draw(panelData([frame(END - DAY / 4, END)], []));
  expect(notices.map(({ code }) => code)).toContain('history/no-queries');
});

test('frames that came analysed are drawn as they are', async () => {
  answerWith(() => {
    throw new Error('must not be asked');
  });
  const first = (await draw(panelData([frame(END - DAY, END)], []))).drawn[0].analysis;
  const { drawn } = await draw(panelData([writeAnalysis('cpu', {}, {}, first)]));
  expect(drawn[0].analysis.upper).toEqual(first.upper);
  expect(drawn[0].source.name).toBe('cpu');
});

test('each series says how many alerts a week are asked of it, where the spec asks for a number', async () => {
  const asked = async (limit: object) =>
    (await draw(panelData([frame(END - DAY, END)], []), { band: { limit } })).drawn[0].asked;
  expect(await asked({ alertsPerWeek: 3 })).toBe(3);
  expect(await asked({ multiple: 2 })).toBeUndefined();
});

test('a bad spec is a fault with its code', async () => {
  await expect(draw(panelData([frame(END - DAY, END)]), { band: { interval: 95 } })).rejects.toMatchObject({
    code: 'spec/out-of-range',
  });
});

test('no series make an empty picture', async () => {
  expect(await draw(panelData([]))).toEqual({ drawn: [], notices: [] });
});

test('a range of five minutes shows the query’s own points, and the slots that hold them', async () => {
  answerWith((from, to) => frame(from, to));
  const fine = frame(END - 4 * 60_000, END - 60_000, 15_000); // within one slot
  const range = { from: dateTime(END - 4 * 60_000), to: dateTime(END - 60_000), raw: { from: '', to: '' } };
  const data = panelData([fine]);
  const { drawn } = await draw({ ...data, request: { ...data.request, range } } as never);
  expect(drawn[0].line.timesMs).toHaveLength(fine.length);
  expect(Array.from(drawn[0].analysis.timesMs)).toEqual([END - STEP]);
  expect(drawn[0].analysis.upper[0]).toBeGreaterThan(drawn[0].analysis.lower[0]);
});

describe('as results come', () => {
  const twoSeries = (fromMs: number, toMs: number) =>
    ['a', 'b'].map((name) => {
      const one = frame(fromMs, toMs);
      return { ...one, fields: one.fields.map((f) => ({ ...f, labels: { name } })) };
    });
  const sourceOf = (query: (range: { from: { valueOf(): number }; to: { valueOf(): number } }) => DataFrame[]) =>
    setDataSourceSrv({
      get: async () => ({
        uid: 'p',
        name: 'Prom',
        query: async ({ range }: PanelData['request'] & object) => ({ data: query(range) }),
      }),
    } as never);

  test('each series is told once it is judged; one that fails keeps its line', async () => {
    sourceOf(({ from, to }) => twoSeries(from.valueOf(), to.valueOf()));
    const engine = new EngineClient(forbidden, 1);
    const analyse = engine.analyse.bind(engine);
    engine.analyse = async (key, job, watch) =>
      analyse(key, key.includes('"a"') ? { ...job, window: { ...job.window, toMs: NaN } } : job, watch);
    const told: string[] = [];
    const { drawn, notices } = await run({
      data: panelData(twoSeries(END - DAY / 4, END)),
      spec: {},
      history: new HistoryStore(),
      engine,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onJudged: ({ source }) => told.push(source.labels.name),
    });
    expect(told.sort()).toEqual(['a', 'b']);
    expect(drawn.map(isJudged)).toEqual([false, true]);
    expect(drawn[0].line.values.length).toBeGreaterThan(50);
    expect(notices.map(({ text }) => text).join()).toMatch(/^cpu.*window/);
  });

  test('a stream’s next packet waits for the run under way, another question ends it', async () => {
    let reads = 0;
    sourceOf(({ from, to }) => (reads++, twoSeries(from.valueOf(), to.valueOf())));
    const found: Found[] = [];
    const analyst = new Analyst(new EngineClient(forbidden, 1), (news) => found.push(news));
    const packet = (targets?: unknown[]) => ({
      ...panelData(twoSeries(END - DAY / 4, END), targets),
      state: LoadingState.Streaming,
    });
    const done = async () => {
      while (found.length === 0 || found[found.length - 1].progress !== undefined) {
        await new Promise((next) => setTimeout(next, 20));
      }
    };
    analyst.ask({ data: packet(), specText: '{}' });
    const isDone = () => found[found.length - 1]?.judged.size === 2;
    for (let i = 0; i < 400 && !isDone(); i++) {
      await new Promise((next) => setTimeout(next, 50));
      analyst.ask({ data: packet(), specText: '{}' }); // faster than anything is judged
    }
    expect(isDone()).toBe(true);
    await done();
    expect([...found[found.length - 1].judged.values()].map(isJudged)).toEqual([true, true]);
    found.length = 0;
    analyst.stop();
    analyst.ask({ data: packet(), specText: '{"band":{"interval":95}}' });
    await done();
    const last = found[found.length - 1];
    expect(last.fault?.code).toBe('spec/out-of-range');
    expect(last.judged.size).toBe(2); // the last good picture stays
    expect(reads).toBeGreaterThan(0);
    analyst.stop();
  });
});
