/** The bell of the panel: whom it is offered, what it opens, and what it says where a rule is not possible. */
import { DataSourceInstanceSettings } from '@grafana/data';
import { config, locationService, setAppEvents, setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { DataSource } from '../datasource/DataSource';
import { OWN_TYPE } from '../datasource/types';
import { mayCreateRules, NEEDS_TIDEMARK, ruleTarget } from './open';
import { RuleButton } from './RuleButton';

const ours = { uid: 'tm', type: OWN_TYPE };
const target = (part: object) => ({ refId: 'A', upstream: { query: { expr: 'up{job="$job"}' } }, ...part });
const bell = (targets: object[], filters?: object[]) => {
  const request = { targets, filters, scopedVars: { job: { text: 'api', value: 'api' } }, dashboardUID: 'd1' };
  render(<RuleButton request={request as never} title="Up" panelId={3} />);
  return screen.queryByRole('button', { name: 'Create alert rule' });
};

beforeEach(() => {
  config.unifiedAlertingEnabled = true;
  config.bootData = { user: { permissions: { 'alert.rules:create': true } } } as never;
  const instance = { ...ours, name: 'Tidemark', id: 1, jsonData: {}, meta: { id: OWN_TYPE } };
  const source = new DataSource(instance as unknown as DataSourceInstanceSettings);
  setDataSourceSrv({ get: async () => source, getInstanceSettings: () => instance } as never);
  setTemplateSrv({
    replace: (text: string, vars: { job?: { value: string } }) => text.replace('$job', vars.job?.value ?? '$job'),
  } as never);
  locationService.push('/d/d1/up?from=now-6h');
});

test('it opens the form with the panel’s variables filled in, and comes back', async () => {
  await userEvent.click(bell([target({ datasource: ours })])!);
  await waitFor(() => expect(locationService.getLocation().pathname).toBe('/alerting/new'));
  const search = new URLSearchParams(locationService.getLocation().search);
  const form = JSON.parse(search.get('defaults')!);
  expect(search.get('returnTo')).toBe('/d/d1/up?from=now-6h');
  expect(form).toMatchObject({ name: 'Up is not normal', queries: [{ datasourceUid: 'tm' }, {}, {}, {}, {}] });
  expect(form.queries[0].model).toMatchObject({
    output: 'alert',
    datasource: ours,
    upstream: { query: { expr: 'up{job="api"}' } },
  });
  expect(form.annotations).toContainEqual({ key: '__panelId__', value: '3' });
});

const filter = (operator: string) => ({ key: 'zone', operator, value: 'b' });

test('the dashboard’s filters are written into the rule', async () => {
  await userEvent.click(bell([target({ datasource: ours })], [filter('=')])!);
  await waitFor(() => expect(locationService.getLocation().pathname).toBe('/alerting/new'));
  const form = JSON.parse(new URLSearchParams(locationService.getLocation().search).get('defaults')!);
  for (const { model } of form.queries.filter(
    ({ datasourceUid }: { datasourceUid: string }) => datasourceUid === 'tm'
  )) {
    expect(model.upstream).toEqual({ query: { expr: 'up{job="api",zone="b"}' } });
  }
});

test('filters that can’t be are told of, and no rule begins without them', async () => {
  const publish = jest.fn();
  setAppEvents({ publish } as never);
  await userEvent.click(bell([target({ datasource: ours })], [filter('<')])!);
  await waitFor(() => expect(publish).toHaveBeenCalled());
  expect(publish.mock.calls[0][0].payload[1]).toContain(
    'filters (zone < b) can’t be written into the upstream’s query'
  );
  expect(locationService.getLocation().pathname).toBe('/d/d1/up');
});

test('over another data source it says in a sentence what to do, and goes nowhere', async () => {
  await userEvent.click(bell([target({ datasource: { uid: 'p', type: 'prometheus' } })])!);
  expect(await screen.findByText(NEEDS_TIDEMARK)).toBeInTheDocument();
  expect(locationService.getLocation().pathname).toBe('/d/d1/up');
});

test('a data source that is gone is told of, and the page stays', async () => {
  const publish = jest.fn();
  setAppEvents({ publish } as never);
  setDataSourceSrv({ get: async () => Promise.reject(new Error('Datasource tm was not found')) } as never);
  await userEvent.click(bell([target({ datasource: ours })])!);
  const payload = ['The alert rule could not be opened', 'Datasource tm was not found'];
  await waitFor(() => expect(publish).toHaveBeenCalledWith({ type: 'alert-error', payload }));
  expect(locationService.getLocation().pathname).toBe('/d/d1/up');
});

test.each([
  ['may not make rules', true, { 'alert.rule:read': true }],
  ['has a Grafana without alerting', false, { 'alert.rules:create': true }],
])('nothing is offered to one who %s', (_, enabled, permissions) => {
  config.unifiedAlertingEnabled = enabled;
  config.bootData.user.permissions = permissions as never;
  expect(mayCreateRules()).toBe(false);
  expect(bell([target({ datasource: ours })])).toBeNull();
});

test('the first query that is shown and is ours is the one', () => {
  const other = target({ refId: 'P', datasource: { uid: 'p', type: 'prometheus' } });
  const hidden = target({ refId: 'H', hide: true, datasource: ours });
  const shown = target({ refId: 'S', datasource: ours });
  expect(ruleTarget([other, hidden, shown])).toBe(shown);
  expect(ruleTarget([other, hidden, target({})])).toBeUndefined();
  expect(ruleTarget(undefined)).toBeUndefined();
});
