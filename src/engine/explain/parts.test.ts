/** @jest-environment node */
import { areFinite } from './parts';

const none = { level: 0, trend: 0, season: 0, calendar: 0, regressors: [] };
const most = Number.MAX_VALUE;

test.each([
  ['numbers', { ...none, trend: -2, season: most, regressors: [{ name: '', value: -most }] }, true],
  ['no number', { ...none, season: NaN }, false],
  ['one way and the other', { ...none, level: Infinity, trend: -Infinity }, false],
  ['a regressor beyond all numbers', { ...none, regressors: [{ name: '', value: -Infinity }] }, false],
  ['a sum beyond all numbers', { ...none, level: most, calendar: most }, false],
])('areFinite of %s', (_name, parts, want) => expect(areFinite(parts)).toBe(want));
