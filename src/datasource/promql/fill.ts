/**
 * Fills dashboard variables into PromQL: in a text of the expression as that text must be written, elsewhere as they are.
 */

/** What a variable is, as Grafana tells a format function. */
export interface VariableKind {
  multi?: boolean;
  includeAll?: boolean;
}

/** How the values of a variable are written. */
export type Format = (value: string | string[], kind?: VariableKind) => string;

// Comments count, lest an apostrophe in one begin a text.
const TEXTS = /("(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`[^`]*`|#[^\n]*)/;

/**
 * An expression with its variables replaced. Where a variable may have several values, each is a regular expression that
 * matches it alone, several are alternatives, as Grafana's own Prometheus data source has it; a variable of one value is
 * that text, for `=`. Outside texts, as in `by ($labels)`, several are a list.
 *
 * @param expr - PromQL, perhaps with Grafana's variables
 * @param replace - replaces the variables of one part of it, and writes them in the format given
 * @returns PromQL in which no value can end the text that it stands in
 */
export function fillExpression(expr: string, replace: (part: string, format: Format) => string): string {
  return expr
    .split(TEXTS)
    .map((part, i) => (i % 2 === 1 ? fillText(part, replace) : replace(part, asList)))
    .join('');
}

/** A text in any quotes, or a comment, with its variables replaced. */
function fillText(part: string, replace: (part: string, format: Format) => string): string {
  const quote = part[0];
  if (quote === '#') {
    return replace(part, (value) => asList(value).replace(/\n/g, ' ')); // a new line would end the comment
  }
  if (quote !== '`') {
    return replace(part, (value, kind) => escapeText(asText(value, kind), quote));
  }
  const inside = replace(part.slice(1, -1), asText);
  return inside.includes('`') ? `"${escapeText(inside)}"` : `\`${inside}\``; // between backticks nothing can be escaped
}

const asList: Format = (value) => [value].flat().join(', ');

const asText: Format = (value, kind) => {
  const several = Array.isArray(value) || kind?.multi || kind?.includeAll;
  return several ? alternatives([value].flat()) : String(value);
};

/**
 * A regular expression for exactly these values.
 *
 * @param values - at least one
 */
export function alternatives(values: string[]): string {
  const escaped = values.map((value) => String(value).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return escaped.length === 1 ? escaped[0] : `(${escaped.join('|')})`;
}

/**
 * A value as it stands between quotes in PromQL.
 *
 * @param text - any
 * @param quote - of the text it is put in: double or single
 */
export function escapeText(text: string, quote = '"'): string {
  return text.replace(/[\\"']/g, (c) => (c === '\\' || c === quote ? `\\${c}` : c)).replace(/\n/g, '\\n');
}
