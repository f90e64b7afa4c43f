/** What goes in comes out: shapes of frames, missing values, faults. */
import { createDataFrame, DataFrame, dataFrameFromJSON, FieldType } from '@grafana/data';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { Analysis } from '../engine/analysis';
import { faultCode } from '../engine/fault/fault';
import { isAnalysed, readAnalysed } from './analysed';
import { nullable, numbersOf } from './numbers';
import { readSeries } from './read';
import { ANALYSED_COLUMNS, writeAnalysis } from './write';

const time = { name: 'time', type: FieldType.time, values: [1000, 2000, 3000] };

function codeOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    return faultCode(error);
  }
}

describe('readSeries', () => {
  test('a wide frame gives one series a number field, with its labels', () => {
    const frame = createDataFrame({
      refId: 'A',
      fields: [
        time,
        { name: 'cpu', type: FieldType.number, labels: { host: 'a' }, values: [1, null, 3] },
        { name: 'cpu', type: FieldType.number, labels: { host: 'b' }, values: [4, 5, 6] },
      ],
    });
    const series = readSeries([frame]);
    expect(series.map(({ labels }) => labels.host)).toEqual(['a', 'b']);
    expect(Array.from(series[0].series.values)).toEqual([1, NaN, 3]);
    expect(Array.from(series[1].series.timesMs)).toEqual([1000, 2000, 3000]);
  });

  test('a long frame gives one series a combination of texts, in the order of their first rows', () => {
    const frame = createDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [1000, 1000, 2000, 2000] },
        { name: 'host', type: FieldType.string, values: ['b', 'a', 'b', 'a'] },
        { name: 'load', type: FieldType.number, values: [1, 2, 3, 4] },
      ],
    });
    const series = readSeries([frame]);
    expect(series.map(({ labels, series: { values } }) => [labels.host, ...values])).toEqual([
      ['b', 1, 3],
      ['a', 2, 4],
    ]);
  });

  test('two frames of equal name and labels keep different keys, the same ones on the next answer', () => {
    const answer = () =>
      [0, 1].map(() =>
        createDataFrame({ refId: 'A', fields: [time, { name: 'v', type: FieldType.number, values: [1, 2, 3] }] })
      );
    const keys = readSeries(answer()).map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
    expect(readSeries(answer()).map(({ key }) => key)).toEqual(keys);
  });

  test.each([
    [
      'text that looks like numbers',
      [time, { name: 'v', type: FieldType.string, values: ['1', '2', '3'] }],
      'frames/no-number-field',
    ],
    ['no time', [{ name: 'v', type: FieldType.number, values: [1, 2, 3] }], 'frames/no-time-field'],
  ])('%s is a fault that names the remedy', (_, fields, code) => {
    const frame = createDataFrame({ fields });
    expect(codeOf(() => readSeries([frame]))).toBe(code);
    expect(() => readSeries([frame])).toThrow(/; want .*\. \w/);
  });

  test('a frame without fields has no series', () => expect(readSeries([createDataFrame({ fields: [] })])).toEqual([]));
});

describe('numbers', () => {
  test('neither NaN nor an infinity ever leaves', () => {
    fc.assert(
      fc.property(fc.float64Array(), (values) => nullable(values).every((one) => one === null || Number.isFinite(one)))
    );
  });

  test('null, text and infinities read as missing, booleans as 0 and 1', () => {
    const numbers = { name: 'v', type: FieldType.number, config: {}, values: [1, null, 'x', Infinity, undefined] };
    expect(Array.from(numbersOf(numbers))).toEqual([1, NaN, NaN, NaN, NaN]);
    const flags = { name: 'v', type: FieldType.boolean, config: {}, values: [true, false] };
    expect(Array.from(numbersOf(flags))).toEqual([1, 0]);
  });
});

function analysis(): Analysis {
  const column = (...values: number[]) => Float64Array.from(values);
  return {
    stepMs: 1000,
    timesMs: column(1000, 2000, 3000, 4000),
    value: column(5, 9, NaN, 5),
    expected: column(5, 5, 5, NaN),
    lower: column(2, 2, 2, NaN),
    upper: column(8, 8, 8, NaN),
    intervalLower: column(3, 3, 3, NaN),
    intervalUpper: column(7, 7, 7, NaN),
    lower99: column(NaN, NaN, NaN, NaN),
    upper99: column(NaN, NaN, NaN, NaN),
    score: column(0, 1.3, NaN, NaN),
    reason: column(0, 3, NaN, NaN),
    drift: column(0.25, 1.5, NaN, NaN),
    direction: column(0, 1, NaN, NaN),
    anomaly: column(0, 1, NaN, NaN),
    state: Uint8Array.from([1, 2, 4, 0]),
    notices: [{ code: 'frames/notice', severity: 'info', text: 'a remark' }],
    models: [],
  };
}

describe('an analysed frame', () => {
  test('reads back as it was written', () => {
    const frame = writeAnalysis('cpu a', { host: 'a' }, { unit: 'percent' }, analysis());
    expect(isAnalysed(frame)).toBe(true);
    const back = readAnalysed(frame);
    expect(back.source.name).toBe('cpu a');
    expect(back.source.labels).toEqual({ host: 'a' });
    expect(back.analysis).toEqual(analysis());
  });

  test('score is its first number, since alerting reads no other', () => {
    const { fields } = writeAnalysis('cpu', {}, {}, analysis());
    expect(fields.map(({ name }) => name)).toEqual(['time', ...Object.keys(ANALYSED_COLUMNS)]);
    expect(fields[1].name).toBe('score');
  });

  test('of the backend has the same columns, words and asked alerts', () => {
    const [json] = JSON.parse(readFileSync('pkg/frames/testdata/bands.json', 'utf8'));
    const frame = dataFrameFromJSON(json);
    expect(frame.fields.map(({ name }) => name)).toEqual(['time', ...Object.keys(ANALYSED_COLUMNS), 'marker']);
    const ours = writeAnalysis('cpu', {}, {}, analysis());
    const words = ({ fields }: DataFrame) => fields.find(({ name }) => name === 'reason')?.config.mappings;
    expect(words(frame)).toHaveLength(1);
    expect(words(frame)![0].options).toMatchObject({ '3': { text: 'Spike' } });
    expect(ours.fields.map(({ config }) => config.custom?.hideFrom?.viz ?? false).filter(Boolean)).toHaveLength(2);
    expect(Object.values(words(ours)![0].options).map(({ text }) => text)).toEqual(
      Object.values(words(frame)![0].options).map(({ text }) => text)
    );
    const { analysis: read, asked } = readAnalysed(frame);
    expect(asked).toBe(1);
    expect([read.reason[1], read.drift[1], read.intervalLower[1], read.intervalUpper[1]]).toEqual([2, 1.5, 4, 6]);
  });

  test('of 0.1 reads too: its interval has other names, and there are no reasons and no drift', () => {
    const frame = writeAnalysis('cpu', {}, {}, analysis());
    frame.fields = frame.fields.filter(
      ({ name }) => !['reason', 'drift', 'intervalLower', 'intervalUpper'].includes(name)
    );
    const { analysis: read } = readAnalysed(frame);
    expect(Array.from(read.reason)).toEqual([NaN, NaN, NaN, NaN]);
    expect(Array.from(read.drift)).toEqual([NaN, NaN, NaN, NaN]);
    expect(read.intervalLower).toEqual(analysis().intervalLower);
    expect(read.intervalUpper).toEqual(analysis().intervalUpper);
  });

  test('of a later version is refused, not misread', () => {
    const frame = writeAnalysis('cpu', {}, {}, analysis());
    frame.meta!.custom!.tidemark.version = 2;
    expect(codeOf(() => readAnalysed(frame))).toBe('frames/newer-version');
  });

  test('without one of its columns is a fault', () => {
    const frame = writeAnalysis('cpu', {}, {}, analysis());
    frame.fields = frame.fields.filter(({ name }) => name !== 'upper');
    expect(codeOf(() => readAnalysed(frame))).toBe('frames/missing-column');
  });
});
