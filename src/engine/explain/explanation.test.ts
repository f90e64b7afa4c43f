/** @jest-environment node */
import { explainAt } from './explanation';
import { Random } from '../num/random';
import { analyse, Model } from '../pipeline';
import { parseSpec } from '../spec/parse';

const HOUR = 3_600_000;
const START = 1_704_067_200_000; // a Monday

describe('the parts of an expected value add up to it', () => {
  const random = new Random(7);
  const n = 480;
  const timesMs = Float64Array.from({ length: n }, (_, i) => START + i * HOUR);
  const warmth = timesMs.map(() => random.normal());
  const labels = Array.from(timesMs, () => ['sun', 'rain', 'fog'][random.integer(3)]);
  const values = timesMs.map((_, i) => 20 + 5 * Math.sin((i * Math.PI) / 12) + 3 * warmth[i] + random.normal());
  const input = {
    series: { timesMs, values },
    regressors: [
      { name: 'warmth', kind: 'number' as const, series: { timesMs, values: warmth } },
      { name: 'weather', kind: 'category' as const, timesMs, labels },
    ],
  };

  test.each([
    ['seasonal', 'none'],
    ['linear', 'none'],
    ['neural', 'none'],
    ['auto', 'none'],
    ['tree', 'none'],
    ['forest', 'log1p'],
    ['boosted', 'none'],
    ['linear', 'log1p'],
    ['seasonal', 'logit'],
  ])('%s, %s', (kind, transform) => {
    const { spec } = parseSpec({ model: { kind }, transform, band: { lowerBound: -100, upperBound: 200 } });
    const window = { fromMs: START + 400 * HOUR, toMs: START + (n - 1) * HOUR };
    const kept = new Map<number, Model>();
    const analysis = analyse(input, spec, window, kept);
    analysis.timesMs.forEach((timeMs, i) => {
      // some of each day with a model learnt for the occasion, as all were once; to learn 80 a kind took minutes
      const explained = explainAt(input, spec, window, timeMs, i % 16 === 0 ? undefined : kept);
      const { level = NaN, trend = NaN, season = NaN, calendar = NaN, regressors = [], expected } = explained ?? {};
      const sum = level + trend + season + calendar + regressors.reduce((total, { value }) => total + value, 0);
      expect(expected).toBe(analysis.expected[i]);
      expect(sum).toBeCloseTo(analysis.expected[i], 9);
    });
  });

  test('nothing is explained before there is a model', () => {
    const { spec } = parseSpec({});
    expect(explainAt(input, spec, { fromMs: START, toMs: START }, START)).toBeUndefined();
  });
});
