/** @jest-environment node */
import fc from 'fast-check';
import { Random } from '../num/random';
import { conformity } from './conform';
import { ConditionalQuantiles, conditionalOf } from './quantiles';

const N = 2000;

/** Deviations whose spread depends on a group of the slot, and conditional quantiles that know of the groups, but not how wide they are. */
const histories = fc
  .record({
    seed: fc.nat(),
    spreads: fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 }),
    guesses: fc.array(fc.double({ min: -3, max: 20, noNaN: true }), { minLength: 8, maxLength: 8 }),
    coverage: fc.constantFrom(0.5, 0.9, 0.95, 0.99),
  })
  .map(({ seed, spreads, guesses, coverage }) => {
    const random = new Random(seed);
    const groups = Array.from({ length: 2 * N }, () => random.integer(4));
    const z = Float64Array.from(groups, (group) => spreads[group] * (Math.abs(random.normal()) - 0.5)); // skewed
    const lower = Float64Array.from(groups, (group) => -guesses[group]);
    const upper = Float64Array.from(groups, (group) => guesses[4 + group]);
    return { z, conditional: conditionalOf(lower, upper, 0.95), coverage };
  });

const rowsFrom = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

function share(
  z: Float64Array,
  { below, above }: ConditionalQuantiles,
  rows: Int32Array,
  moved: ReturnType<typeof conformity>
): number {
  const held = rows.filter((i) => z[i] >= -(below[i] + moved.lower) && z[i] <= above[i] + moved.upper);
  return held.length / rows.length;
}

test('however wrong the quantiles are, deviations that come are held as often as was asked', () => {
  fc.assert(
    fc.property(histories, ({ z, conditional, coverage }) => {
      const moved = conformity(z, conditional, rowsFrom(0, N), coverage);
      const tol = 5 * Math.sqrt((2 * coverage * (1 - coverage)) / N) + 2 / N;
      const came = rowsFrom(N, 2 * N);
      const held = share(z, conditional, came, moved);
      // Where the lower end lies above the upper one, what misses both counts against both sides: more is held than was asked.
      const crossed = came.some((i) => -(conditional.below[i] + moved.lower) > conditional.above[i] + moved.upper);
      expect(held).toBeGreaterThanOrEqual(coverage - tol);
      expect(crossed || held <= coverage + tol).toBe(true);
    }),
    { seed: 1, numRuns: 100 }
  );
});

test('a power of two in all of them is one in the moves, bit for bit', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: -300, max: 300 }), ({ z, conditional, coverage }, power) => {
      const rows = rowsFrom(0, 200);
      const by = (values: Float64Array) => values.map((v) => v * 2 ** power);
      const want = conformity(z, conditional, rows, coverage);
      const got = conformity(
        by(z),
        { width: conditional.width, below: by(conditional.below), above: by(conditional.above) },
        rows,
        coverage
      );
      expect(got).toEqual({ lower: want.lower * 2 ** power, upper: want.upper * 2 ** power });
    }),
    { seed: 2, numRuns: 100 }
  );
});
