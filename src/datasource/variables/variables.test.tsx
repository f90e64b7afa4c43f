/** Variables: values of the upstream's own, and of what is anomalous now. */
import { createDataFrame, DataFrame, dateTime, FieldType, VariableSupportType } from '@grafana/data';
import { setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { lastValueFrom, of } from 'rxjs';
import { DataSource } from '../DataSource';
import { TidemarkSettings, TidemarkVariable } from '../types';
import { anomalousValues } from './anomalous';

const at = dateTime(1000);
const range = { from: at, to: dateTime(2000), raw: { from: at, to: at } };
const source = (jsonData: TidemarkSettings) =>
  new DataSource({ uid: 't', name: 'T', type: 't', id: 1, jsonData, meta: {} } as never);
const asked = async (of: DataSource, variable: Partial<TidemarkVariable>) =>
  (await lastValueFrom(of.variables.query({ targets: [{ refId: 'V', ...variable }], range, scopedVars: {} } as never)))
    .data;

// jsdom has no canvas, on which @grafana/ui measures the width of texts
beforeAll(() => {
  const context = { measureText: (text: string) => ({ width: 7 * text.length }) };
  HTMLCanvasElement.prototype.getContext = () => context as never;
  setTemplateSrv({ replace: (text: string) => text.replace('$job', 'api') } as never);
});

describe('of a Prometheus API', () => {
  const prometheus = source({ upstream: 'prometheus' });
  const calls: unknown[] = [];
  prometheus.getResource = (async (_: string, params: object) => {
    calls.push(params);
    return ['web-1', 'web-2'];
  }) as never;
  beforeEach(() => (calls.length = 0));

  test('values of a label, of series that variables above pick', async () => {
    expect(await asked(prometheus, { label: ' instance ', match: 'up{job="$job"}' })).toEqual([
      { text: 'web-1', value: 'web-1' },
      { text: 'web-2', value: 'web-2' },
    ]);
    expect(calls).toEqual([{ name: 'instance', match: 'up{job="api"}', from: 1000, to: 2000 }]);
  });

  test('no label stands for their names', async () => {
    await asked(prometheus, {});
    expect(calls).toEqual([{ name: '', match: undefined, from: 1000, to: 2000 }]);
  });

  test('a label of what is anomalous now is asked with output alert', async () => {
    const sent: object[] = [];
    prometheus.query = (request) => {
      sent.push(...request.targets);
      return of({ data: [scores(['web-1', 0.4], ['web-2', 3])] });
    };
    const judged = { schemaVersion: 1, upstream: { query: { expr: 'up' } }, spec: {} };
    const found = await asked(prometheus, { values: 'anomalous', label: 'instance', judged });
    expect(found).toEqual([{ text: 'web-2', value: 'web-2' }]);
    expect(sent).toMatchObject([{ refId: 'V', output: 'alert', upstream: { query: { expr: 'up' } } }]);
    await asked(prometheus, { values: 'anomalous', label: 'instance' });
    expect(sent).toHaveLength(1); // nothing to ask yet
  });
});

function scores(...rows: Array<[string, number]>): DataFrame {
  return createDataFrame({
    fields: [
      { name: 'instance', type: FieldType.string, values: rows.map(([host]) => host) },
      { name: 'alert', type: FieldType.number, values: rows.map(([, score]) => score) },
    ],
  });
}

describe('anomalousValues', () => {
  test('each once, the most anomalous first; nothing of series without the label', () => {
    const frame = scores(['a', 2], ['b', 7], ['a', 9], ['c', 1], ['d', NaN]);
    expect(anomalousValues([frame], 'instance').map(({ text }) => text)).toEqual(['a', 'b']);
    expect(anomalousValues([frame], 'pod')).toEqual([]);
  });

  test('mixed series come in a frame each', () => {
    const one = (labels: Record<string, string>, score: number | null) =>
      createDataFrame({ fields: [{ name: 'alert', type: FieldType.number, labels, values: [score] }] });
    const frames = [one({ pod: 'p' }, 2), one({ pod: 'q' }, 0.2), one({}, 9), one({ pod: 'r' }, null)];
    expect(anomalousValues(frames, 'pod')).toEqual([{ text: 'p', value: 'p' }]);
  });
});

describe('of a pinned data source, in whichever way it has variables', () => {
  const answer = (target: unknown) => of({ data: [{ text: JSON.stringify(target) }] });
  const all: Record<string, object> = {
    legacy: { name: 'legacy', metricFindQuery: async (query: unknown) => [{ text: JSON.stringify(query) }] },
    custom: {
      variables: {
        getType: () => VariableSupportType.Custom,
        query: ({ targets: [target] }: { targets: unknown[] }) => answer(target),
      },
    },
    standard: {
      variables: {
        getType: () => VariableSupportType.Standard,
        toDataQuery: (query: object) => ({ ...query, std: 1 }),
      },
      query: ({ targets: [target] }: { targets: unknown[] }) => answer(target),
    },
    same: {
      variables: { getType: () => VariableSupportType.Datasource },
      query: ({ targets: [target] }: { targets: unknown[] }) => answer(target),
    },
    none: { name: 'none' },
  };
  const of_ = (uid: string) => source({ upstream: 'grafana', pinned: [{ uid, type: uid, name: uid }] });
  beforeAll(() => setDataSourceSrv({ get: async ({ uid }: { uid: string }) => all[uid] } as never));

  test.each([
    ['legacy', 'label_values(up, job)', '"label_values(up, job)"'],
    ['legacy', { sql: 'x' }, '{"sql":"x"}'],
    ['custom', { query: 'q' }, '{"refId":"V","query":"q"}'],
    ['standard', 'text', '{"refId":"V","query":"text","std":1}'],
    ['same', { sql: 'x' }, '{"refId":"V","sql":"x"}'],
  ])('%s: %j', async (uid, query, text) => expect(await asked(of_(uid), { uid, query })).toEqual([{ text }]));

  test('one without any says so', () =>
    expect(asked(of_('none'), { uid: 'none', query: 'x' })).rejects.toThrow('none has no variables of its own'));

  test('before anything is chosen there are no values', async () => expect(await asked(of_('none'), {})).toEqual([]));
});

test('the editor of a new variable begins with labels, and stores what is chosen', async () => {
  const stored: TidemarkVariable[] = [];
  const datasource = source({ upstream: 'prometheus' });
  const Editor = datasource.variables.editor;
  const props = {
    datasource,
    range,
    onRunQuery: () => undefined,
    onChange: (next: TidemarkVariable) => stored.push(next),
  };
  const { rerender } = render(<Editor {...props} query={'' as never} />);
  await userEvent.type(screen.getByRole('textbox', { name: 'Label' }), 'job');
  await userEvent.click(screen.getByRole('radio', { name: 'Anomalous now' }));
  expect(stored).toEqual([
    { refId: 'A', label: 'job' },
    { refId: 'A', values: 'anomalous' },
  ]);
  rerender(<Editor {...props} query={stored[1]} />);
  await userEvent.type(screen.getByRole('textbox', { name: 'PromQL' }), 'up');
  await userEvent.tab();
  expect(stored[2]).toMatchObject({ values: 'anomalous', judged: { upstream: { query: { expr: 'up' } }, spec: {} } });
});
