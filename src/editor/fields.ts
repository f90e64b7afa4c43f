/**
 * The spec's fields as a form shows them, read from spec/schema.json, so that a new field needs no new form.
 */
import { Schema, schema } from '../engine/spec/schema';

/** One field of the form. */
export interface SpecField {
  path: string[];
  label: string;
  description: string;
  kind: 'choice' | 'number' | 'text' | 'json';
  choices?: string[];
  /** What serves where nothing is set, as text. */
  placeholder: string;
}

/** Fields of one part of the spec. */
export interface SpecSection {
  name: string;
  description: string;
  fields: SpecField[];
}

type Described = Schema & { description?: string };

/** The sections of the form in the schema's order; the limit has its own control, the slider. */
export const SECTIONS: SpecSection[] = Object.entries(schema.properties ?? {})
  .filter(([, part]) => part.type === 'object')
  .map(([name, part]) => ({
    name,
    description: (part as Described).description ?? '',
    fields: fieldsOf(part, [name]),
  }));

function fieldsOf(part: Schema, path: string[]): SpecField[] {
  return Object.entries(part.properties ?? {}).flatMap(([name, field]) =>
    field.type === 'object' && field.properties
      ? fieldsOf(field, [...path, name]).map((inner) => ({
          ...inner,
          description: (field as Described).description ?? '',
        }))
      : [fieldOf(field, [...path, name])]
  );
}

function fieldOf(field: Described, path: string[]): SpecField {
  const fallback = field.default;
  return {
    path,
    label: path.slice(1).map(words).join(' '),
    description: field.description ?? '',
    kind: kindOf(field),
    choices: field.enum?.map(String),
    placeholder: fallback === undefined ? 'none' : typeof fallback === 'string' ? fallback : JSON.stringify(fallback),
  };
}

function kindOf(field: Schema): SpecField['kind'] {
  if (field.enum) {
    return 'choice';
  }
  if (field.type === 'number' || field.type === 'integer') {
    return 'number';
  }
  return field.type === 'string' ? 'text' : 'json';
}

/** "minPoints" → "min points", and a capital first where it begins a label. */
function words(name: string, index: number): string {
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return index === 0 ? spaced[0].toUpperCase() + spaced.slice(1) : spaced;
}

/**
 * What a user typed into a field, as the spec holds it.
 *
 * @param kind - of the field
 * @param text - '' leaves the default
 * @returns undefined for the default; text that is no number or no JSON stays text, and the spec's own check names it
 */
export function parseInput(kind: SpecField['kind'], text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') {
    return undefined;
  }
  if (kind === 'text' || kind === 'choice') {
    return trimmed;
  }
  try {
    return JSON.parse(trimmed);
  } catch {
    return trimmed;
  }
}

/**
 * A value as its input shows it.
 *
 * @param value - undefined for a default
 */
export function formatInput(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
