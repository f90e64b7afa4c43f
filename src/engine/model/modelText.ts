/**
 * Models as text.
 * Twin: pkg/engine/modelText.go, in Go's root: it needs package engine, which imports the stages.
 */
import { STATISTICS } from '../detect/statistics';
import { Fault } from '../fault/fault';
import { checkCenter, checkQuantiles } from '../fit/check';
import { checkShape, parseJson } from '../shape/shape';
import { Model, MODEL_VERSION } from '../train';

/** Of a model's text; a large forest has some megabytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Writes a model as JSON, without loss: decodeModel reads the same bits, in either language. The model is not modified.
 *
 * @throws Fault `model/not-finite`, which no model that was learnt gives. Twin: EncodeModel
 */
export function encodeModel(model: Model): string {
  return write(model);
}

/** JSON.stringify, but that it keeps the sign of −0 and refuses what is not finite. */
function write(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      throw new Fault('model/not-finite', `BUG: model: it holds ${value}; want finite numbers`);
    }
    return Object.is(value, -0) ? '-0' : String(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(write).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${write(field)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/**
 * Reads what encodeModel of either engine wrote, and checks that its parts fit together, so that `apply` with it cannot
 * fail on its account.
 *
 * @throws Fault `model/too-large`, `model/too-deep`, `model/not-json`, `model/wrong-version`, `model/wrong-field` (missing,
 * unknown, or of another type), `model/wrong-size` (lists that do not fit each other), `model/out-of-range`. Twin: DecodeModel
 */
export function decodeModel(text: string): Model {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_BYTES) {
    throw new Fault('model/too-large', `model: ${bytes} bytes; want at most ${MAX_BYTES}`);
  }
  const raw = parseJson(text);
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) {
    const version = Object.hasOwn(raw, 'version') ? (raw as Model).version : undefined;
    if (version !== MODEL_VERSION) {
      throw new Fault('model/wrong-version', `model: version ${version}; want ${MODEL_VERSION}. Learn it anew.`);
    }
  }
  checkShape(raw);
  const model = raw as Model;
  checkCenter(model.center);
  checkTails(model);
  checkFields(model);
  return model;
}

function checkTails({ center, band: { quantiles } }: Model): void {
  if (quantiles === undefined) {
    return;
  }
  const { lower, upper, level, stated } = quantiles;
  checkQuantiles(center, [lower, upper]);
  if (!(level > 0.5 && level < 1 && stated >= 0)) {
    throw new Fault(
      'model/out-of-range',
      `model: quantiles of level ${level} with stated ${stated}; want a level between 0.5 and 1 and stated ≥ 0`
    );
  }
}

/** Far beyond what is learnt: what is computed from a count must neither take the memory nor the day. */
const MAX_LOCAL_LEVEL_POINTS = 100_000;

function checkFields({ stepMs, normalisation, band, limits }: Model): void {
  const { hours, overall } = band.scale;
  if (![0, 24, 48].includes(hours.length)) {
    throw new Fault('model/wrong-size', `model: band.scale.hours has ${hours.length} numbers; want 0, 24 or 48`);
  }
  const { length } = limits.statistics;
  if (length !== STATISTICS.length) {
    throw new Fault('model/wrong-size', `model: limits.statistics has ${length} entries; want ${STATISTICS.length}`);
  }
  const { kind, size, low, high } = normalisation.transform;
  const within = (n: number, most: number) => n >= 0 && n <= most;
  const rulesHold: Array<[boolean, string]> = [
    [stepMs >= 1, 'stepMs ≥ 1'],
    [normalisation.pre > 0, 'normalisation.pre > 0'],
    [normalisation.scale > 0, 'normalisation.scale > 0'],
    [
      kind === 'none' || (kind === 'log1p' && size > 0) || (kind === 'logit' && low < high),
      'a transform that is none, log1p with size > 0, or logit with low < high',
    ],
    [overall > 0, 'band.scale.overall > 0'],
    [limits.reference >= 0, 'limits.reference ≥ 0'], // its root makes the limits
    [limits.stuck >= 0, 'limits.stuck ≥ 0'],
    [limits.dayMean >= 0, 'limits.dayMean ≥ 0'],
    [within(band.expectedStep.before, 2), 'band.expectedStep.before of 0 to 2'],
    [
      within(band.localLevel.points, MAX_LOCAL_LEVEL_POINTS),
      `band.localLevel.points of 0 to ${MAX_LOCAL_LEVEL_POINTS}`,
    ],
  ];
  for (const [holds, what] of rulesHold) {
    if (!holds) {
      throw new Fault('model/out-of-range', `model: want ${what}`);
    }
  }
}
