/**
 * Walks a value beside its schema: checks it and fills in defaults.
 * Twin: pkg/engine/spec/check.go.
 */
import { Fault, short } from '../fault/fault';
import { Notice } from '../notice/notice';
import { loadZone } from '../zone/zone';
import { checkDuration } from './duration';
import { instantMs } from './instant';
import { Schema } from './schema';

/** A JSON object. Its fields are own properties only: a document may have one named `__proto__`. */
export type Fields = Record<string, unknown>;

/**
 * A copy of `value` with the schema's defaults filled in. The order of checks is part of the contract: both engines
 * report the same fault of a value with many. Notices are appended to `notices`.
 *
 * @throws Fault, see parseSpec
 */
export function check(s: Schema, value: unknown, path: string, notices: Notice[]): unknown {
  if (s.oneOf !== undefined) {
    return check(branchFor(s.oneOf, value, path), value, path, notices);
  }
  if (s.type !== undefined && !hasType(s.type, value)) {
    throw new Fault('spec/wrong-type', `spec: ${path} is ${typeName(value)}; want ${s.type}`);
  }
  if (s.enum !== undefined && !s.enum.includes(value)) {
    throw new Fault('spec/not-one-of', `spec: ${path} is ${short(String(value))}; want one of ${s.enum.join(', ')}`);
  }
  if (typeof value === 'number') {
    checkNumber(s, value, path);
  } else if (typeof value === 'string') {
    checkText(s, value, path);
  } else if (Array.isArray(value)) {
    return checkArray(s, value, path, notices);
  } else if (isObject(value)) {
    return checkObject(s, value, path, notices);
  }
  return value;
}

/** The one branch whose type fits and, of objects, whose required fields are all there. */
function branchFor(branches: Schema[], value: unknown, path: string): Schema {
  const fitting = branches.filter(
    (s) => hasType(s.type ?? '', value) && (s.required ?? []).every((name) => isObject(value) && has(value, name))
  );
  if (fitting.length !== 1) {
    throw new Fault(
      'spec/not-one-of',
      `spec: ${path} has none of the shapes it may have; see its description in spec/schema.json`
    );
  }
  return fitting[0];
}

/** Whether a value is an object of JSON, not null and no array. */
export function isObject(value: unknown): value is Fields {
  return typeName(value) === 'object';
}

/** Whether an object has a field of its own by that name. */
export function has(object: Fields, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, name);
}

/** Whether a value has a type of JSON Schema; an integer is exact and within ±2^53. */
export function hasType(want: string, value: unknown): boolean {
  if (want === 'integer') {
    return typeof value === 'number' && Math.floor(value) === value && Math.abs(value) <= 2 ** 53;
  }
  return typeName(value) === want;
}

/** The JSON type of a value, for messages. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? 'number' : 'not a finite number';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

function checkNumber(s: Schema, v: number, path: string): void {
  let want: string;
  if (s.minimum !== undefined && v < s.minimum) {
    want = `at least ${s.minimum}`;
  } else if (s.maximum !== undefined && v > s.maximum) {
    want = `at most ${s.maximum}`;
  } else if (s.exclusiveMinimum !== undefined && v <= s.exclusiveMinimum) {
    want = `more than ${s.exclusiveMinimum}`;
  } else if (s.exclusiveMaximum !== undefined && v >= s.exclusiveMaximum) {
    want = `less than ${s.exclusiveMaximum}`;
  } else {
    return;
  }
  throw new Fault('spec/out-of-range', `spec: ${path} is ${v}; want ${want}${shareRemedy(s, v)}`);
}

/** What to write for a percentage where a share of points is wanted: a field that takes a half to 1. */
function shareRemedy({ minimum = 0, maximum, exclusiveMaximum }: Schema, v: number): string {
  const most = maximum ?? exclusiveMaximum ?? Infinity;
  return v > 1 && most <= 1 && minimum >= 0.5 ? '. It is a share: write 0.95 for 95 %.' : '';
}

function checkText(s: Schema, v: string, path: string): void {
  const length = [...v].length; // code points, as JSON Schema counts
  if (s.minLength !== undefined && length < s.minLength) {
    throw new Fault('spec/out-of-range', `spec: ${path} has ${length} characters; want at least ${s.minLength}`);
  }
  if (s.maxLength !== undefined && length > s.maxLength) {
    throw new Fault('spec/out-of-range', `spec: ${path} has ${length} characters; want at most ${s.maxLength}`);
  }
  if (s['x-duration'] !== undefined) {
    checkDuration(s['x-duration'], v, path);
  } else if (s['x-time']) {
    instantMs(v);
  } else if (s['x-timezone']) {
    loadZone(v);
  } else if (s.pattern !== undefined && !new RegExp(s.pattern).test(v)) {
    throw new Fault('spec/bad-text', `spec: ${path} is ${JSON.stringify(short(v))}; want text like ${s.pattern}`);
  }
}

function checkArray(s: Schema, v: unknown[], path: string, notices: Notice[]): unknown[] {
  if (s.maxItems !== undefined && v.length > s.maxItems) {
    throw new Fault('spec/out-of-range', `spec: ${path} has ${v.length} items; want at most ${s.maxItems}`);
  }
  return v.map((item, i) => check(s.items ?? {}, item, `${path}[${i}]`, notices));
}

/**
 * Fills in defaults and keeps unknown fields, with a notice, so that a spec made by a newer version survives a round
 * trip. An object whose schema names no fields, such as a regressor's query, is opaque.
 */
function checkObject(s: Schema, v: Fields, path: string, notices: Notice[]): Fields {
  const properties = s.properties;
  if (properties === undefined) {
    return v;
  }
  for (const name of s.required ?? []) {
    if (!has(v, name)) {
      throw new Fault('spec/missing-field', `spec: ${path} has no field "${name}"; want it set`);
    }
  }
  const out: Fields = {};
  for (const name of Object.keys(properties).sort()) {
    const property = properties[name];
    const value = has(v, name) ? v[name] : property.default;
    if (value !== undefined) {
      out[name] = check(property, value, join(path, name), notices);
    }
  }
  for (const name of Object.keys(v).sort()) {
    if (!has(properties as Fields, name)) {
      Object.defineProperty(out, name, { value: v[name], enumerable: true, writable: true, configurable: true });
      notices.push({
        code: 'spec/unknown-field',
        severity: 'warning',
        text: `spec: field "${join(path, name)}" is unknown and has no effect; check its spelling or upgrade.`,
      });
    }
  }
  return out;
}

/** Names a field in messages; the spec itself has the path "spec". */
function join(path: string, name: string): string {
  return path === 'spec' ? name : `${path}.${name}`;
}
