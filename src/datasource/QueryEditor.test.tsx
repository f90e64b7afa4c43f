/** The editor as Explore, a panel and a rule show it. */
import { CoreApp, DataSourceInstanceSettings, dateTime } from '@grafana/data';
import { config, locationService, setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { DataSource } from './DataSource';
import { QueryEditor } from './QueryEditor';
import { OWN_TYPE, TidemarkQuery } from './types';

const instance = { uid: 'tm', type: OWN_TYPE, name: 'Tidemark', id: 1, jsonData: {}, meta: { id: OWN_TYPE } };

// jsdom has no canvas, on which @grafana/ui measures the width of texts
beforeAll(() => {
  const context = { measureText: (text: string) => ({ width: 7 * text.length }) };
  HTMLCanvasElement.prototype.getContext = () => context as never;
});

function show(app: CoreApp, expr = 'up') {
  config.unifiedAlertingEnabled = true;
  config.bootData = { user: { permissions: { 'alert.rules:create': true } } } as never;
  const datasource = new DataSource(instance as unknown as DataSourceInstanceSettings);
  setDataSourceSrv({ get: async () => datasource, getInstanceSettings: () => instance } as never);
  setTemplateSrv({ replace: (text: string) => text } as never);
  const query = { refId: 'A', schemaVersion: 1, upstream: { query: { expr } }, spec: {}, output: 'bands' };
  const noon = dateTime('2024-11-24T12:00:00Z');
  const range = { from: noon, to: noon, raw: { from: noon, to: noon } };
  const ignore = () => undefined;
  const props = { app, datasource, range, query: query as TidemarkQuery, onChange: ignore, onRunQuery: ignore };
  render(<QueryEditor {...props} />);
  return screen.queryByRole('button', { name: 'Create alert rule' });
}

test('in Explore it opens the form of a rule for the query', async () => {
  await userEvent.click(show(CoreApp.Explore, 'rate(x[5m])')!);
  await waitFor(() => expect(locationService.getLocation().pathname).toBe('/alerting/new'));
  const form = JSON.parse(new URLSearchParams(locationService.getLocation().search).get('defaults')!);
  expect(form.queries[0]).toMatchObject({
    datasourceUid: 'tm',
    model: { output: 'alert', upstream: { query: { expr: 'rate(x[5m])' } } },
  });
});

test('an empty query can’t become a rule', () => expect(show(CoreApp.Explore, '')).toBeDisabled());

test('a panel has its bell, and a rule is one already', () => {
  expect(show(CoreApp.PanelEditor)).toBeNull();
  expect(show(CoreApp.UnifiedAlerting)).toBeNull();
});

test('every choice goes by its label', () => {
  show(CoreApp.PanelEditor);
  for (const name of ['Returns', 'Behaviour']) {
    expect(screen.getByRole('combobox', { name })).toBeInTheDocument();
  }
});

test('it tells what the query costs', () => {
  show(CoreApp.PanelEditor);
  expect(screen.getByText(/^Upstream: 15.5 d × 5 m = 4.5 k points a series once a day/)).toBeInTheDocument();
});
