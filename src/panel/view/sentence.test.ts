/** The sentences of a tooltip, on analyses of the engine: each says what fired, with numbers that agree with the picture. */
import { limitAt, measureOf } from '../../draw/measure';
import { Analysis } from '../../engine/analysis';
import { constants } from '../../engine/detect/constants';
import { Reason } from '../../engine/detect/score';
import { analyse } from '../../engine/pipeline';
import { parseSpec } from '../../engine/spec/parse';
import { durationText, sentenceOf } from './sentence';

const STEP = 300_000;
const DAY = 86_400_000;
const SLOTS = 16 * 288;
const FORMATS = { value: (v: number) => `${v.toFixed(1)} ms`, length: (v: number) => `${v.toFixed(1)} ms` };

/** A quiet series of sixteen days, and what happens to slots of its last one. */
function judged(spec: object, happens: (slot: number, usual: number) => number): Analysis {
  const timesMs = Float64Array.from({ length: SLOTS }, (_, i) => i * STEP);
  const values = timesMs.map((_, i) => {
    const usual = 240 + 20 * Math.sin((2 * Math.PI * i) / 288) + (((i * 7919) % 101) - 50) / 10;
    return happens(i - (SLOTS - 288), usual);
  });
  const window = { fromMs: (SLOTS - 288) * STEP, toMs: (SLOTS - 1) * STEP, nowMs: SLOTS * STEP + DAY, stepMs: STEP };
  return analyse({ series: { timesMs, values } }, parseSpec({ transform: 'none', ...spec }).spec, window);
}

const slotsOf = ({ reason }: Analysis, which: number) =>
  Array.from(reason.keys()).filter((i) => reason[i] === which && i > 12);

describe('what an engine’s picture says', () => {
  const a = judged({}, (slot, usual) => {
    if (slot === 100) {
      return usual + 60;
    }
    if (slot >= 260 && slot < 262) {
      return NaN; // what comes after has no increment
    }
    return usual + (slot === 262 ? -20 : slot >= 200 && slot < 236 ? 9 : 0);
  });

  test('all three statistics fire in it', () => {
    for (const reason of [Reason.Deviation, Reason.HourlyMean, Reason.Spike]) {
      expect(slotsOf(a, reason).length).toBeGreaterThan(0);
    }
  });

  test('each length exceeds its limit, and each value the drawn one', () => {
    const marked = Array.from(a.score.keys()).filter((i) => a.score[i] > 1 && i > 12);
    for (const i of marked) {
      const { length, limit } = measureOf(a, i)!;
      expect(length).toBeGreaterThan(limit);
      const side = a.direction[i];
      expect(side * (a.value[i] - limitAt(a, i))).toBeGreaterThan(0);
    }
    expect(marked.length).toBeGreaterThan(10);
  });

  test('a value at the drawn limit has an hourly mean at its own limit', () => {
    for (const i of slotsOf(a, Reason.HourlyMean)) {
      const { length, limit } = measureOf(a, i)!;
      const slots = Math.floor(constants.meanMs / STEP);
      const drawn = Math.abs(limitAt(a, i) - a.expected[i]);
      const atDrawn = length - Math.abs(a.value[i] - limitAt(a, i)) / slots;
      expect(Math.min(drawn, atDrawn)).toBeCloseTo(limit, 6);
    }
  });

  test('the sentences', () => {
    const sentence = (reason: number, at = 0) => sentenceOf(a, slotsOf(a, reason)[at], FORMATS);
    expect(sentenceOf(a, 100, FORMATS)).toMatch(/^Rose \d+\.\d ms in one step; the limit is \d+\.\d ms$/);
    expect(sentence(Reason.HourlyMean)).toMatch(
      /^The last hour averages \d+\.\d ms above expected; the limit is \d+\.\d ms$/
    );
    expect(sentence(Reason.Deviation)).toMatch(
      /^[\d.]+ ms is [\d.]+ ms (above|below) expected; the limit is [\d.]+ ms$/
    );
    const usual = a.score.findIndex((score) => score > 0 && score < 0.5);
    expect(sentenceOf(a, usual, FORMATS)).toMatch(/ expected; the limit is /);
  });

  test('an hour that is not in the picture has the engine’s verdict, without numbers', () => {
    const [i] = slotsOf(a, Reason.HourlyMean);
    const cut = Object.fromEntries(
      Object.entries(a).map(([name, v]) => [name, ArrayBuffer.isView(v) ? (v as Float64Array).subarray(i) : v])
    ) as unknown as Analysis;
    expect(measureOf(cut, 0)).toBeUndefined();
    expect(sentenceOf(cut, 0, FORMATS)).toMatch(/^The last hour lies above the expected values by \d/);
  });
});

test('a value beyond a bound names the bound', () => {
  const a = judged({ band: { lowerBound: 214 } }, (slot, usual) => (slot === 216 ? 213.4 : usual));
  expect(a.reason[216]).toBe(Reason.Bounds);
  expect(sentenceOf(a, 216, FORMATS)).toBe('213.4 ms is below the lowest value, 214.0 ms');
});

test('missing values are counted in time', () => {
  const spec = { clean: { missing: 'anomaly' } };
  const a = judged(spec, (slot, usual) => (slot >= 100 && slot < 103 ? NaN : usual));
  expect(a.reason[102]).toBe(Reason.Missing);
  expect(sentenceOf(a, 102, FORMATS)).toBe('No value for 15 min; one was due every 5 min');
  expect(sentenceOf({ ...a, score: a.score.map(() => NaN) }, 102, FORMATS)).toBe('');
});

test.each([
  [15_000, '15 s'],
  [90_000, '1.5 min'],
  [7_200_000, '2 h'],
  [DAY, '1 d'],
])('%d ms are %s', (ms, text) => expect(durationText(ms)).toBe(text));
