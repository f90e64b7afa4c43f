/** What stands where on the plot. */
import { createTheme } from '@grafana/data';
import { Analysis } from '../../engine/analysis';
import { Drawn } from '../run';
import { describe as sentence, incidentText, reasonsOf, statusOf } from '../view/describe';
import { align, lineIndex, LINES, loneRows, seriesOfLine } from './align';
import { marksOf } from './annotations';
import { shapeOf } from '../../draw/marks';
import { runsOf } from '../../draw/runs';
import { cutBack } from '../../draw/extent';
import { seriesColor, severityOf } from '../../draw/palette';

const column = (...values: number[]) => Float64Array.from(values);

function drawn(timesMs: number[], value: number[]): Drawn {
  const line = column(...value);
  const analysis: Partial<Analysis> = {
    timesMs: column(...timesMs),
    value: line,
    expected: line,
    lower: line,
    upper: line,
    intervalLower: line,
    intervalUpper: line,
  };
  return { source: { name: 's' }, analysis } as Drawn;
}

test('series of different times share one x column; a gap is null, a foreign time undefined', () => {
  const { columns, rows } = align([drawn([1, 3], [10, NaN]), drawn([2, 3], [20, 30])]);
  expect(columns[0]).toEqual([1, 2, 3]);
  expect(columns[lineIndex('value', 0, 2)]).toEqual([10, undefined, null]);
  expect(columns[lineIndex('value', 1, 2)]).toEqual([undefined, 20, 30]);
  expect(Array.from(rows[1])).toEqual([-1, 0, 1]);
});

test('a value between gaps is lone, beside a value it is not, whatever times other series have', () => {
  expect(loneRows([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(loneRows([undefined, 1, undefined, 2, null, undefined, 3, undefined])).toEqual([6]);
  expect(loneRows([null, 5, null])).toEqual([1]);
  expect(loneRows([])).toEqual([]);
});

test('each plotted line leads back to its series', () => {
  const found = LINES.flatMap((line) => [0, 1, 2].map((s) => seriesOfLine(lineIndex(line, s, 3), 3) === s));
  expect(found).toHaveLength(18);
  expect(found.every(Boolean)).toBe(true);
});

test('a band far wider than the line moves is cut off, a usual one is not', () => {
  const { analysis } = drawn([1, 2], [0, 100]);
  expect(cutBack([analysis], -1000, 2000)).toEqual([-75, 175]);
  expect(cutBack([analysis], -20, 120)).toEqual([-20, 120]);
  expect(cutBack([drawn([1, 2], [5, 5]).analysis], 0, 10)).toEqual([0, 10]);
});

test('runsOf finds neighbouring indices', () => {
  const flags = [1, 1, 0, 1, 0, 0, 1];
  expect(runsOf(flags.length, (i) => flags[i] === 1)).toEqual([
    { first: 0, last: 1 },
    { first: 3, last: 3 },
    { first: 6, last: 6 },
  ]);
});

test('a lone series left at the default is not green beside red marks', () => {
  const theme = createTheme();
  const field = { name: 'v', config: {}, values: [], type: 'number' } as never;
  const source = { field } as never;
  expect(seriesColor(source, 0, true, theme)).toBe(theme.visualization.getColorByName('blue'));
  const chosen = {
    field: { ...(field as object), config: { color: { mode: 'fixed', fixedColor: 'purple' } } },
  } as never;
  expect(seriesColor(chosen, 0, true, theme)).toBe(theme.visualization.getColorByName('purple'));
});

test('outside is not yet an anomaly', () => {
  expect([severityOf(5, 0), severityOf(1.2, 1), severityOf(2, 1)]).toEqual(['outside', 'anomaly', 'severe']);
});

test('the texts of annotations lose their markup', () => {
  const frame = {
    name: 'a',
    length: 1,
    fields: [
      { name: 'time', values: [5] },
      { name: 'text', values: ['<img src=x onerror="alert(1)"><b>Deploy</b>'] },
    ],
  };
  expect(marksOf([frame as never], createTheme())).toMatchObject([{ fromMs: 5, toMs: 5, text: 'Deploy' }]);
});

describe('in words', () => {
  const point = (state: number, score: number, reason = 1): Analysis => ({
    ...drawn([1], [12]).analysis,
    expected: column(10),
    intervalLower: column(9),
    intervalUpper: column(11),
    score: column(score),
    reason: column(score > 1 ? reason : 0),
    direction: column(1),
    anomaly: column(state === 2 ? 1 : 0),
    state: Uint8Array.of(state),
    models: [],
  });

  test.each([
    [0, NaN, '…'],
    [1, 0.9, '◌'],
    [1, 1.4, '○'],
    [2, 1.4, '▲'],
    [3, NaN, '╱'],
    [4, NaN, '∅'],
  ])('state %d with score %d has the sign %s', (state, score, sign) => {
    expect(statusOf(point(state, score), 0).sign).toBe(sign);
  });

  test('an anomaly tells how bad, and its sign why', () => {
    expect(statusOf(point(2, 1.4), 0).text).toBe('Warning, 1.4 × limit');
    expect(statusOf(point(2, 2), 0).text).toBe('Critical, 2.0 × limit');
    expect(statusOf(point(2, 0.5), 0).text).toBe('Back, but not for long enough');
    const signs = [1, 2, 3, 4, 5].map((reason) => statusOf(point(2, 2, reason), 0).sign);
    expect(signs).toEqual(['▲', '◆', '⌃', '■', '✕']);
    expect(new Set([1, 2, 3, 4, 5].map(shapeOf)).size).toBe(5);
  });

  test('an incident of several slots tells its begin and its peak', () => {
    const line = column(1, 7, 9, 8);
    const analysis = { ...point(2, 2), timesMs: column(0, 60, 120, 180), value: line, anomaly: column(0, 1, 1, 0) };
    const incident = { ...analysis, score: column(0, 2, 3, 9), reason: column(0, 1, 2, 0) };
    const text = (i: number) => incidentText(incident, i, String, (t) => `${t} s`);
    expect(text(1)).toBe(', since 60 s, peak 9');
    expect(incidentText({ ...incident, anomaly: column(0, 1, 0, 0) }, 1, String, String)).toBe('');
    expect(reasonsOf({ drawn: [{ source: {}, analysis: incident } as Drawn], notices: [] })).toEqual([1, 2]);
  });

  test('the picture has a sentence for people who can’t see it', () => {
    const one = { source: { name: 'cpu' }, analysis: point(2, 1.4) } as Drawn;
    expect(sentence({ drawn: [one], notices: [] })).toContain('cpu: 1 anomaly');
  });
});
