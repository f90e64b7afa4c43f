import { faultCode } from '../engine/fault/fault';
import { parseSpec } from '../engine/spec/parse';
import { formatInput, parseInput, SECTIONS } from './fields';
import { applyPreset, presetOf, PRESETS, SpecPart, valueAt, withValue } from './presets';
import { nearestNotch } from './Sensitivity';

test.each(PRESETS.map((preset) => [preset.id, preset] as const))(
  'preset %s is a valid spec and is recognised',
  (_, preset) => {
    expect(parseSpec(preset.spec).notices).toEqual([]);
    expect(presetOf(preset.spec)?.id).toBe(preset.id);
  }
);

test('a preset leaves sensitivity and unrelated fields alone, and takes the last preset out', () => {
  const mine = { band: { limit: { alertsPerWeek: 3 } }, grid: { step: '1h' } };
  const moved = PRESETS.reduce<SpecPart>((spec, preset) => applyPreset(spec, preset), mine);
  expect(applyPreset(moved, PRESETS[0])).toEqual(mine);
});

test('a value taken out takes its empty parents with it, and nothing else', () => {
  const spec = { detect: { minDeviation: { absolute: 1 } }, train: { window: '7d' } };
  expect(withValue(spec, ['detect', 'minDeviation', 'absolute'], undefined)).toEqual({ train: { window: '7d' } });
  expect(spec.detect.minDeviation.absolute).toBe(1);
});

test('hostile names reach no prototype', () => {
  const spec = JSON.parse('{"__proto__": {"polluted": 1}, "band": {"constructor": 1}}');
  const next = withValue(spec, ['band', 'interval'], 0.9);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(valueAt(next, ['toString'])).toBeUndefined();
});

describe('the form', () => {
  const fields = SECTIONS.flatMap((section) => section.fields);

  test('has every leaf of the schema, with words of its own', () => {
    expect(fields.map(({ path }) => path.join('.'))).toEqual(
      expect.arrayContaining(['grid.step', 'band.limit', 'detect.minDeviation.absolute'])
    );
    expect(fields.filter(({ description }) => description === '')).toEqual([]);
  });

  test.each(
    fields.filter(({ placeholder }) => placeholder !== 'none').map((field) => [field.path.join('.'), field] as const)
  )('%s: its default, typed in, is a valid spec', (_, { path, kind, placeholder }) => {
    expect(faultCode(tryParse(withValue({}, path, parseInput(kind, placeholder))))).toBe('');
  });

  test('what was typed reads back', () => {
    for (const value of ['5m', 3, [{ period: '1d', harmonics: 2 }], { k: 3, n: 5 }]) {
      expect(parseInput('json', formatInput(value))).toEqual(value);
    }
    expect(parseInput('number', 'abc')).toBe('abc');
    expect(faultCode(tryParse({ band: { interval: 'abc' } }))).toBe('spec/wrong-type');
  });
});

test('the slider stands at the notch of the nearest ratio', () => {
  expect([100, 7, 1.2, 0.0001].map(nearestNotch)).toEqual([0, 1, 3, 6]);
});

function tryParse(spec: object): unknown {
  try {
    parseSpec(spec);
    return undefined;
  } catch (error) {
    return error;
  }
}
