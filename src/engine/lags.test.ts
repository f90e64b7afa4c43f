/** @jest-environment node */
import { State } from './analysis';
import { Random } from './num/random';
import { analyse } from './pipeline';
import { parseSpec } from './spec/parse';
import { laggedOf } from './train';

const HOUR = 3_600_000;
const START = 1_704_067_200_000; // a Monday
const random = new Random(8);
const timesMs = Float64Array.from({ length: 20 * 24 }, (_, i) => START + i * HOUR);
const load = timesMs.map(() => random.integer(10));
// Driven by the load at once by 3, and two hours later by 5.
const values = load.map((v, i) => 50 + 3 * v + (i >= 2 ? 5 * load[i - 2] : 0) + random.normal());
const regressors = [{ name: 'load', kind: 'number' as const, series: { timesMs, values: load } }];

const specOf = (lag: unknown) =>
  parseSpec({ model: { kind: 'linear' }, features: { regressors: [{ name: 'load', lag }] } }).spec;

const analysisOf = (lag: unknown) =>
  analyse({ series: { timesMs, values }, regressors }, specOf(lag), {
    fromMs: START + 16 * 24 * HOUR,
    toMs: START + 19 * 24 * HOUR,
  });

test('a list of one lag is that lag', () => expect(analysisOf(['2h'])).toEqual(analysisOf('2h')));

test('several lags say more than any', () => {
  const [both, ...single] = [['0s', '2h'], '0s', '2h'].map((lag) => analysisOf(lag).models[0].mae);
  expect(both).toBeLessThan(1.1);
  expect(Math.min(...single)).toBeGreaterThan(4 * both);
});

test('each lag but none has a name of its own', () =>
  expect(laggedOf(specOf(['0s', '120m']), regressors).map(({ name, lagMs }) => [name, lagMs])).toEqual([
    ['load', 0],
    ['load 120m ago', 2 * HOUR],
  ]));

test('a regressor that ends is missing after one more slot, and a notice says so', () => {
  const ended = { ...regressors[0], series: { timesMs: timesMs.slice(0, 17 * 24), values: load.slice(0, 17 * 24) } };
  const window = { fromMs: START + (17 * 24 - 6) * HOUR, toMs: START + 18 * 24 * HOUR };
  const { state, notices } = analyse(
    { series: { timesMs, values }, regressors: [ended] },
    specOf(['0s', '2h']),
    window
  );
  expect(Array.from(state.keys()).filter((i) => state[i] === State.Missing)[0]).toBe(7);
  expect(state.slice(7).every((s) => s === State.Missing)).toBe(true);
  expect(notices.map(({ code }) => code)).toEqual(['features/regressor-ended']);
});
