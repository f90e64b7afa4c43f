/** @jest-environment node */
import { importanceOf } from './importance';
import type { Regressor, Series } from '../series/series';
import { parseSpec } from '../spec/parse';

const HOUR_MS = 3_600_000;
const MONDAY_MS = Date.UTC(2024, 0, 1);
const HOURS = 21 * 24;

const hourly = (valueOf: (i: number) => number): Series => ({
  timesMs: Float64Array.from({ length: HOURS }, (_, i) => MONDAY_MS + i * HOUR_MS),
  values: Float64Array.from({ length: HOURS }, (_, i) => valueOf(i)),
});
const chance = (i: number) => ((i * 7919 + 31) % 104_729) / 104_729; // spread over 0 … 1
const loadAt = (i: number) => 10 * ((chance(i * i + 7) * 97) % 1);
const series = hourly((i) => 100 + 6 * loadAt(i) + 4 * Math.sin((i * Math.PI) / 12) + chance(13 * i));
const regressors: Regressor[] = [
  { name: 'noise', kind: 'number', series: hourly((i) => (chance(i * i * i) * 89) % 1) },
  { name: 'load', kind: 'number', series: hourly(loadAt) },
];
const { spec } = parseSpec({ model: { kind: 'linear' } });
const week = { fromMs: MONDAY_MS + 14 * 24 * HOUR_MS, toMs: MONDAY_MS + (HOURS - 1) * HOUR_MS };

test('importance finds what drives a series', () => {
  const { groups, rows } = importanceOf({ series, regressors }, spec, week);
  const shares = Object.fromEntries(groups.map(({ name, share }) => [name, share]));
  expect(rows).toBe(7 * 24);
  expect(shares.load).toBeGreaterThan(0.6);
  expect(shares.timeOfDay).toBeGreaterThan(0.05);
  expect(shares.noise).toBeLessThan(0.05);
});

test('a range without points enough gives a notice alone', () => {
  const { groups, notices } = importanceOf({ series, regressors }, spec, { ...week, toMs: week.fromMs });
  expect([groups, notices.map(({ code }) => code)]).toEqual([[], ['explain/too-few-points']]);
});
