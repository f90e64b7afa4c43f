/** @jest-environment node */
import fc from 'fast-check';
import { scale } from './bits';
import { cos } from './cos';
import { exp } from './exp';
import { expm1 } from './expm1';
import { log } from './log';
import { log1p } from './log1p';
import { median } from './median';
import { pow } from './pow';
import { quantileSorted } from './quantileSorted';
import { Random, shuffle } from './random';
import { floorDiv, floorMod, round } from './round';
import { selectInPlace } from './select';
import { sin } from './sin';
import { sort } from './sort';
import { sum } from './sum';
import { tanh } from './tanh';

const moderate = fc.double({ noNaN: true, min: -1e100, max: 1e100 });
const samples = fc.float64Array({ noNaN: true, min: -1e100, max: 1e100, minLength: 1, maxLength: 60 });
const anySamples = fc.float64Array({ noNaN: true, minLength: 1, maxLength: 60 });
const seeds = fc.nat();

/** A copy in another order. */
function shuffled(x: Float64Array, seed: number): Float64Array {
  const copy = x.slice();
  shuffle(new Random(seed), copy);
  return copy;
}

/** Checks a law, and that it leaves its sample as it was. */
function law(sentence: string, xs: fc.Arbitrary<Float64Array>, holds: (x: Float64Array, seed: number) => void) {
  test(sentence, () =>
    fc.assert(
      fc.property(xs, seeds, (x, seed) => {
        const before = Array.from(x);
        holds(x, seed);
        expect(Array.from(x)).toEqual(before);
      }),
      { seed: 1, numRuns: 500 }
    )
  );
}

describe('sums', () => {
  const whole = fc
    .array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 60 })
    .map((x) => Float64Array.from(x));

  law('whole numbers add exactly, in any order', whole, (x, seed) => {
    const exact = Number(Array.from(x, BigInt).reduce((total, v) => total + v, BigInt(0)));
    expect(sum(x)).toBe(exact);
    expect(sum(shuffled(x, seed))).toBe(exact);
  });

  law('order moves a sum by no more than its bound', samples, (x, seed) => {
    const n = x.length;
    const magnitude = x.reduce((total, v) => total + Math.abs(v), 0);
    const total = sum(x);
    const bound = Math.abs(total) * 2 ** -52 + n * n * 2 ** -104 * magnitude;
    expect(Math.abs(sum(shuffled(x, seed)) - total)).toBeLessThanOrEqual(bound);
  });

  law('a doubled sample has twice the sum', samples, (x) => expect(sum(x.map((v) => v + v))).toBe(2 * sum(x)));
});

describe('order', () => {
  law('sort gives the same values, ascending, without minus zero', anySamples, (x) => {
    const sorted = sort(x);
    expect(Array.from(sorted)).toEqual(Array.from(x, (v) => v + 0).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    expect(sort(sorted)).toEqual(sorted);
  });

  law('select finds what sort puts there', anySamples, (x, seed) => {
    const sorted = sort(x);
    const k = seed % x.length;
    expect(selectInPlace(shuffled(sorted, seed), k)).toBe(sorted[k]);
  });

  law('the median is the 0.5-quantile', anySamples, (x) => expect(median(x)).toBe(quantileSorted(sort(x), 0.5)));

  law('quantiles rise with p, within the sample', anySamples, (x, seed) => {
    const random = new Random(seed);
    const sorted = sort(x);
    const [p, q] = sort(Float64Array.of(random.uniform(), random.uniform()));
    const low = quantileSorted(sorted, p);
    const high = quantileSorted(sorted, q);
    expect(low).toBeGreaterThanOrEqual(sorted[0]);
    expect(high).toBeGreaterThanOrEqual(low);
    expect(sorted[x.length - 1]).toBeGreaterThanOrEqual(high);
  });

  test.each<[string, (i: number, n: number) => number]>([
    ['ascending', (i) => i],
    ['descending', (i, n) => n - i],
    ['all equal', () => 1],
    ['organ pipe', (i, n) => Math.min(i, n - i)],
    ['saw', (i) => i % 7],
  ])('select withstands a hostile order: %s', (_name, at) => {
    const n = 1 << 17;
    const x = Float64Array.from({ length: n }, (_, i) => at(i, n));
    const want = sort(x)[n >> 2];
    expect(selectInPlace(x, n >> 2)).toBe(want);
  });
});

describe('functions', () => {
  const check = (arbitrary: fc.Arbitrary<number>, holds: (x: number) => void) =>
    fc.assert(fc.property(arbitrary, holds), { seed: 1, numRuns: 2000 });
  const between = (min: number, max: number) => fc.double({ noNaN: true, min, max });

  test('log undoes exp, log1p undoes expm1', () =>
    check(between(-20, 20), (x) => {
      expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(2 ** -51 * (1 + Math.abs(x)));
      const a = Math.abs(x);
      expect(Math.abs(log1p(expm1(a)) - a)).toBeLessThanOrEqual(2 ** -50 * a + 5e-324);
    }));

  test('odd functions are odd, cos is even, sin² + cos² = 1', () =>
    check(moderate, (x) => {
      expect(sin(-x)).toBe(-sin(x));
      expect(tanh(-x)).toBe(-tanh(x));
      expect(cos(-x)).toBe(cos(x));
      expect(Math.abs(sin(x) ** 2 + cos(x) ** 2 - 1)).toBeLessThanOrEqual(2 ** -50);
    }));

  test('powers of two are exact', () =>
    check(fc.integer({ min: -1074, max: 1023 }), (k) => expect(pow(2, k)).toBe(scale(1, k))));

  test('rounding is odd and within a half', () =>
    check(between(-1e9, 1e9), (x) => {
      expect(round(-x)).toBe(0 - round(x));
      expect(Math.abs(round(x) - x)).toBeLessThanOrEqual(0.5);
    }));

  test('a = b·floorDiv + floorMod, with floorMod in [0, b)', () =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1 }), (a, b) => {
        const m = floorMod(a, b);
        expect(BigInt(floorDiv(a, b)) * BigInt(b) + BigInt(m)).toBe(BigInt(a));
        expect(m >= 0 && m < b).toBe(true);
      }),
      { seed: 1, numRuns: 2000 }
    ));
});

test('the random stream is fair', () => {
  const n = 200000;
  const random = new Random(1);
  const counts = [0, 0, 0, 0, 0, 0];
  let total = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const z = random.normal();
    total += z;
    squares += z * z;
    counts[random.integer(6)]++;
  }
  expect(Math.abs(total / n)).toBeLessThan(5 / Math.sqrt(n));
  expect(Math.abs(squares / n - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  for (const count of counts) {
    expect(Math.abs(count - n / 6)).toBeLessThan(5 * Math.sqrt((n * 5) / 36));
  }
});
