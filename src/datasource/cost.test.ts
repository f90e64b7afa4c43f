/** What a query costs its upstream, as the editor tells it. */
import { createDataFrame, FieldType } from '@grafana/data';
import { readFileSync } from 'node:fs';
import { costText, Reading, readingOf, seriesIn } from './cost';
import { Output } from './types';

interface Case {
  name: string;
  spec: Record<string, unknown>;
  output: Output;
  from: string;
  to: string;
  now: string;
  stepMs: number;
  points: number;
}

// The twin of this test is pkg/plugin/cost_test.go, over the same file.
const file: { count: number; cases: Case[] } = JSON.parse(readFileSync('test/query/cost.json', 'utf8'));
const DAY = 86_400_000;

describe('a reading is what the backend asks for', () => {
  test('every promised case is here', () => expect(file.cases).toHaveLength(file.count));

  test.each(file.cases)('$name', ({ from, to, now, stepMs, points, ...query }) => {
    const reading = readingOf(query, Date.parse(from), Date.parse(to), Date.parse(now));
    expect({ stepMs: reading.stepMs, points: reading.points }).toEqual({ stepMs, points });
    expect(reading.lengthMs).toBe((points - 1) * stepMs);
  });

  test('a spec that is refused has no cost', () => {
    const refused = { spec: { grid: { step: 'often' } }, output: 'bands' as const };
    expect(() => readingOf(refused, 0, DAY, DAY)).toThrow('spec');
  });
});

const of = (days: number, stepMs: number, regressors = 0): Reading => ({
  lengthMs: days * DAY,
  stepMs,
  points: (days * DAY) / stepMs,
  regressors,
});

test.each<[Reading, number | undefined, string]>([
  [of(14, 300_000), 12, '14 d × 5 m × 12 series = 48 k points once a day, then 12 points every 5 m'],
  [of(15.5, 300_000), 1, '15.5 d × 5 m × 1 series = 4.5 k points once a day, then 1 point every 5 m'],
  [of(15.5, 300_000), undefined, '15.5 d × 5 m = 4.5 k points a series once a day, then 1 point every 5 m'],
  [of(731, DAY), 1, '731 d × 1 d × 1 series = 731 points once a day, then 1 point every 1 d'],
  [of(57, 3_600_000), 10_000, '57 d × 1 h × 10000 series = 14 M points once a day, then 10 k points every 1 h'],
  [of(8, 90_000, 2), 3, '8 d × 90 s × (3 series and 2 regressors) = 38 k points once a day, then 5 points every 90 s'],
])('costText(%o, %s)', (reading, series, text) => expect(costText(reading, series)).toBe(text));

describe('seriesIn', () => {
  const time = { name: 'time', type: FieldType.time, values: [1, 2] };
  const number = { name: 'score', type: FieldType.number, values: [0.5, 2, 1] };
  const bands = createDataFrame({ refId: 'A', fields: [time, { ...number, values: [1, 2] }] });

  test('a frame over time is one series, of this query alone', () => {
    expect(seriesIn([bands, bands, { ...bands, refId: 'B' }], 'A')).toBe(2);
  });

  test('a table of numbers has a row a series', () => {
    const job = { name: 'job', type: FieldType.string, values: ['a', 'b', 'c'] };
    expect(seriesIn([createDataFrame({ refId: 'A', fields: [job, number] })], 'A')).toBe(3);
    const unnamed = createDataFrame({ refId: 'A', fields: [{ ...number, values: [1] }] });
    expect(seriesIn([unnamed, unnamed], 'A')).toBe(2);
  });

  test('incidents stand beside the rows of their series', () => {
    const table = (name: string) =>
      createDataFrame({ refId: 'A', name, fields: [{ name: 'series', type: FieldType.string, values: ['a', 'a'] }] });
    expect(seriesIn([table('evaluation'), table('incidents')], 'A')).toBe(2);
  });

  test('importances have several rows a series', () => {
    const series = { name: 'series', type: FieldType.string, values: ['a', 'a', 'b'] };
    expect(seriesIn([createDataFrame({ refId: 'A', name: 'importance', fields: [series, number] })], 'A')).toBe(2);
  });

  test('no answer has no number of series', () => {
    expect(seriesIn([], 'A')).toBeUndefined();
    expect(seriesIn([createDataFrame({ refId: 'A', fields: [] })], 'A')).toBeUndefined();
  });
});
