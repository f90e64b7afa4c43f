/** The past of a query: its states, through the data source's own code, on the tables that the backend writes. */
import { CoreApp, DataSourceInstanceSettings, PanelData } from '@grafana/data';
import { setBackendSrv, setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { readFileSync } from 'node:fs';
import React from 'react';
import { Observable, of, Subject, throwError } from 'rxjs';
import { DataSource } from './DataSource';
import { OUTPUTS } from './outputs';
import { hasPast, lengthText } from './past';
import { PastAlerts } from './PastAlerts';
import { OWN_TYPE, TidemarkQuery } from './types';

const instance = { uid: 'tm', type: OWN_TYPE, name: 'Tidemark', id: 1, jsonData: {}, meta: { id: OWN_TYPE } };
const frames: unknown[] = JSON.parse(readFileSync('pkg/frames/testdata/evaluation.json', 'utf8'));
const answer = (all: unknown[]) => of({ data: { results: { A: { frames: all } } } });

interface Asked {
  data: { from: string; to: string; queries: TidemarkQuery[] };
}

/** The section over a query, with what the backend is asked. */
function show(reply: (asked: Asked) => Observable<unknown>, query: Partial<TidemarkQuery> = {}) {
  const asked: Asked[] = [];
  const fetch = (options: Asked) => {
    asked.push(options);
    return reply(options);
  };
  setBackendSrv({ fetch } as never);
  setTemplateSrv({ replace: (text: string) => text.replace('$job', 'api') } as never);
  const datasource = new DataSource(instance as unknown as DataSourceInstanceSettings);
  setDataSourceSrv({ get: async () => datasource, getInstanceSettings: () => instance } as never);
  const ignore = () => undefined;
  const data = { request: { timezone: 'utc', scopedVars: {} } } as PanelData;
  const at = (change: Partial<TidemarkQuery>) => {
    const whole = { refId: 'A', schemaVersion: 1, upstream: { query: { expr: 'up{job="$job"}' } }, spec: {} };
    const props = { datasource, app: CoreApp.PanelEditor, data, onChange: ignore, onRunQuery: ignore };
    return <PastAlerts {...props} query={{ output: 'bands', ...whole, ...query, ...change } as TidemarkQuery} />;
  };
  const { rerender, unmount } = render(at({}));
  return { asked, unmount, become: (change: Partial<TidemarkQuery>) => rerender(at(change)) };
}

const press = () => userEvent.click(screen.getByRole('button', { name: 'Show past alerts' }));
const cells = (table: string) =>
  within(screen.getByRole('region', { name: table }))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent)
    );

test('it asks for the evaluation of 28 days, once it is told to, with the variables filled in', async () => {
  const { asked } = show(() => answer(frames));
  expect(asked).toEqual([]);
  await press();
  const [{ data }] = asked;
  expect(Number(data.to) - Number(data.from)).toBe(28 * 86_400_000);
  expect(data.queries).toMatchObject([{ output: 'evaluation', upstream: { query: { expr: 'up{job="api"}' } } }]);
});

test('measured alerts stand beside those asked for, and each alert in a row', async () => {
  show(() => answer(frames));
  await press();
  expect(screen.getByText('2 alerts in 28 days')).toBeInTheDocument();
  expect(cells('Alerts a week')).toEqual([
    ['Requests', '2.25', '1'],
    ['{job="new"}', 'not measured yet', '1'],
  ]);
  expect(cells('Past alerts')).toEqual([
    ['2026-11-12 14:05:00', '38 min', 'Requests', '2.3 ×', 'Hourly mean'],
    ['2026-11-09 00:00:00', '5 min', 'Requests', '–', 'Missing'],
  ]);
});

test('another query or spec makes the answer out of date, another output does not', async () => {
  const { become } = show(() => answer(frames));
  await press();
  become({ output: 'alert' });
  expect(screen.getByRole('status')).toHaveTextContent('2 alerts in 28 days');
  become({ spec: { band: { limit: { alertsPerWeek: 5 } } } });
  expect(screen.getByRole('status')).toHaveTextContent('Results are out of date: the query changed');
  expect(cells('Past alerts')).toHaveLength(2);
  await press();
  expect(screen.getByRole('status')).toHaveTextContent('2 alerts in 28 days');
});

test('a query that changes while it is judged leaves the answer out of date', async () => {
  const reply = new Subject<unknown>();
  const { become } = show(() => reply);
  await press();
  become({ upstream: { query: { expr: 'down' } } });
  act(() => reply.next({ data: { results: { A: { frames } } } }));
  expect(await screen.findByText('Results are out of date: the query changed')).toBeInTheDocument();
});

test('without alerts, and without series, it says so', async () => {
  const empty = (name: string) => ({ schema: { name, fields: [] }, data: { values: [] } });
  show(() => answer([frames[0], empty('incidents')]));
  await press();
  expect(screen.getByRole('status')).toHaveTextContent(
    'No alerts in 28 days: to hear more often, raise the sensitivity'
  );
  const notices = [{ severity: 'warning', text: '1 series are still learning [query/learning]' }];
  const none = { schema: { ...empty('evaluation').schema, meta: { notices } }, data: { values: [] } };
  show(() => answer([none, empty('incidents')]));
  await userEvent.click(screen.getAllByRole('button', { name: 'Show past alerts' })[1]);
  expect(screen.getAllByRole('status')[1]).toHaveTextContent('No series was judged in 28 days');
  expect(screen.getByText('1 series are still learning [query/learning]')).toBeInTheDocument();
});

test('a refusal is told, and the last answer stays', async () => {
  let refuse = false;
  const refusal = {
    status: 400,
    data: { results: { A: { error: 'query: too costly [query/too-costly]', status: 400 } } },
  };
  show(() => (refuse ? throwError(() => refusal) : answer(frames)));
  await press();
  refuse = true;
  await press();
  expect(screen.getByText('query: too costly [query/too-costly]')).toBeInTheDocument();
  expect(cells('Past alerts')).toHaveLength(2);
});

test('while it works it can be cancelled, and ends with the editor', async () => {
  const ended: string[] = [];
  const endless = () => new Observable(() => () => ended.push('request'));
  const { unmount } = show(endless);
  await press();
  expect(screen.getByRole('status', { name: 'Judging the past 28 days' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(ended).toHaveLength(1);
  await press();
  unmount();
  expect(ended).toHaveLength(2);
});

test('outliers and forecasts raise no alert against the series’ own limit', () => {
  const without = OUTPUTS.filter(({ value }) => !hasPast({ output: value } as TidemarkQuery)).map(({ value }) => value);
  expect(without).toEqual(['outliers', 'forecast']);
});

test('a length has its two largest units', () => {
  expect([38 * 60_000, 125 * 60_000, 7_200_000, 90_000_000, 15_000].map(lengthText)).toEqual([
    '38 min',
    '2 h 5 min',
    '2 h',
    '1 d 1 h',
    '15 s',
  ]);
});
