/** The small picture: what is drawn of the last answer, and when there is none. */
import { createDataFrame, FieldType, PanelData } from '@grafana/data';
import { render, screen } from '@testing-library/react';
import React from 'react';
import { Analysis } from '../engine/analysis';
import { writeAnalysis } from '../frames/write';
import { Preview } from './Preview';
import { HEIGHT, sketchOf, WIDTH } from './sketch';

const column = (...values: number[]) => Float64Array.from(values);

/** Four slots; in the third the value is missing, in the last it is an anomaly above the limit. */
const analysis = {
  stepMs: 1000,
  timesMs: column(0, 1000, 2000, 3000),
  value: column(5, 6, NaN, 15),
  expected: column(5, 5, 5, 5),
  lower: column(0, 0, 0, 0),
  upper: column(10, 10, 10, 10),
  intervalLower: column(3, 3, 3, 3),
  intervalUpper: column(7, 7, 7, 7),
  score: column(0, 0.2, NaN, 2),
  reason: column(0, 0, NaN, 1),
  drift: column(0, 0, NaN, 0.5),
  anomaly: column(0, 0, 0, 1),
  direction: column(0, 0, 0, 1),
  notices: [],
} as Partial<Analysis> as Analysis;

const answer = (...series: PanelData['series']) => ({ series }) as PanelData;
const bands = (refId: string) => ({ ...writeAnalysis('cpu', {}, {}, analysis), refId });

describe('sketchOf', () => {
  test('times go from left to right, values upwards, and a gap breaks the line', () => {
    const { value, anomalies, expected } = sketchOf(analysis);
    // from 0 to 15 on 80 units: 5 is at 53.3, 6 at 48, 15 at the top
    expect(value).toBe('M0,53.3L200,48M600,0');
    expect(anomalies).toBe('M600,0h0');
    expect(expected).toBe('M0,53.3L200,53.3L400,53.3L600,53.3');
  });

  test('a band goes along its upper line and back along its lower one', () => {
    expect(sketchOf(analysis).limit).toBe('M0,26.7L200,26.7L400,26.7L600,26.7L600,80L400,80L200,80L0,80Z');
  });

  test('a band far wider than the values is cut off at the box', () => {
    const wide = { ...analysis, lower: column(-1e6, -1e6, -1e6, -1e6), upper: column(1e6, 1e6, 1e6, 1e6) };
    const numbers = Array.from(sketchOf(wide).limit.matchAll(/(-?[\d.]+),(-?[\d.]+)/g), ([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(numbers).toHaveLength(8);
    expect(numbers.every(([x, y]) => x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT)).toBe(true);
  });

  test('one slot, a flat line and a series without a band have shapes without NaN', () => {
    const absent = column(NaN, NaN, NaN, NaN);
    const learning = {
      ...analysis,
      expected: absent,
      lower: absent,
      upper: absent,
      intervalLower: absent,
      intervalUpper: absent,
    };
    const flat = { ...learning, value: column(1, 1, 1, 1) };
    const one = Object.fromEntries(
      Object.entries(analysis).map(([name, v]) => [name, v instanceof Float64Array ? v.slice(0, 1) : v])
    ) as unknown as Analysis;
    for (const sketch of [sketchOf(learning), sketchOf(flat), sketchOf(one)]) {
      expect(Object.values(sketch).join('')).not.toMatch(/NaN|Infinity/);
      expect(sketch.value).not.toBe('');
    }
    expect(sketchOf(learning).limit).toBe('');
  });
});

describe('Preview', () => {
  test('the query’s own answer is drawn, with its anomalies counted', () => {
    render(<Preview data={answer(bands('B'), bands('A'))} refId="A" />);
    const picture = screen.getByRole('img', { name: 'cpu: 1 anomaly in the last answer' });
    const drawn = Array.from(picture.querySelectorAll('path'), (path) => path.getAttribute('d'));
    const { limit, interval, expected, value, anomalies } = sketchOf(analysis);
    expect(drawn).toEqual([limit, interval, expected, value, anomalies]);
  });

  test('another query’s answer, a number and no answer have no picture', () => {
    const number = createDataFrame({ refId: 'A', fields: [{ name: 'score', type: FieldType.number, values: [1] }] });
    for (const data of [undefined, answer(), answer(bands('B')), answer(number)]) {
      const { container } = render(<Preview data={data} refId="A" />);
      expect(container).toBeEmptyDOMElement();
    }
  });
});
