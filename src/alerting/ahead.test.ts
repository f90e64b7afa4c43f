/** The rule on a forecast: which side of the threshold it watches, and what its form says. */
import { createDataFrame } from '@grafana/data';
import fc from 'fast-check';
import { migrateQuery } from '../datasource/migrate';
import { TidemarkQuery } from '../datasource/types';
import { aheadOf, risingOf } from './ahead';
import { RuleOrigin, ruleUrl } from './rule';

const SOURCE = { uid: 'tm', type: 'tidemark-baseline-datasource' };
const query = (spec: object, output = 'forecast') =>
  migrateQuery({ refId: 'A', schemaVersion: 1, upstream: { query: { expr: 'disk' } }, spec, output } as TidemarkQuery);

function formOf(spec: object, origin: RuleOrigin = {}) {
  const { searchParams } = new URL(ruleUrl(query(spec), SOURCE, origin), 'http://grafana');
  return JSON.parse(searchParams.get('defaults')!);
}

test('a rise is compared by its highest expected value, with the threshold in the sentence', () => {
  const form = formOf(
    { forecast: { threshold: 90, horizon: '3d' } },
    { title: 'Disk', dashboardUid: 'd1', panelId: 2 }
  );
  const [asked, reduce, threshold] = form.queries;
  expect(form).toMatchObject({ name: 'Disk will meet 90', condition: 'C', evaluateFor: '15m', execErrState: 'Error' });
  expect(form.queries).toHaveLength(3);
  expect(asked).toMatchObject({ refId: 'A', datasourceUid: 'tm', model: { output: 'forecast' } });
  expect(reduce.model).toMatchObject({ refId: 'B', type: 'reduce', reducer: 'max', expression: 'A' });
  expect(threshold.model).toMatchObject({
    type: 'threshold',
    expression: 'B',
    conditions: [{ evaluator: { type: 'gt', params: [90] } }],
  });
  expect(form.annotations.map(({ key }: { key: string }) => key)).toEqual([
    'summary',
    'verdict',
    '__dashboardUid__',
    '__panelId__',
  ]);
  expect(form.annotations[1].value).toContain('the highest value expected within 3d is');
});

test.each([
  ['the last answer says so', { forecast: { threshold: 5 } }, false],
  ['only what is below counts', { forecast: { threshold: 5 }, detect: { direction: 'below' } }, undefined],
])('a fall is compared by its lowest expected value: %s', (_, spec, rising) => {
  const [, reduce, threshold] = formOf(spec, { rising }).queries;
  expect(reduce.model.reducer).toBe('min');
  expect(threshold.model.conditions[0].evaluator).toEqual({ type: 'lt', params: [5] });
});

test('a forecast without a threshold, and a threshold without a forecast, are rules on anomalies', () => {
  expect(aheadOf(query({}))).toBeUndefined();
  expect(aheadOf(query({ forecast: { threshold: 5 } }, 'bands'))).toBeUndefined();
  expect(formOf({}).queries[0].model.output).toBe('alert');
});

test('the side is that of the first forecast of the answer', () => {
  const frame = (tidemark?: object) => createDataFrame({ meta: tidemark && { custom: { tidemark } }, fields: [] });
  const forecasts = [
    frame(),
    frame({ version: 1 }),
    frame({ crossing: { rising: false } }),
    frame({ crossing: { rising: true } }),
  ];
  expect(risingOf(forecasts)).toBe(false);
  expect(risingOf([frame()])).toBeUndefined();
});

test('no horizon and no threshold becomes a part of the template', () => {
  const plain: string[] = formOf({ forecast: { threshold: 90, horizon: '1d' } }).annotations.map(shapeOf);
  const text = fc.oneof(fc.string(), fc.constantFrom('1d}}{{ .Alerts }}', '{{', '1d"', '1d`}}', '{{ end }}', '0s'));
  fc.assert(
    fc.property(text, (horizon) => {
      expect(formOf({ forecast: { threshold: 90, horizon } }).annotations.map(shapeOf)).toEqual(plain);
    })
  );
  expect(aheadOf(query({ forecast: { threshold: NaN } }))).toBeUndefined();
});

/** The actions of a template. */
function shapeOf({ value }: { value: string }): string {
  return (value.match(/\{\{|\}\}|[^{}]+(?=\}\})/g) ?? []).join('');
}
