/** @jest-environment node */
import fc from 'fast-check';
import { binColumns, MAX_BINS } from './bins';
import { boost } from './boost';
import { growCart } from './cart';
import { decodeClassifier, decodeEnsemble } from './decode';
import { answerOf, effectsOf, type Ensemble } from './ensemble';
import { faultCode } from '../fault/fault';

const options = { maxDepth: 0, maxLeaves: 0, minLeaf: 3, l2: 0, features: 0 };
const boosting = { ...options, maxLeaves: 8, l2: 1, rounds: 8, learningRate: 0.25, quantile: 0, bound: 0, patience: 0 };

/** Rows of two features and a whole target, some features missing. */
const row = fc.tuple(
  fc.option(fc.integer({ min: -20, max: 20 }), { nil: NaN }),
  fc.option(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { nil: NaN }),
  fc.integer({ min: -500, max: 500 })
);
const rows = fc.array(row, { minLength: 8, maxLength: 120 });

function jobOf(table: number[][]) {
  const n = table.length;
  const x = Float64Array.from({ length: 2 * n }, (_, k) => table[k % n][k < n ? 0 : 1]);
  return { n, x, y: Float64Array.from(table, (r) => r[2]), bins: binColumns(x, n, MAX_BINS) };
}

const answers = (e: Ensemble, x: Float64Array, n: number) => Array.from({ length: n }, (_, i) => answerOf(e, x, n, i));

test('the order of rows does not matter', () =>
  fc.assert(
    fc.property(rows, fc.nat(), (table, turn) => {
      const a = jobOf(table);
      const at = turn % a.n;
      const b = jobOf([...table.slice(at), ...table.slice(0, at)].reverse());
      const got = answers(growCart(b.bins, b.y, null, options), a.x, a.n);
      answers(growCart(a.bins, a.y, null, options), a.x, a.n).forEach((v, i) => expect(got[i]).toBeCloseTo(v, 8));
    })
  ));

test('a target times a power of two gives answers times it', () =>
  fc.assert(
    fc.property(rows, fc.integer({ min: -60, max: 60 }), (table, k) => {
      const { bins, x, y, n } = jobOf(table);
      const scaled = boost(
        bins,
        y.map((v) => v * 2 ** k),
        null,
        new Int32Array(0),
        boosting
      );
      const want = answers(boost(bins, y, null, new Int32Array(0), boosting), x, n).map((v) => v * 2 ** k);
      expect(answers(scaled, x, n)).toEqual(want);
    })
  ));

test('effects add up to the answer', () =>
  fc.assert(
    fc.property(rows, (table) => {
      const { bins, x, y, n } = jobOf(table);
      const ensemble = boost(bins, y, null, new Int32Array(0), boosting);
      const effects = new Float64Array(2);
      const level = effectsOf(ensemble, effects, x, n, n - 1);
      expect(level + effects[0] + effects[1]).toBeCloseTo(answerOf(ensemble, x, n, n - 1), 8);
    })
  ));

test('JSON keeps every bit', () =>
  fc.assert(
    fc.property(rows, (table) => {
      const { bins, y } = jobOf(table);
      const ensemble = boost(bins, y, null, new Int32Array(0), boosting);
      expect(decodeEnsemble(JSON.stringify(ensemble))).toEqual(ensemble);
    })
  ));

test('any JSON is refused with a code, or answers', () =>
  fc.assert(
    fc.property(fc.json(), (text) => {
      for (const decode of [decodeEnsemble, decodeClassifier]) {
        let code = '';
        try {
          decode(text);
        } catch (error) {
          code = faultCode(error);
        }
        expect(code).not.toBe('uncoded');
      }
    })
  ));
