/** @jest-environment node */
import fc from 'fast-check';
import { type Analysis, State } from './analysis';
import { faultCode } from './fault/fault';
import { Random } from './num/random';
import { analyse, type Window } from './pipeline';
import type { Series } from './series/series';
import { parseSpec } from './spec/parse';
import type { Spec } from './spec/spec';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY_MS = Date.UTC(2024, 0, 1);
const FROM_MS = MONDAY_MS + 8 * DAY_MS + 5 * HOUR_MS;
const TO_MS = MONDAY_MS + 10 * DAY_MS + 7 * HOUR_MS;

const specOf = (raw: object): Spec => parseSpec({ schemaVersion: 1, ...raw }).spec;

/** All models, all rules for the missing, every way to decide. */
const SPECS = [
  specOf({ grid: { step: '1h' } }),
  specOf({ grid: { step: '1h' }, model: { kind: 'linear' }, train: { window: '7d' }, clean: { missing: 'hold' } }),
  specOf({ grid: { step: '1h' }, model: { kind: 'boosted', boosted: { minLeaf: 5 } }, train: { window: '7d' } }),
  specOf({ grid: { step: '1h' }, model: { kind: 'forest', forest: { trees: 3 } }, train: { window: '5d' } }),
  specOf({ grid: { step: '1h' }, model: { kind: 'seasonal' }, detect: { points: { k: 3, n: 5 }, recover: 7 } }),
  specOf({
    grid: { step: '2h' },
    train: { window: '36h', every: '6h', minPoints: 8 },
    clean: { missing: 'hold' },
    detect: { points: { k: 2, n: 30 }, recover: 40 },
    adapt: { level: '6h' },
  }),
  specOf({ grid: { step: '1d' }, train: { minPoints: 8 }, features: { timezone: 'Australia/Lord_Howe' } }),
  specOf({
    grid: { step: '1h', aggregate: 'max' },
    clean: { missing: 'anomaly' },
    band: { limit: { coverage: 0.99 }, method: 'gaussian', scale: 'constant' },
    adapt: { level: 'off' },
  }),
  specOf({
    grid: { step: '1h' },
    transform: 'log1p',
    model: { kind: 'linear' },
    band: { minWidth: { relative: 0.1 } },
    features: { timezone: 'Pacific/Apia', holidays: { countries: ['US', 'CN', 'IN'] } },
  }),
  specOf({
    grid: { step: '1h' },
    model: { kind: 'neural', seed: 5, neural: { hidden: [4], epochs: 3, learningRate: 0.1 } },
  }),
];

/** Twelve days of half hours with gaps, spikes and values that are not finite. */
const wild: fc.Arbitrary<Series> = fc
  .array(
    fc.record({
      value: fc.oneof(
        { weight: 30, arbitrary: fc.double({ min: 8, max: 12, noNaN: true }) },
        { weight: 1, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
        { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) }
      ),
      here: fc.integer({ min: 0, max: 9 }),
      late: fc.nat({ max: HOUR_MS / 2 - 1 }),
    }),
    { minLength: 12 * 48, maxLength: 12 * 48, size: 'max' }
  )
  .map((slots) => {
    const samples = slots
      .map(({ value, here, late }, i) => ({
        t: MONDAY_MS + (i * HOUR_MS) / 2 + late,
        v: value + 3 * (i % 48 > 30 ? 1 : 0),
        here,
      }))
      .filter(({ here }) => here > 0);
    return seriesOf(samples);
  });

function seriesOf(samples: Array<{ t: number; v: number }>): Series {
  return { timesMs: Float64Array.from(samples, ({ t }) => t), values: Float64Array.from(samples, ({ v }) => v) };
}

const spec = fc.constantFrom(...SPECS);
const judge = (series: Series, s: Spec, fromMs = FROM_MS, toMs = TO_MS) => analyse({ series }, s, { fromMs, toMs });

type Column = Exclude<keyof Analysis, 'stepMs' | 'notices' | 'models'>;
const COLUMNS: Column[] = [
  ...([
    'timesMs',
    'value',
    'expected',
    'lower',
    'upper',
    'intervalLower',
    'intervalUpper',
    'lower99',
    'upper99',
  ] as const),
  ...(['score', 'direction', 'anomaly', 'state'] as const),
];

/** The first n rows of an analysis, by column. */
const rowsOf = (a: Analysis, n = a.timesMs.length) =>
  Object.fromEntries(COLUMNS.map((c) => [c, Array.from(a[c].slice(0, n))]));

/** npm test takes a few series, the same ones every time; each night many others are taken. */
const LAW_RUNS = Number(process.env.LAW_RUNS ?? 6);
const LAW_SEED = Number(process.env.LAW_SEED ?? 42);

/** Runs a law on random series. */
function law<T extends [unknown, ...unknown[]]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...args: T) => void
) {
  test(name, () =>
    fc.assert(fc.property(...arbitraries, holds), { seed: LAW_SEED, numRuns: LAW_RUNS, endOnFailure: true })
  );
}

describe('analyse', () => {
  law('does not mind order or doubles, and leaves its input as it was', [wild, spec, fc.nat()], (series, s, seed) => {
    const want = rowsOf(judge(series, s));
    const samples = Array.from(series.timesMs, (t, i) => ({
      t,
      v: series.values[i],
      key: (i * 7919 + seed) % 104_729,
    }));
    const mixed = seriesOf([...samples, ...samples.filter(({ key }) => key % 3 === 0)].sort((a, b) => a.key - b.key));
    const before = { timesMs: mixed.timesMs.slice(), values: mixed.values.slice() };
    expect(rowsOf(judge(mixed, s))).toEqual(want);
    expect(mixed).toEqual(before);
  });

  law('does not look ahead', [wild, spec, fc.double({ min: -1e9, max: 1e9, noNaN: true })], (series, s, other) => {
    const want = judge(series, s);
    const now = Math.floor(want.timesMs.length / 2);
    const values = series.values.map((v, i) => (series.timesMs[i] >= want.timesMs[now] ? other : v));
    expect(rowsOf(judge({ ...series, values }, s), now)).toEqual(rowsOf(want, now));
  });

  law(
    'gives in slices what it gives at once',
    [wild, spec, fc.integer({ min: HOUR_MS, max: 40 * HOUR_MS })],
    (series, s, slice) => {
      const want = rowsOf(judge(series, s));
      const parts: Analysis[] = [];
      for (let from = FROM_MS; from <= TO_MS; from += slice) {
        parts.push(judge(series, s, from, Math.min(TO_MS, from + slice - 1)));
      }
      expect(Object.fromEntries(COLUMNS.map((c) => [c, parts.flatMap((a) => Array.from(a[c]))]))).toEqual(want);
    }
  );

  law('scales with powers of two', [wild, spec, fc.integer({ min: -200, max: 200 })], (series, s, power) => {
    const factor = 2 ** power;
    const want = rowsOf(judge(series, s));
    const got = judge({ ...series, values: series.values.map((v) => v * factor) }, s);
    for (const c of COLUMNS.slice(1, 9)) {
      got[c].forEach((v, i) => (got[c][i] = v / factor));
    }
    expect(rowsOf(got)).toEqual(want);
  });

  law(
    'moves along with a shift',
    [wild, fc.constantFrom(...SPECS.slice(0, 5)), fc.constantFrom(-1024, 0.5, 2 ** 20)],
    (series, s, by) => {
      const exact = { ...series, values: series.values.map((v) => Math.round(64 * v) / 64) };
      const want = judge(exact, s);
      const got = judge({ ...exact, values: exact.values.map((v) => v + by) }, s);
      for (const c of ['value', 'expected', 'lower', 'upper', 'intervalLower', 'intervalUpper'] as const) {
        got[c].forEach((v, i) => {
          expect(Number.isNaN(v)).toBe(Number.isNaN(want[c][i]));
          const near = 1e-7 * (Math.abs(by) + Math.abs(want[c][i]) + want.upper[i] - want.lower[i]);
          expect(Math.abs(v - by - want[c][i]) > near).toBe(false);
        });
      }
      const undecided = want.state.filter((state, i) => state !== got.state[i] && Math.abs(want.score[i] - 1) > 1e-6);
      expect(undecided).toHaveLength(0);
    }
  );

  law('nests its bands and is finite', [wild, spec], (series, s) => expectSound(judge(series, s)));

  law('scores a larger last deviation no lower', [wild, spec, fc.constantFrom(-1, 1)], (series, s, side) => {
    const a = judge(series, s);
    const last = a.timesMs.length - 1;
    const t = a.timesMs[last];
    const past = Array.from(series.timesMs, (at, i) => ({ t: at, v: series.values[i] })).filter((p) => p.t < t);
    const scores = [0, 0.1, 1, 3, 10, 1e6].map((far) => {
      const v = a.expected[last] + side * far;
      return judge(seriesOf([...past, { t, v }]), s, FROM_MS, t).score[last];
    });
    expect(scores).toEqual([...scores].sort((x, y) => x - y));
  });
});

test('an hour before the window counts as much as one inside', () => {
  const [stepMs, n] = [HOUR_MS / 12, 17 * 288];
  const random = new Random(1);
  let walk = 0;
  const timesMs = Float64Array.from({ length: n }, (_, i) => MONDAY_MS + i * stepMs);
  const values = timesMs.map(() => (walk = 0.999 * walk + 0.3 * random.normal()) + random.normal());
  const of = (fromMs: number) =>
    analyse({ series: { timesMs, values } }, specOf({}), { fromMs, toMs: timesMs[n - 1], stepMs });
  const whole = of(timesMs[16 * 288]);
  for (const skipped of [7, 80, 144]) {
    const part = of(timesMs[16 * 288 + skipped]);
    expect(Array.from(part.score)).toEqual(Array.from(whole.score.slice(skipped)));
  }
});

/** Fails on what no analysis may hold. */
function expectSound(a: Analysis): void {
  for (const c of COLUMNS) {
    expect(Array.from(a[c]).filter((v) => Math.abs(v) === Infinity)).toEqual([]);
  }
  a.timesMs.forEach((_, i) => {
    const ladder = [a.lower[i], a.intervalLower[i], a.expected[i], a.intervalUpper[i], a.upper[i]];
    if (!Number.isNaN(a.expected[i])) {
      expect(ladder).toEqual([...ladder].sort((x, y) => x - y));
    }
    expect(a.score[i] < 0 || a.lower99[i] > a.upper99[i]).toBe(false);
    const decided = a.state[i] === State.Normal || a.state[i] === State.Anomalous;
    expect(Number.isNaN(a.anomaly[i])).toBe(!decided);
    expect(a.state[i] === State.Learning && !Number.isNaN(a.score[i])).toBe(false);
  });
}

const hourly = (n: number, valueOf: (i: number) => number): Series =>
  seriesOf(Array.from({ length: n }, (_, i) => ({ t: MONDAY_MS + i * HOUR_MS, v: valueOf(i) })));

describe('a constant series flags any deviation', () => {
  test.each([0, 1, -3.7, 0.1, 1e-300, 1e300, 5e-324, -1e18])('%p', (constant) => {
    const at = MONDAY_MS + 9 * DAY_MS;
    const others = [constant * 1.001, constant * 0.999, constant + 1].filter((v) => v !== constant);
    for (const kind of ['auto', 'seasonal', 'linear', 'tree', 'forest', 'boosted', 'neural']) {
      for (const other of others) {
        const series = hourly(9 * 24 + 1, (i) => (i === 9 * 24 ? other : constant));
        const { state } = judge(series, specOf({ grid: { step: '1h' }, model: { kind } }), at - HOUR_MS, at);
        expect([kind, other, ...state]).toEqual([kind, other, State.Normal, State.Anomalous]);
      }
    }
  });
});

test('rounding is no deviation', () => {
  const series = hourly(12 * 24, (i) => 0.1 * (1 + (i < 11 * 24 ? ((i * 7919) % 9) - 4 : 0) * 2 ** -52));
  const spec = specOf({ grid: { step: '1h' }, features: { seasonality: [] } });
  const { state } = judge(series, spec, MONDAY_MS + 10 * DAY_MS, MONDAY_MS + 12 * DAY_MS - 1);
  expect(new Set(state)).toEqual(new Set([State.Normal]));
});

test.each([
  [{ train: { every: '6h', window: '19h' } }, 'fit/never-learns'],
  [{ train: { every: '6h', window: '20h' } }, undefined],
  [{ train: { window: '2d', every: '3d' } }, 'fit/unlearnt-history'],
  [{ grid: { step: '2d' }, train: { window: '4w' } }, 'fit/never-learns'],
])('what cannot learn says so: %p', (fields, want) => {
  const { notices } = analyse({ series: hourly(9 * 24, (i) => i % 7) }, specOf(fields), {
    fromMs: MONDAY_MS + 7 * DAY_MS,
    toMs: MONDAY_MS + 8 * DAY_MS,
  });
  const codes = notices.map(({ code }) => code);
  expect(codes.find((code) => code === 'fit/never-learns' || code === 'fit/unlearnt-history')).toBe(want);
});

describe('bad inputs end well', () => {
  const wave = (i: number) => 10 + Math.sin(i / 4) + ((i * 7919) % 97) / 400;
  const all = { fromMs: MONDAY_MS, toMs: MONDAY_MS + 9 * DAY_MS };
  const n = 9 * 24 + 1;
  test.each<[string, Series, number]>([
    ['one point', hourly(1, wave), State.Learning],
    ['all missing', hourly(300, () => NaN), State.Learning],
    ['all infinite', hourly(300, () => Infinity), State.Learning],
    ['40 % gaps', hourly(300, (i) => (i % 5 < 2 ? NaN : wave(i))), State.Missing],
    ['constant', hourly(300, () => 3), State.Normal],
    ['1e308', hourly(300, (i) => 1e308 * Math.cos(i)), State.Normal],
    ['5e-324', hourly(300, (i) => 5e-324 * (i % 3)), State.Normal],
    ['data that stop', hourly(150, wave), State.Missing],
  ])('%s', (_name, series, last) => {
    for (const kind of ['auto', 'seasonal', 'linear', 'tree', 'forest', 'boosted', 'neural']) {
      const a = analyse({ series }, specOf({ model: { kind } }), { ...all, stepMs: HOUR_MS });
      expectSound(a);
      expect(a.state).toHaveLength(n);
      // 216 is a multiple of 5 plus 1: a gap
      expect([kind, a.state[n - 1]]).toEqual([kind, last]);
    }
  });

  test('no samples give no slots, and a notice', () => {
    const { timesMs, notices } = analyse({ series: hourly(0, wave) }, specOf({}), all);
    expect([timesMs.length, notices.map(({ code }) => code)]).toEqual([0, ['clean/no-points']]);
  });

  test('what is still learning says so, and its stage, once', () => {
    const { notices } = analyse({ series: hourly(9, wave) }, specOf({}), all);
    expect(notices.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^fit: still learning: 0 usable points before the training cut; want at least 20\./)
    );
  });

  test.each([
    [0, true],
    [4, true],
    [5, false],
  ])('a first day of hours with %d missing is enough: %s', (missing, enough) => {
    const series = hourly(30, (i) => (i >= 9 && i < 9 + missing ? NaN : (i * 7) % 4));
    const { score } = analyse({ series }, specOf({}), { ...all, toMs: MONDAY_MS + 29 * HOUR_MS, stepMs: HOUR_MS });
    expect(!Number.isNaN(score[24])).toBe(enough);
  });

  const windowed = (window: object) => ({ ...all, ...window });

  test('a now of 0 is none, as in Go', () => {
    const series = hourly(300, wave);
    expect(analyse({ series }, specOf({}), windowed({ nowMs: 0 }))).toEqual(analyse({ series }, specOf({}), all));
  });

  test.each<[string, Series, Window, string]>([
    ['a negative window', hourly(300, wave), windowed({ toMs: MONDAY_MS - 1 }), 'pipeline/bad-window'],
    ['no window', hourly(300, wave), windowed({ fromMs: NaN }), 'pipeline/bad-window'],
    ['an endless window', hourly(300, wave), windowed({ toMs: Infinity }), 'pipeline/bad-window'],
    ['no now', hourly(300, wave), windowed({ nowMs: NaN }), 'pipeline/bad-window'],
    ['a negative step', hourly(300, wave), windowed({ stepMs: -1 }), 'pipeline/bad-window'],
    ['a step of a year', hourly(300, wave), windowed({ stepMs: 365 * DAY_MS }), 'pipeline/bad-window'],
    [
      'ten thousand years',
      hourly(300, wave),
      { fromMs: 0, toMs: 253_402_300_799_999, stepMs: HOUR_MS },
      'clean/too-many-points',
    ],
    [
      'more values than times',
      { timesMs: new Float64Array(1), values: new Float64Array(2) },
      all,
      'clean/unequal-lengths',
    ],
    ['half a millisecond', seriesOf([{ t: 0.5, v: 1 }]), all, 'clean/bad-time'],
    ['a stamp that is none', seriesOf([{ t: NaN, v: 1 }]), all, 'clean/bad-time'],
  ])('%s', (_name, series, window, code) => {
    let got = 'no error';
    try {
      analyse({ series }, specOf({}), window);
    } catch (error) {
      got = faultCode(error);
    }
    expect(got).toBe(code);
  });
});
