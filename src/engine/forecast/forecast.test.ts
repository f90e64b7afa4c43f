/** @jest-environment node */
import fc from 'fast-check';
import { type Forecast, forecastSeries } from './forecast';
import { faultCode } from '../fault/fault';
import type { Series } from '../series/series';
import { parseSpec } from '../spec/parse';

const HOUR_MS = 3_600_000;
const MONDAY_MS = Date.UTC(2024, 0, 1);
const HOURS = 12 * 24;
const now = { fromMs: MONDAY_MS + (HOURS - 1) * HOUR_MS, toMs: MONDAY_MS + (HOURS - 1) * HOUR_MS, stepMs: HOUR_MS };
const specOf = (raw: object) => parseSpec({ schemaVersion: 1, ...raw }).spec;

const spec = fc.constantFrom(
  specOf({}),
  specOf({ model: { kind: 'seasonal' }, band: { minWidth: { relative: 0.5 }, lowerBound: 0 } }),
  specOf({ model: { kind: 'linear' }, adapt: { level: 'off' }, train: { window: '7d' } })
);
const hourly = (values: number[]): Series => ({
  timesMs: Float64Array.from(values, (_, i) => MONDAY_MS + i * HOUR_MS),
  values: Float64Array.from(values),
});
const series = fc
  .array(fc.oneof({ weight: 30, arbitrary: fc.double({ min: 8, max: 12, noNaN: true }) }, fc.constantFrom(NaN, 90)), {
    minLength: HOURS,
    maxLength: HOURS,
    size: 'max',
  })
  .map((values) => hourly(values.map((v, i) => v + (i % 24))));

const columnsOf = (f: Forecast, n: number) =>
  [f.timesMs, f.expected, f.lower, f.upper, f.intervalLower, f.intervalUpper].map((column) =>
    Array.from(column.slice(0, n))
  );

describe('forecastSeries', () => {
  test('depends on the past alone, and not on how far it looks', () =>
    fc.assert(
      fc.property(series, spec, (past, s) => {
        const want = forecastSeries({ series: past }, s, now);
        const future = hourly([...past.values, ...Array.from({ length: 48 }, (_, i) => 1e6 * (i % 3))]);
        const got = forecastSeries(
          { series: future },
          { ...s, forecast: { horizon: '3d' } },
          { ...now, fromMs: MONDAY_MS }
        );
        expect(columnsOf(got, 25)).toEqual(columnsOf(want, 25));
      }),
      { seed: 42, numRuns: 20 }
    ));

  test('is finite and in order', () =>
    fc.assert(
      fc.property(series, spec, (past, s) => {
        const f = forecastSeries({ series: past }, { ...s, forecast: { horizon: '4d' } }, now);
        f.timesMs.forEach((_, i) => {
          const ladder = [f.lower[i], f.intervalLower[i], f.expected[i], f.intervalUpper[i], f.upper[i]];
          expect(ladder.every(Number.isFinite)).toBe(true);
          expect(ladder).toEqual([...ladder].sort((a, b) => a - b));
        });
      }),
      { seed: 42, numRuns: 20 }
    ));

  test('meets a threshold', () => {
    const rising = hourly(Array.from({ length: HOURS }, (_, i) => i + ((i * 7919) % 97) / 97));
    const s = specOf({
      features: { trend: 'linear', seasonality: [] },
      forecast: { horizon: '2d', threshold: HOURS + 12 },
    });
    const { crossing } = forecastSeries({ series: rising }, { ...s, model: { ...s.model, kind: 'linear' } }, now);
    expect(crossing?.rising).toBe(true);
    expect(Math.abs((crossing?.expectedMs ?? 0) - now.toMs - 13 * HOUR_MS)).toBeLessThanOrEqual(2 * HOUR_MS);
    expect(crossing?.upperMs ?? Infinity).toBeLessThanOrEqual(crossing?.expectedMs ?? 0);
  });

  test('gives nothing but a notice where there is no model, and refuses what is too long', () => {
    const { timesMs, notices } = forecastSeries({ series: hourly([1, 2, 3]) }, specOf({}), {
      ...now,
      fromMs: MONDAY_MS,
      toMs: MONDAY_MS + 2 * HOUR_MS,
    });
    expect([timesMs.length, notices.map(({ code }) => code)]).toEqual([0, ['fit/learning']]);
    let code = '';
    try {
      forecastSeries({ series: hourly([1]) }, specOf({ grid: { step: '1s' }, forecast: { horizon: '1y' } }), now);
    } catch (error) {
      code = faultCode(error);
    }
    expect(code).toBe('forecast/too-long');
  });
});
