/**
 * The JSON Schema of the spec, as both engines interpret it.
 * Twin: pkg/engine/spec/schema.go.
 */
import document from '../../../spec/schema.json';
import { DurationRange } from './duration';

/**
 * The part of JSON Schema that spec/schema.json uses. Each x- keyword is ours: x-duration is a duration or one of its
 * words, x-time an instant, x-timezone an IANA name.
 */
export interface Schema {
  type?: string;
  enum?: unknown[];
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  default?: unknown;
  'x-duration'?: DurationRange;
  'x-time'?: boolean;
  'x-timezone'?: boolean;
}

/** spec/schema.json; not to be modified. */
export const schema = document as unknown as Schema;
