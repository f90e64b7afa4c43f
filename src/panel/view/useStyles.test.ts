/** When the plot's configuration is built anew. */
import { FieldType } from '@grafana/data';
import { renderHook } from '@testing-library/react';
import { unjudged } from '../lines';
import { Drawn } from '../run';
import { useStyles } from './useStyles';

const hidden: ReadonlySet<string> = new Set();

function picture(unit: string, values: number[], key = 's'): Drawn[] {
  const field = { name: 'v', type: FieldType.number, config: { unit }, values };
  const series = { timesMs: Float64Array.from(values.keys()), values: Float64Array.from(values) };
  return [unjudged({ name: 'v', key, field, series } as unknown as Drawn['source'])];
}

test('a refresh keeps the styles, another unit, another series or a hidden one changes them', () => {
  const { result, rerender } = renderHook(({ drawn, gone }) => useStyles(drawn, gone), {
    initialProps: { drawn: picture('s', [1, 2]), gone: hidden },
  });
  const first = result.current;
  rerender({ drawn: picture('s', [1, 2, 3]), gone: hidden });
  expect(result.current).toBe(first);
  rerender({ drawn: picture('bytes', [1, 2, 3]), gone: hidden });
  expect(result.current[0].field.config.unit).toBe('bytes');
  rerender({ drawn: picture('bytes', [1, 2, 3], 'other'), gone: hidden });
  expect(result.current[0].key).toBe('other');
  rerender({ drawn: picture('bytes', [1, 2, 3], 'other'), gone: new Set(['other']) });
  expect(result.current[0].visible).toBe(false);
});
