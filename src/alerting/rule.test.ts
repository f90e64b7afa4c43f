/** The form of a new rule: what is filled in, and what the address is made of. */
import { readFileSync } from 'node:fs';
import { migrateQuery } from '../datasource/migrate';
import { Output, TidemarkQuery } from '../datasource/types';
import { ruleForm, ruleUrl } from './rule';

const SOURCE = { uid: 'tm', type: 'tidemark-baseline-datasource' };
const query = (output: Output): TidemarkQuery =>
  migrateQuery({
    refId: 'Q',
    schemaVersion: 1,
    upstream: { query: { expr: 'sum(rate(x{a="b&c"}[5m]))' } },
    spec: { detect: { direction: 'above' } },
    output,
  });

function parsed(url: string) {
  const { pathname, searchParams } = new URL(url, 'http://grafana');
  return { pathname, returnTo: searchParams.get('returnTo'), form: JSON.parse(searchParams.get('defaults')!) };
}

test('the address carries the whole form and the way back', () => {
  const origin = { title: 'CPU & co', dashboardUid: 'd1', panelId: 7, returnTo: '/d/d1/cpu?from=now-6h&to=now' };
  const { pathname, returnTo, form } = parsed(ruleUrl(query('bands'), SOURCE, origin));
  expect(pathname).toBe('/alerting/new');
  expect(returnTo).toBe('/d/d1/cpu?from=now-6h&to=now');
  expect(form).toEqual(ruleForm(query('bands'), SOURCE, origin));
  expect(form).toMatchObject({
    type: 'grafana-alerting',
    name: 'CPU & co is not normal',
    condition: 'C',
    noDataState: 'NoData',
    execErrState: 'Error',
    evaluateFor: '0s',
  });
  expect(form.annotations).toEqual(
    expect.arrayContaining([
      { key: '__dashboardUid__', value: 'd1' },
      { key: '__panelId__', value: '7' },
    ])
  );
});

test('the query is asked for its decided score, above 1, with no reduce between', () => {
  const { form } = parsed(ruleUrl(query('bands'), SOURCE, {}));
  const [asked, value, expected, reason, threshold] = form.queries;
  expect(form.queries).toHaveLength(5);
  expect([value, expected, reason].map(({ model }) => model)).toEqual([
    { ...asked.model, refId: 'V', output: 'value' },
    { ...asked.model, refId: 'E', output: 'expected' },
    { ...asked.model, refId: 'R', output: 'reason' },
  ]);
  expect(asked).toMatchObject({ refId: 'A', datasourceUid: 'tm', relativeTimeRange: { from: 600, to: 0 } });
  expect(asked.model).toEqual({
    refId: 'A',
    datasource: SOURCE,
    schemaVersion: 1,
    upstream: { query: { expr: 'sum(rate(x{a="b&c"}[5m]))' } },
    spec: { detect: { direction: 'above' } },
    output: 'alert',
    intervalMs: 60000,
    maxDataPoints: 1440,
  });
  expect(threshold).toMatchObject({
    refId: 'C',
    datasourceUid: '__expr__',
    model: { type: 'threshold', expression: 'A', conditions: [{ evaluator: { type: 'gt', params: [1] } }] },
  });
});

test('outliers stay outliers, by their last row', () => {
  const [asked, reduce, threshold] = ruleForm(query('outliers'), SOURCE, {}).queries;
  expect(asked.model).toMatchObject({ output: 'outliers' });
  expect(reduce.model).toMatchObject({ refId: 'B', type: 'reduce', reducer: 'last', expression: 'A' });
  expect(threshold.model).toMatchObject({ refId: 'C', type: 'threshold', expression: 'B' });
});

test.each<Output>(['score', 'forecast', 'state', 'evaluation', 'alert'])('from %s, too, the score is asked', (output) =>
  expect(ruleForm(query(output), SOURCE, {}).queries[0].model).toMatchObject({ output: 'alert' })
);

test('a query of version 0 becomes one of this version', () => {
  const stored = { refId: 'A', expr: 'up' } as unknown as TidemarkQuery;
  expect(ruleForm(stored, SOURCE, {}).queries[0].model).toMatchObject({
    schemaVersion: 1,
    upstream: { query: { expr: 'up' } },
  });
});

test('a panel of a dashboard that was never saved, and Explore, leave no link and no name', () => {
  const { annotations } = ruleForm(query('bands'), SOURCE, { panelId: 7 });
  expect(annotations.map(({ key }) => key)).toEqual(['summary', 'verdict']);
  expect(ruleForm(query('bands'), SOURCE, {})).not.toHaveProperty('name');
});

test('it is the rule that docs/alerting.md and the provisioning files recommend', () => {
  const shipped = readFileSync('provisioning/alerting/rules.yaml', 'utf8');
  const { evaluateFor, noDataState, execErrState, queries } = ruleForm(query('bands'), SOURCE, {});
  for (const line of [`for: ${evaluateFor}`, `noDataState: ${noDataState}`, `execErrState: ${execErrState}`]) {
    expect(shipped).toContain(line);
  }
  const { intervalMs, maxDataPoints } = queries[0].model as Record<string, unknown>;
  for (const line of ['{ type: gt, params: [1] }', `intervalMs: ${intervalMs}`, `maxDataPoints: ${maxDataPoints}`]) {
    expect(shipped).toContain(line);
  }
});
