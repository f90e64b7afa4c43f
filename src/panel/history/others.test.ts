/** Which series a new one is given to learn from. */
import { NamedSeries } from '../../frames/named';
import { othersOf } from './others';

const named = (key: string, refId?: string) =>
  ({ key, refId, series: { timesMs: new Float64Array(), values: Float64Array.of(Number(key)) } }) as NamedSeries;
const keys = (refId: string | undefined, found: NamedSeries[]) =>
  othersOf(refId, found).others.map(({ values }) => String(values[0]));

test('only those of its query, itself among them', () => {
  expect(keys('A', [named('1', 'A'), named('2', 'B'), named('3', 'A'), named('4')])).toEqual(['1', '3']);
  expect(keys(undefined, [named('1', 'A'), named('2')])).toEqual(['2']);
});

test('of very many the same fifty, whatever their order', () => {
  const many = Array.from({ length: 80 }, (_, i) => named(String(100 + i), 'A'));
  const first = keys('A', many);
  expect(first).toHaveLength(50);
  expect(othersOf('A', many).alike).toBe(80);
  expect(keys('A', [...many].reverse())).toEqual(first);
});
