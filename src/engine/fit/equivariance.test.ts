/** @jest-environment node */
import fc from 'fast-check';
import { scale } from '../num/bits';
import { pow } from '../num/pow';
import { Random, shuffle } from '../num/random';
import { type Solution, solveGram } from './cholesky';
import { addGram, copyGram, gramOf, subtractGram } from './gram';
import { leastSquares } from './leastSquares';

interface Problem {
  x: Float64Array;
  y: Float64Array;
  n: number;
  p: number;
  random: Random;
}

/** A design of normal columns, and a normal target. */
function randomProblem(seed: number, n: number, p: number): Problem {
  const random = new Random(seed);
  const x = Float64Array.from({ length: n * p }, () => random.normal());
  const y = Float64Array.from({ length: n }, () => random.normal());
  return { x, y, n, p, random };
}

/** Problems whose first column is a constant. */
const problems = fc
  .record({ seed: fc.nat(), n: fc.integer({ min: 20, max: 80 }), p: fc.integer({ min: 2, max: 6 }) })
  .map(({ seed, n, p }) => {
    const problem = randomProblem(seed, n, p);
    problem.x.fill(1, 0, n);
    return problem;
  });

type Solver = (x: Float64Array, y: Float64Array) => Solution;

const solvers: Array<[string, Solver]> = [
  ['leastSquares', (x, y) => leastSquares(x, y, { intercept: true })],
  ['solveGram', (x, y) => solveGram(gramOf(x, y, null, 0, y.length), null)],
];

function expectNear(got: Float64Array, want: Float64Array): void {
  expect(got).toHaveLength(want.length);
  got.forEach((v, i) => expect(Math.abs(v - want[i])).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(want[i]))));
}

describe.each(solvers)('%s', (_name, solver) => {
  /** Checks a law, and that it leaves its problem as it was. */
  const law = (sentence: string, holds: (problem: Problem, solve: Solver) => void) =>
    test(sentence, () =>
      fc.assert(
        fc.property(problems, (problem) => {
          const [x, y] = [problem.x.slice(), problem.y.slice()];
          holds(problem, solver);
          expect(problem.x).toEqual(x);
          expect(problem.y).toEqual(y);
        }),
        { seed: 1, numRuns: 100 }
      )
    );

  law('a shift of the target moves only the intercept', ({ x, y, random }, solve) => {
    const shift = 10 * random.normal();
    const want = solve(x, y).coefficients;
    want[0] += shift;
    expectNear(
      solve(
        x,
        y.map((v) => v + shift)
      ).coefficients,
      want
    );
  });

  law('powers of two pass through exactly', ({ x, y, n, p, random }, solve) => {
    const j = random.integer(p);
    const k = random.integer(200) - 100;
    const l = random.integer(200) - 100;
    const scaledX = x.map((v, i) => (Math.floor(i / n) === j ? scale(v, k) : v));
    const want = solve(x, y).coefficients.map((b, i) => scale(b, i === j ? l - k : l));
    expect(
      solve(
        scaledX,
        y.map((v) => scale(v, l))
      ).coefficients
    ).toEqual(want);
  });

  law('the order of rows does not matter', ({ x, y, n, random }, solve) => {
    const order = Array.from({ length: n }, (_, i) => i);
    shuffle(random, order);
    const otherX = x.map((_v, i) => x[Math.floor(i / n) * n + order[i % n]]);
    const otherY = y.map((_v, i) => y[order[i]]);
    expectNear(solve(otherX, otherY).coefficients, solve(x, y).coefficients);
  });

  test('no collinear design of a thousand is silent', () => {
    const n = 60;
    for (let seed = 0; seed < 1000; seed++) {
      const problem = randomProblem(seed, n, 3 + (seed % 8));
      const planted = plant(problem);
      const { coefficients, rank, dropped } = solver(problem.x, problem.y);
      expect({ seed, rank, dropped }).toEqual({ seed, rank: problem.p - 1, dropped: [planted] });
      expect(coefficients[planted]).toBe(0);
      expect(coefficients.every(Number.isFinite)).toBe(true);
    }
  });
});

/** Gives columns scales of 1e−6 to 1e6, makes one a combination of those before it, and returns it. */
function plant({ x, n, p, random }: Problem): number {
  for (let j = 0; j < p; j++) {
    const factor = pow(10, 12 * random.uniform() - 6);
    for (let i = 0; i < n; i++) {
      x[j * n + i] *= factor;
    }
  }
  const planted = 1 + random.integer(p - 1);
  x.fill(0, planted * n, (planted + 1) * n);
  for (let j = 0; j < planted; j++) {
    const multiple = random.normal();
    for (let i = 0; i < n; i++) {
      x[planted * n + i] += multiple * x[j * n + i];
    }
  }
  return planted;
}

test('a total less a block is the rest', () => {
  const { x, y } = randomProblem(9, 300, 5);
  const left = copyGram(gramOf(x, y, null, 0, 300));
  subtractGram(left, gramOf(x, y, null, 100, 180));
  const rest = gramOf(x, y, null, 0, 100);
  addGram(rest, gramOf(x, y, null, 180, 300));
  expect(left.rows).toBe(rest.rows);
  expectNear(left.xtx, rest.xtx);
  expectNear(left.xty, rest.xty);
});
