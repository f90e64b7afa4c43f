/**
 * Reads JSON as Go does.
 * Twin: pkg/engine/jsontext.
 */

/**
 * Says whether brackets outside texts open more than `limit` levels. Parsers disagree on very deep ones, so none sees
 * them. Twin: NestsDeeperThan.
 */
export function nestsDeeperThan(limit: number, text: string): boolean {
  let level = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (inText) {
      i += c === '\\' ? 1 : 0;
      inText = c !== '"';
    } else if (c === '"') {
      inText = true;
    } else if (c === '{' || c === '[') {
      level++;
    } else if (c === '}' || c === ']') {
      level--;
    }
    if (level > limit) {
      return true;
    }
  }
  return false;
}

/**
 * JSON.parse, but for numbers beyond the largest double: it makes Infinity of 1e999, which Go refuses and no one can write
 * back.
 *
 * @throws SyntaxError, RangeError
 */
export function parseFinite(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (value === Infinity || value === -Infinity) {
      throw new RangeError('a number beyond the largest double');
    }
    return value;
  });
}
