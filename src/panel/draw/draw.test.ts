/** What stands where on the plot. */
import { createTheme } from '@grafana/data';
import { Analysis, State } from '../../engine/analysis';
import { Drawn } from '../run';
import { describe as sentence, incidentText, reasonsOf, statusOf } from '../view/describe';
import { align, layoutOf, lineIndex, LINES, loneRows } from './align';
import { marksOf } from './annotations';
import { shapeOf } from '../../draw/marks';
import { runsOf } from '../../draw/runs';
import { cutBack } from '../../draw/extent';
import { seriesColor, severityOf } from '../../draw/palette';

const column = (...values: number[]) => Float64Array.from(values);

function drawn(timesMs: number[], value: number[]): Drawn {
  const line = column(...value);
  const analysis: Partial<Analysis> = {
    stepMs: 1,
    state: new Uint8Array(value.length).fill(State.Normal),
    timesMs: column(...timesMs),
    value: line,
    expected: line,
    lower: line,
    upper: line,
    intervalLower: line,
    intervalUpper: line,
  };
  return { source: { name: 's' }, line: { timesMs: column(...timesMs), values: line }, analysis } as Drawn;
}

const PLAIN = { band: true, stepped: false };

test('series of different times share one x column; a gap is null, a foreign time undefined', () => {
  const looks = [PLAIN, PLAIN];
  const { columns, points } = align([drawn([1, 3], [10, NaN]), drawn([2, 3], [20, 30])], looks);
  const value = (s: number) => columns[lineIndex(layoutOf(looks), 'value', s)];
  expect(columns[0]).toEqual([1, 2, 3]);
  expect(value(0)).toEqual([10, undefined, null]);
  expect(value(1)).toEqual([undefined, 20, 30]);
  expect(Array.from(points[1])).toEqual([-1, 0, 1]);
});

describe('a query that is finer than what is judged', () => {
  const judged = drawn([10, 15], [7, 8]).analysis;
  const fine = (timesMs: number[], values: number[], state = judged.state): Drawn => ({
    ...drawn(timesMs, values),
    analysis: { ...judged, stepMs: 5, state },
  });
  const looks = [{ band: true, stepped: true }];
  const layout = layoutOf(looks);

  test('is drawn at its own points, a spike among them, over the steps of the band', () => {
    const { columns, slots } = align([fine([11, 12, 13, 14, 16], [1, 1, 99, 1, 1])], looks);
    expect(columns[0]).toEqual([10, 11, 12, 13, 14, 15, 16, 20]);
    expect(columns[lineIndex(layout, 'value', 0)]).toEqual([undefined, ...[1, 1, 99, 1], undefined, 1, undefined]);
    // the last step goes on to the slot's end
    expect(columns[lineIndex(layout, 'upper', 0)]).toEqual([7, ...new Array(4), 8, undefined, 8]);
    expect(Array.from(slots[0])).toEqual([0, 0, 0, 0, 0, 1, 1, -1]);
  });

  test('has a gap where a whole slot brought no point', () => {
    const missing = Uint8Array.of(State.Normal, State.Missing);
    const { columns } = align([fine([11, 21], [1, 2], missing)], looks);
    expect(columns[0]).toEqual([10, 11, 15, 20, 21]);
    expect(columns[lineIndex(layout, 'value', 0)]).toEqual([undefined, 1, null, undefined, 2]);
    const late = align([fine([11, 17, 21], [1, 5, 2], missing)], looks); // its slot is not over yet, say
    expect(late.columns[lineIndex(layout, 'value', 0)]).not.toContain(null);
  });
});

test('a series without a band has its value’s column alone', () => {
  expect(layoutOf([{ band: false, stepped: false }, PLAIN]).filter(({ s }) => s === 0)).toEqual([
    { line: 'value', s: 0 },
  ]);
  expect(lineIndex(layoutOf([{ band: false, stepped: false }]), 'upper', 0)).toBe(0);
});

test('a value between gaps is lone, beside a value it is not, whatever times other series have', () => {
  expect(loneRows([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(loneRows([undefined, 1, undefined, 2, null, undefined, 3, undefined])).toEqual([6]);
  expect(loneRows([null, 5, null])).toEqual([1]);
  expect(loneRows([])).toEqual([]);
});

test('each plotted line leads back to its series', () => {
  const layout = layoutOf([PLAIN, PLAIN, PLAIN]);
  const found = LINES.flatMap((line) => [0, 1, 2].map((s) => layout[lineIndex(layout, line, s) - 1]));
  expect(found).toEqual(LINES.flatMap((line) => [0, 1, 2].map((s) => ({ line, s }))));
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
    const timed = { ...incident, stepMs: 60 };
    const text = (i: number) =>
      incidentText(
        timed,
        i,
        String,
        (t) => `${t} s`,
        (ms) => `${ms} s`
      );
    expect(text(1)).toBe(', since 60 s, for 120 s, peak 9');
    expect(incidentText({ ...incident, anomaly: column(0, 1, 0, 0) }, 1, String, String, String)).toBe('');
    expect(reasonsOf({ drawn: [{ source: {}, analysis: incident } as Drawn], notices: [] })).toEqual([1, 2]);
  });

  test('the picture has a sentence for people who can’t see it', () => {
    const one = { source: { name: 'cpu' }, analysis: point(2, 1.4) } as Drawn;
    expect(sentence({ drawn: [one], notices: [] })).toContain('cpu: 1 anomaly');
  });
});
