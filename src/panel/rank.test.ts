/** Which series stands first in the ranked list. */
import { FieldType } from '@grafana/data';
import { fireEvent, render } from '@testing-library/react';
import React from 'react';
import { Analysis, State } from '../engine/analysis';
import { unjudged } from './lines';
import { anomalousText, rank } from './rank';
import { Drawn } from './run';
import { RankedList } from './view/RankedList';
import { useStyles } from './view/useStyles';

const column = (...values: number[]) => Float64Array.from(values);
const STEP = 300_000;

/** A series of three slots with these scores, the last of which may be unfinished. */
function series(name: string, scores?: number[], anomaly: number[] = [0, 0, 0]): Drawn {
  const field = { name, type: FieldType.number, config: {}, values: [] };
  const timesMs = column(0, STEP, 2 * STEP);
  const bare = unjudged({ key: name, name, field, series: { timesMs, values: column(1, 2, NaN) } } as never);
  const judged: Partial<Analysis> = {
    stepMs: STEP,
    timesMs,
    score: column(...(scores ?? [])),
    anomaly: column(...anomaly),
    reason: column(1, 2, 0),
    state: new Uint8Array(3).fill(State.Normal),
  };
  return scores ? { ...bare, analysis: { ...bare.analysis, ...judged } } : bare;
}

const all = [
  series('unknown'),
  series('normal', [0.1, 0.2, 0.3]),
  series('was', [9, 0.4, NaN], [1, 0, 0]),
  series('outside', [0, 0, 5]),
  series('worst', [1.5, 2.5, NaN], [1, 1, NaN]),
  series('anomalous', [0, 0, 1.2], [0, 0, 1]),
];

test('what is anomalous now comes first, by its score; what nothing is known of comes last', () => {
  const ranks = rank(all);
  expect(ranks.map(({ name }) => name)).toEqual(['worst', 'anomalous', 'outside', 'was', 'normal', 'unknown']);
  expect(ranks[0]).toMatchObject({ score: 2.5, severity: 'severe', lastedMs: 2 * STEP, reason: 2, value: 2 });
  expect(ranks[3]).toMatchObject({ lastedMs: 0, severity: undefined });
  expect(anomalousText(ranks)).toBe('2 of 6 anomalous');
});

test('of a hundred series none is cut, and those in focus alone have a band', () => {
  const many = Array.from({ length: 100 }, (_, i) => series(`s${i}`, [0, 0, i / 50]));
  const focus = new Set(['s7']);
  const none = new Set<string>();
  const picks: string[][] = [];
  const previews: Array<string | undefined> = [];
  function List() {
    const styles = useStyles(many, none, focus);
    expect(styles.filter(({ band }) => band).map(({ key }) => key)).toEqual(['s7']);
    return React.createElement(RankedList, {
      ranks: rank(many),
      styles,
      picked: focus,
      onPick: (picked) => picks.push([...picked]),
      onPreview: (key) => previews.push(key),
    });
  }
  const { container } = render(React.createElement(List));
  const rows = [...container.querySelectorAll('button')]; // roles of a hundred rows take seconds in jsdom
  expect(rows).toHaveLength(100);
  expect(rows[0].textContent).toContain('s99');
  fireEvent.mouseEnter(rows[0]);
  fireEvent.click(rows[0]);
  fireEvent.click(rows[0], { ctrlKey: true });
  fireEvent.click(rows.find((row) => row.getAttribute('aria-pressed') === 'true')!);
  expect(previews).toEqual(['s99']);
  expect(picks).toEqual([['s99'], ['s7', 's99'], []]);
});
