/**
 * Starting points for a spec, named for what they do.
 */

/** A part of a spec and what it is for. */
export interface Preset {
  id: string;
  label: string;
  description: string;
  spec: SpecPart;
}

/** A spec as its user wrote it: any subset of the fields. */
export type SpecPart = Record<string, unknown>;

/** All presets; the first is the spec's own defaults. */
export const PRESETS: Preset[] = [
  {
    id: 'balanced',
    label: 'Balanced',
    description: 'Day and week are learnt, lasting shifts are followed within a day. A good start for most metrics.',
    spec: {},
  },
  {
    id: 'agile',
    label: 'Quick to follow',
    description: 'A new level is normal after a few hours. For metrics whose level moves often, as after deployments.',
    spec: { adapt: { level: '6h' } },
  },
  {
    id: 'robust',
    label: 'Steady',
    description:
      'A new level stays an anomaly until the history has learnt it. For metrics whose level should not move.',
    spec: { adapt: { level: 'off' }, features: { trend: 'none' } },
  },
  {
    id: 'basic',
    label: 'No season',
    description: 'The usual range of the last day, whatever the hour. For metrics without a daily or weekly rhythm.',
    spec: { features: { seasonality: [], trend: 'none' }, band: { scale: 'constant' } },
  },
  {
    id: 'regression',
    label: 'Least squares',
    description: 'A plain regression on season and regressors with a normal band, each point of equal weight.',
    spec: {
      model: { kind: 'linear', ridge: 0 },
      clean: { outliers: 'keep' },
      features: { trend: 'linear' },
      band: { method: 'gaussian', scale: 'constant' },
      adapt: { level: 'off' },
    },
  },
];

/**
 * The value at a path of a spec.
 *
 * @param spec - not modified
 * @param path - names from the outside in
 * @returns undefined where the spec leaves the default
 */
export function valueAt(spec: SpecPart, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, name) => (isPart(part) && Object.hasOwn(part, name) ? part[name] : undefined),
    spec
  );
}

/**
 * A copy of a spec with one value set, or taken out, so that its default serves.
 *
 * @param spec - not modified
 * @param path - names from the outside in
 * @param value - undefined takes the field out, and its parents where nothing else is in them
 */
export function withValue(spec: SpecPart, path: readonly string[], value: unknown): SpecPart {
  const [name, ...rest] = path;
  const inner = isPart(spec[name]) ? spec[name] : {};
  const next = rest.length > 0 ? withValue(inner, rest, value) : value;
  const { [name]: _, ...others } = spec;
  const empty = next === undefined || (rest.length > 0 && isPart(next) && Object.keys(next).length === 0);
  return empty ? others : { ...others, [name]: next };
}

/**
 * A spec moved to a preset: what any preset sets is taken out, then the preset's own values are put in. Sensitivity and
 * all else stay.
 *
 * @param spec - not modified
 * @param preset - one of PRESETS
 */
export function applyPreset(spec: SpecPart, preset: Preset): SpecPart {
  const cleared = PRESETS.flatMap((one) => pathsOf(one.spec)).reduce(
    (part, path) => withValue(part, path, undefined),
    spec
  );
  return pathsOf(preset.spec).reduce((part, path) => withValue(part, path, valueAt(preset.spec, path)), cleared);
}

/**
 * The preset that a spec follows.
 *
 * @param spec - not modified
 * @returns undefined where it mixes presets, or sets one of their fields otherwise
 */
export function presetOf(spec: SpecPart): Preset | undefined {
  const paths = PRESETS.flatMap((one) => pathsOf(one.spec));
  return PRESETS.find((preset) => paths.every((path) => same(valueAt(spec, path), valueAt(preset.spec, path))));
}

function pathsOf(part: SpecPart): string[][] {
  return Object.entries(part).flatMap(([name, value]) =>
    isPart(value) ? pathsOf(value).map((path) => [name, ...path]) : [[name]]
  );
}

function isPart(value: unknown): value is SpecPart {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
