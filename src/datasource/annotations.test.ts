/** Annotations: which ranges an answer's anomalies make. */
import { createDataFrame, FieldType } from '@grafana/data';
import { Analysis } from '../engine/analysis';
import { writeAnalysis } from '../frames/write';
import { anomaliesOf } from './annotations';

const column = (...values: number[]) => Float64Array.from(values);
const same = column(1, 1, 1, 1, 1);

/** Five slots; the second and third are one anomaly, the last is another. */
const analysis = {
  stepMs: 1000,
  timesMs: column(0, 1000, 2000, 3000, 4000),
  value: same,
  expected: same,
  lower: same,
  upper: same,
  intervalLower: same,
  intervalUpper: same,
  score: column(0.5, 3.25, 2, 0.1, 7),
  reason: column(0, 3, 2, 0, NaN),
  drift: column(0, 0, 0, 0, NaN),
  anomaly: column(0, 1, 1, 0, 1),
  direction: column(0, 1, 1, 0, 1),
  notices: [],
} as Partial<Analysis> as Analysis;

test('each run of anomalous slots is one range, to the end of its last slot', () => {
  const [first, second, ...more] = anomaliesOf([writeAnalysis('cpu', { host: 'a' }, {}, analysis)]);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ time: 1000, timeEnd: 3000, isRegion: true, tags: ['host:a'] });
  expect(first.text).toBe('cpu: up to 3.3 times its limit (spike)');
  expect(second.text).toBe('cpu: up to 7.0 times its limit');
  expect(second).toMatchObject({ time: 4000, timeEnd: 5000 });
});

test('frames of other outputs have none', () => {
  const score = createDataFrame({ fields: [{ name: 'score', type: FieldType.number, values: [7] }] });
  expect(anomaliesOf([score])).toEqual([]);
});
