/** @jest-environment node */
import fc from 'fast-check';
import { type Group, judgeGroup } from './group';
import type { Series } from '../series/series';
import { parseSpec } from '../spec/parse';

const HALF_HOUR_MS = 1_800_000;
const MONDAY_MS = Date.UTC(2024, 0, 1);
const WINDOW = { fromMs: MONDAY_MS + 40 * HALF_HOUR_MS, toMs: MONDAY_MS + 95 * HALF_HOUR_MS, stepMs: HALF_HOUR_MS };

const SPECS = [
  {},
  { outliers: { method: 'mad', sensitivity: 0.8 } },
  { outliers: { sensitivity: 1 }, clean: { missing: 'hold' }, detect: { points: { k: 2, n: 3 }, recover: 4 } },
].map((raw) => parseSpec({ schemaVersion: 1, ...raw }).spec);

const value = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, 1e308, -1e308, -500, 0) }
);
const series: fc.Arbitrary<Series> = fc.array(value, { minLength: 96, maxLength: 96, size: 'max' }).map((noise) => ({
  timesMs: Float64Array.from(noise, (_, i) => MONDAY_MS + i * HALF_HOUR_MS),
  values: Float64Array.from(noise, (v, i) => 20 + (i % 48) + v),
}));
const group = fc.array(series, { minLength: 1, maxLength: 6 });
const spec = fc.constantFrom(...SPECS);

/** Every number of a slot: the band, then each member's. */
const rowOf = (g: Group, slot: number) => [
  g.expected[slot],
  g.lower[slot],
  g.upper[slot],
  ...g.members.flatMap((m) => [m.value[slot], m.score[slot], m.outlier[slot]]),
];
const rowsOf = (g: Group, from = 0, to = g.timesMs.length) =>
  Array.from(g.timesMs.slice(from, to), (_, i) => rowOf(g, from + i));
const law = <T extends [unknown, ...unknown[]]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...args: T) => void
) => test(name, () => fc.assert(fc.property(...arbitraries, holds), { seed: 42, numRuns: 40 }));

describe('judgeGroup', () => {
  law('does not look ahead', [group, spec, fc.nat({ max: 55 })], (input, s, now) => {
    const want = judgeGroup(input, s, WINDOW);
    const changed = input.map(({ timesMs, values }) => ({
      timesMs,
      values: values.map((v, i) => (timesMs[i] >= want.timesMs[now] ? -1e9 * (i % 7) : v)),
    }));
    expect(rowsOf(judgeGroup(changed, s, WINDOW), 0, now)).toEqual(rowsOf(want, 0, now));
  });

  law('does not mind where a chart begins', [group, spec, fc.nat({ max: 55 })], (input, s, later) => {
    const want = judgeGroup(input, s, WINDOW);
    const got = judgeGroup(input, s, { ...WINDOW, fromMs: want.timesMs[later] });
    expect(rowsOf(got)).toEqual(rowsOf(want, later));
  });

  law('minds no order and leaves its input as it was', [group, spec], (input, s) => {
    const before = input.map(({ timesMs, values }) => ({ timesMs: timesMs.slice(), values: values.slice() }));
    const want = judgeGroup(input, s, WINDOW);
    const got = judgeGroup([...input].reverse(), s, WINDOW);
    got.members.reverse();
    expect(rowsOf(got)).toEqual(rowsOf(want));
    expect(input).toEqual(before);
  });

  law('is finite and in order', [group, spec], (input, s) => {
    for (const [expected, lower, upper, ...members] of rowsOf(judgeGroup(input, s, WINDOW))) {
      expect([expected, lower, upper, ...members].some((v) => Math.abs(v) === Infinity)).toBe(false);
      expect(lower > upper).toBe(false);
    }
  });

  test('fewer than three series are not judged', () => {
    const { members, notices } = judgeGroup([{ timesMs: Float64Array.of(0), values: Float64Array.of(1) }], SPECS[0], {
      fromMs: 0,
      toMs: 0,
    });
    expect([members[0].score[0], notices.map(({ code }) => code)]).toEqual([NaN, ['outliers/too-few-series']]);
  });
});
