/**
 * Checks a model's JSON, field by field, against spec/model.json, so that both engines refuse the same texts.
 * Twin: pkg/engine/shape/shape.go.
 */
import model from '../../../spec/model.json';
import { Fault } from '../fault/fault';
import { nestsDeeperThan, parseFinite } from '../jsontext/jsontext';

/**
 * A word for a number, an integer, a boolean or a string; a list of one shape for a list of such; else the fields of an
 * object, whose names end in ? if they may be absent. {"?": shape} may be null.
 */
type Shape = string | Shape[] | { [field: string]: Shape };

/** Of a model's JSON; a real one has eight. */
const MAX_LEVELS = 16;

/**
 * Reads JSON whose numbers are all doubles. Twin: Parse.
 *
 * @throws Fault `model/too-deep`, `model/not-json`
 */
export function parseJson(text: string): unknown {
  if (nestsDeeperThan(MAX_LEVELS, text)) {
    throw new Fault('model/too-deep', `model: more than ${MAX_LEVELS} levels; want fewer`);
  }
  try {
    return parseFinite(text);
  } catch (error) {
    throw new Fault('model/not-json', `model: not JSON (${String(error)}); want what a model was written as`);
  }
}

/**
 * Compares a value of parseJson with the shape of a model: every field is there, none is unknown, and each has its type.
 *
 * @throws Fault `model/wrong-field`. Twin: Check
 */
export function checkShape(value: unknown): void {
  check(model as Shape, value, 'model');
}

function check(shape: Shape, value: unknown, path: string): void {
  if (typeof shape === 'string') {
    if (!hasType(shape, value)) {
      throw wrong(path, shape);
    }
  } else if (Array.isArray(shape)) {
    if (!Array.isArray(value)) {
      throw wrong(path, 'a list');
    }
    value.forEach((item, i) => check(shape[0], item, `${path}[${i}]`));
  } else if (!('?' in shape)) {
    checkFields(shape, value, path);
  } else if (value !== null) {
    check(shape['?'], value, path);
  }
}

function checkFields(shape: Record<string, Shape>, value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(path, 'an object');
  }
  const fields = value as Record<string, unknown>;
  const known = new Set<string>();
  for (const key of Object.keys(shape).sort()) {
    const name = key.replace(/\?$/, '');
    known.add(name);
    if (Object.hasOwn(fields, name)) {
      check(shape[key], fields[name], `${path}.${name}`);
    } else if (name === key) {
      throw wrong(`${path}.${name}`, 'it set');
    }
  }
  for (const name of Object.keys(fields).sort()) {
    if (!known.has(name)) {
      throw wrong(`${path}.${name}`, 'no such field');
    }
  }
}

/** Whether a value has a type by its word; an integer is exact and within ±2^53. */
function hasType(word: string, value: unknown): boolean {
  return word === 'integer'
    ? typeof value === 'number' && Math.floor(value) === value && Math.abs(value) <= 2 ** 53
    : typeof value === word;
}

function wrong(path: string, want: string): Fault {
  return new Fault('model/wrong-field', `model: ${path}; want ${want}`);
}
