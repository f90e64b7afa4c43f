/**
 * Columns of a data frame as the engine's arrays. This is the one place where null becomes NaN and NaN becomes null.
 * Stage: detect → **frames** → draw. Twin: pkg/frames.
 */
import { Field, FieldType } from '@grafana/data';
import { Fault } from '../engine/fault/fault';

/**
 * A number column as the engine reads it.
 *
 * @param field - a field of type number or boolean, any length; not modified
 * @returns shape [n]; booleans are 0 and 1; null, undefined, text and the infinities are NaN, which means "missing"
 * @throws Fault `frames/no-number-field` if the field is of another type
 */
export function numbersOf(field: Field): Float64Array {
  if (field.type !== FieldType.number && field.type !== FieldType.boolean) {
    throw new Fault(
      'frames/no-number-field',
      `frames: field "${field.name}" is ${field.type}; want a number field. Add a "Convert field type" transformation.`
    );
  }
  return Float64Array.from(field.values, finiteOrNaN);
}

/**
 * A time column in epoch milliseconds.
 *
 * @param field - a field of type time: numbers, Date objects or ISO text; not modified
 * @returns shape [n]; NaN where a stamp is missing or can't be read
 */
export function timesOf(field: Field): Float64Array {
  return Float64Array.from(field.values, stampOrNaN);
}

/**
 * The engine's numbers as a frame holds them.
 *
 * @param values - shape [n]; not modified
 * @returns shape [n]; null where the value is NaN or infinite, so that neither ever leaves
 */
export function nullable(values: Float64Array): Array<number | null> {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}

function finiteOrNaN(value: unknown): number {
  if (typeof value === 'boolean') {
    return value ? 1 : 0;
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : NaN;
}

function stampOrNaN(value: unknown): number {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? Math.floor(value) : NaN;
  }
  if (typeof value === 'string' || value instanceof Date) {
    return new Date(value).getTime();
  }
  return NaN;
}
