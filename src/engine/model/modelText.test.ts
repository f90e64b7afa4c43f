/** @jest-environment node */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { faultCode } from '../fault/fault';
import { decodeModel, encodeModel } from './modelText';
import { Random } from '../num/random';
import { analyse, Model } from '../pipeline';
import { parseSpec } from '../spec/parse';

const HOUR = 3_600_000;
const START = 1_704_067_200_000; // a Monday
const random = new Random(3);
const timesMs = Float64Array.from({ length: 480 }, (_, i) => START + i * HOUR);
const warmth = timesMs.map(() => 10 + 5 * random.normal());
const values = timesMs.map(
  (_, i) => 20 + 5 * Math.sin((i * Math.PI) / 12) + 3 * Math.abs(warmth[i] - 10) + random.normal()
);
const input = {
  series: { timesMs, values },
  regressors: [{ name: 'warmth', kind: 'number' as const, series: { timesMs, values: warmth } }],
};
const window = { fromMs: START + 430 * HOUR, toMs: START + 479 * HOUR };

describe('models survive their text', () => {
  test.each([
    ['seasonal', 'conformal'],
    ['linear', 'conformal'],
    ['tree', 'conformal'],
    ['forest', 'conformal'],
    ['boosted', 'conformal'],
    ['boosted', 'cqr'],
    ['neural', 'conformal'],
    ['auto', 'conformal'],
  ])('%s, %s', (kind, method) => {
    const { spec } = parseSpec({ model: { kind }, band: { method } });
    const learnt = new Map<number, Model>();
    const want = analyse(input, spec, window, learnt);
    const read = new Map([...learnt].map(([cutMs, model]) => [cutMs, decodeModel(encodeModel(model))]));
    expect(read.size).toBeGreaterThan(0);
    expect([...read.values()].map(encodeModel)).toEqual([...learnt.values()].map(encodeModel));
    expect(analyse(input, spec, window, read)).toEqual(want);
  });

  test('−0 stays −0', () => {
    const [model] = readable();
    model.normalisation.center = -0;
    expect(decodeModel(encodeModel(model)).normalisation.center).toBe(-0);
  });
});

test.each(['linear', 'neural'])('a %s model is refused without its regressor', (kind) => {
  const { spec } = parseSpec({ model: { kind } });
  const learnt = new Map<number, Model>();
  analyse(input, spec, window, learnt);
  expect(codeOf(() => analyse({ series: input.series }, spec, window, learnt))).toBe('model/other-regressors');
});

describe('whatever a model is changed to, it is refused with a code, or judges', () => {
  const { spec } = parseSpec({});
  const cutMs = START + 19 * 24 * HOUR;
  const day = { fromMs: cutMs, toMs: cutMs + 5 * HOUR, stepMs: HOUR };
  const models = readable();

  test('in any one place', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.jsonValue(),
        fc.constantFrom('set', 'drop', 'number'),
        (which, at, value, how) => {
          const model = structuredClone(models[which % models.length]);
          const places = placesOf(model);
          const [holder, key] = places[at % places.length];
          if (how === 'drop' && !Array.isArray(holder)) {
            delete holder[key];
          } else {
            holder[key] = how === 'number' ? [-1, 0, 0.5, 1e300, 2 ** 53][at % 5] : value;
          }
          const text = JSON.stringify(model);
          const decoded = codeOf(() => decodeModel(text));
          expect(decoded).toMatch(/^$|^model\//);
          if (decoded === '') {
            const code = codeOf(() =>
              analyse({ series: input.series }, spec, day, new Map([[cutMs, decodeModel(text)]]))
            );
            expect(code).toMatch(/^$|^model\/other-regressors$/);
          }
        }
      ),
      { numRuns: 2000 }
    );
  });
});

/** The good models of spec/vectors/model/read.json. */
function readable(): Model[] {
  const { cases } = JSON.parse(readFileSync('spec/vectors/model/read.json', 'utf8'));
  return cases
    .filter(({ error }: { error?: string }) => error === undefined)
    .map(({ text }: { text: string }) => JSON.parse(text));
}

type Holder = Record<string | number, unknown>;

/** Every place of a tree that holds a value: the object or list, and the key. */
function placesOf(tree: object): Array<[Holder, string]> {
  return Object.entries(tree).flatMap(([key, value]) => [
    [tree as Holder, key] as [Holder, string],
    ...(typeof value === 'object' && value !== null ? placesOf(value) : []),
  ]);
}

function codeOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    return faultCode(error);
  }
}
