/** @jest-environment node */
import fc from 'fast-check';
import { parseSpec } from '../spec/parse';
import { DAY_MS } from '../zone/zone';
import { regularGrid } from './grid';
import { bend, Transform, unbend } from './transform';

const HOUR = 3_600_000;

/** Hourly samples with gaps of up to three days and values that are not finite. */
const series = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 72 }), fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, 0))), {
    minLength: 1,
    maxLength: 40,
  })
  .map((steps) => {
    let hour = 0;
    const timesMs = Float64Array.from(steps, ([gap]) => (hour += gap) * HOUR);
    return { timesMs, values: Float64Array.from(steps, ([, v]) => v) };
  });

const gridOf = (raw: object, s: { timesMs: Float64Array; values: Float64Array }) =>
  regularGrid(s, parseSpec({ schemaVersion: 1, grid: { step: '1h' }, ...raw }).spec, {});

describe('missing slots', () => {
  const plain = (s: Parameters<typeof gridOf>[1]) => gridOf({}, s);

  test('zero fills each with 0, and changes no other', () =>
    fc.assert(
      fc.property(series, (s) => {
        const expected = plain(s).values.map((v) => (Number.isNaN(v) ? 0 : v));
        expect(gridOf({ clean: { missing: 'zero' } }, s).values).toEqual(expected);
      })
    ));

  test('hold repeats the last value for a day, and no longer', () =>
    fc.assert(
      fc.property(series, (s) => {
        const { values, timesMs } = plain(s);
        const observed = gridOf({ clean: { missing: 'hold' } }, s).values;
        let last = -1;
        values.forEach((v, i) => {
          last = Number.isNaN(v) ? last : i;
          const known = last >= 0 && timesMs[i] - timesMs[last] <= DAY_MS;
          expect(observed[i]).toBe(known ? values[last] : NaN);
        });
      })
    ));

  test('anomaly leaves them missing: detect judges them', () =>
    fc.assert(
      fc.property(series, (s) => expect(gridOf({ clean: { missing: 'anomaly' } }, s).values).toEqual(plain(s).values))
    ));
});

test('a slot is excluded exactly if it shares an instant with a range', () =>
  fc.assert(
    fc.property(
      series,
      fc.integer({ min: 0, max: 400 * HOUR }),
      fc.integer({ min: 1, max: 60 * HOUR }),
      (s, from, length) => {
        const { timesMs, excluded } = gridOf({ train: { exclude: [{ from, to: from + length }] } }, s);
        timesMs.forEach((t, i) => expect(excluded[i]).toBe(Number(t < from + length && t + HOUR > from)));
      }
    )
  ));

describe('transforms', () => {
  const transform: fc.Arbitrary<Transform> = fc.oneof(
    fc.record({
      kind: fc.constant('log1p' as const),
      size: fc.constantFrom(2 ** -20, 1, 2 ** 20),
      low: fc.constant(0),
      high: fc.constant(0),
    }),
    fc.record({
      kind: fc.constant('logit' as const),
      size: fc.constant(1),
      low: fc.constantFrom(-50, 0),
      high: fc.constantFrom(1, 100),
    })
  );
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });

  test('never fall', () =>
    fc.assert(
      fc.property(transform, value, value, (t, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const [x, y] = [bend(t, low), bend(t, high)];
        expect(y).toBeGreaterThanOrEqual(x - 1e-12 * Math.abs(x));
      })
    ));

  test('are undone', () =>
    fc.assert(
      fc.property(transform, value, (t, v) => {
        const scale = Math.abs(v) + t.size + Math.abs(t.low) + Math.abs(t.high);
        expect(Math.abs(unbend(t, bend(t, v)) - v)).toBeLessThanOrEqual(1e-12 * scale);
      })
    ));
});
