/**
 * Reads a spec.
 * Twin: pkg/engine/spec/parse.go. Numbers: spec/vectors/spec.
 */
import { Fault } from '../fault/fault';
import { eventsOf } from '../holiday/event';
import { Holidays, holidaysOf } from '../holiday/holiday';
import { nestsDeeperThan, parseFinite } from '../jsontext/jsontext';
import { Notice } from '../notice/notice';
import { loadZone } from '../zone/zone';
import { check, isObject, typeName } from './check';
import { instantMs } from './instant';
import { migrate } from './migrate';
import { schema } from './schema';
import { RegressorSpec, Spec } from './spec';

// Limits on a document; a real spec has some 2 KiB and five levels.
const MAX_BYTES = 64 * 1024;
const MAX_DEPTH = 16;

/** A complete spec and what there is to say about it. */
export interface ParsedSpec {
  spec: Spec;
  notices: Notice[];
}

/**
 * Validates a decoded document against spec/schema.json, migrates older versions, and fills in defaults, so that `{}` is
 * a good spec. Unknown fields are kept, with a notice. The argument is not modified.
 *
 * @throws Fault `spec/not-an-object`, `spec/too-deep`, `spec/newer-version`, `spec/wrong-type`, `spec/not-one-of`,
 * `spec/out-of-range`, `spec/missing-field`, `spec/bad-duration`, `spec/bad-time`, `spec/unknown-timezone`,
 * `spec/bad-calendar`
 */
export function parseSpec(raw: unknown): ParsedSpec {
  if (!isObject(raw)) {
    throw new Fault('spec/not-an-object', `spec: got ${typeName(raw)}; want a JSON object such as {}`);
  }
  if (isDeeperThan(MAX_DEPTH, raw)) {
    throw tooDeep();
  }
  const notices: Notice[] = [];
  const spec = check(schema, migrate(raw, notices), 'spec', notices) as unknown as Spec;
  checkTogether(spec);
  return { spec, notices };
}

/**
 * Reads a spec's text. Twin: Parse.
 *
 * @throws Fault `spec/too-large`, `spec/too-deep`, `spec/not-json`, and those of parseSpec
 */
export function parseSpecText(text: string): ParsedSpec {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_BYTES) {
    throw new Fault('spec/too-large', `spec: ${bytes} bytes; want at most ${MAX_BYTES}`);
  }
  if (nestsDeeperThan(MAX_DEPTH, text)) {
    throw tooDeep();
  }
  let raw: unknown;
  try {
    raw = parseFinite(text);
  } catch (error) {
    throw new Fault('spec/not-json', `spec: not JSON (${String(error)}); want one JSON object`);
  }
  return parseSpec(raw);
}

function tooDeep(): Fault {
  return new Fault('spec/too-deep', `spec: more than ${MAX_DEPTH} levels; want fewer`);
}

/** What no schema of one field can say. */
function checkTogether(spec: Spec): void {
  const points = spec.detect.points;
  if (points !== 'auto' && points.k > points.n) {
    throw new Fault('spec/out-of-range', `spec: detect.points has k = ${points.k} of n = ${points.n}; want k ≤ n`);
  }
  const { lowerBound = -Infinity, upperBound = Infinity } = spec.band;
  if (lowerBound > upperBound) {
    throw new Fault(
      'spec/out-of-range',
      `spec: band.lowerBound is ${lowerBound}, band.upperBound ${upperBound}; want lower ≤ upper`
    );
  }
  if (spec.transform === 'logit' && !(spec.band.lowerBound! < spec.band.upperBound!)) {
    throw new Fault(
      'spec/out-of-range',
      'spec: transform is logit; want band.lowerBound below band.upperBound, between which it bends'
    );
  }
  const { kind } = spec.model;
  if (spec.band.method === 'cqr' && kind !== 'boosted' && kind !== 'auto') {
    throw new Fault(
      'spec/out-of-range',
      `spec: band.method is cqr and model.kind ${kind}; want boosted, whose trees learn quantiles, or auto`
    );
  }
  spec.train.exclude.forEach((range, i) => {
    if (epochMs(range.from) >= epochMs(range.to)) {
      throw new Fault('spec/out-of-range', `spec: train.exclude[${i}] ends before it begins; want from < to`);
    }
  });
  spec.features.regressors.forEach(({ lag }, i) => {
    if (lag.length === 0) {
      throw new Fault(
        'spec/out-of-range',
        `spec: features.regressors[${i}].lag lists no lag; want at least one, such as "0s"`
      );
    }
  });
  eventsOf(spec.features.holidays.ical);
}

/** The lags of a regressor; one may be written alone. Twin: Lags in pkg/engine/spec/union.go. */
export function lagsOf({ lag }: Pick<RegressorSpec, 'lag'>): string[] {
  return typeof lag === 'string' ? [lag] : lag;
}

const holidayLists = new WeakMap<object, Holidays>();

/**
 * The holidays of a spec, which are expanded once. Go's Parse does so; here the worker does, since clock changes take a
 * browser up to a second.
 *
 * @throws Fault `spec/bad-calendar` if the events ask for too many dates
 */
export function holidayDays({ features }: Spec): Holidays {
  let days = holidayLists.get(features);
  if (days === undefined) {
    days = holidaysOf(features.holidays.countries, features.holidays.ical, loadZone(features.timezone));
    holidayLists.set(features, days);
  }
  return days;
}

/** An instant of a checked spec as epoch milliseconds. */
export function epochMs(instant: number | string): number {
  return typeof instant === 'number' ? instant : instantMs(instant);
}

/** Whether a document has more than `limit` levels; looks no deeper, so that a hostile one ends no stack. */
function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  return limit === 0 || Object.values(value).some((item) => isDeeperThan(limit - 1, item));
}
