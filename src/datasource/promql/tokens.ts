/**
 * As much of PromQL's grammar as it takes to find the selectors of an expression. testdata/filters.json holds it to
 * Prometheus' own parser.
 */

/** A piece of an expression; all pieces together are the expression, without space and comments inside braces. */
export interface Token {
  text: string;
  /** A metric's name without braces after it; the braces of a selector. */
  role?: 'metric' | 'open' | 'close';
}

const PIECES =
  /\s+|#[^\n]*|"(?:\\[^]|[^"\\])*"?|'(?:\\[^]|[^'\\])*'?|`[^`]*`?|\$\{[^}]*\}|\$\w+|[A-Za-z_:][\w:]*|[\d.][\w.]*|[^]/g;

// Words that stand between or after operands, and the two numbers that are words; in any case of letters. Prometheus would
// take some of them for a metric's name; nobody has such a metric.
const KEYWORDS = new Set(
  'and or unless atan2 offset bool by without on ignoring group_left group_right inf nan'.split(' ')
);

/** These two are words only after a selector or its range: elsewhere they are names. */
const AFTER_RANGE = new Set(['smoothed', 'anchored']);

/** These have a list of label names in parentheses after them. */
const LISTING = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);

const CLOSING: Record<string, string> = { '(': ')', '[': ']' };

/**
 * The pieces of an expression.
 *
 * @param expr - PromQL; one that does not parse comes back in pieces too
 */
export function tokensOf(expr: string): Token[] {
  const pieces = expr.match(PIECES) ?? [];
  const tokens: Token[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    const next = pieces[following(pieces, i)]?.toLowerCase() ?? '';
    if (piece === '[' || (next === '(' && LISTING.has(piece.toLowerCase()))) {
      const end = endOf(pieces, piece === '[' ? i : following(pieces, i));
      tokens.push({ text: pieces.slice(i, end + 1).join('') });
      i = end;
    } else if (piece === '{') {
      const end = endOfSelector(pieces, i);
      const inside = pieces.slice(i + 1, end).filter((one) => !isSpace(one));
      tokens.push({ text: '{', role: 'open' }, ...inside.map((text) => ({ text })), {
        text: pieces[end] ?? '',
        role: 'close',
      });
      i = end;
    } else {
      tokens.push(isMetric(piece, tokens, next) ? { text: piece, role: 'metric' } : { text: piece });
    }
  }
  return tokens;
}

// A name before a parenthesis, or before by and without, is a function or an aggregation; one before a brace is part of the
// selector whose matchers stand in the braces.
function isMetric(piece: string, before: Token[], next: string): boolean {
  const word = piece.toLowerCase();
  if (!/^[a-z_:]/.test(word) || KEYWORDS.has(word) || ['(', '{', 'by', 'without'].includes(next)) {
    return false;
  }
  return !(AFTER_RANGE.has(word) && endsWithOperand(before));
}

function endsWithOperand(tokens: Token[]): boolean {
  const last = tokens.filter(({ text }) => !isSpace(text)).at(-1)?.text ?? '';
  return /[\w:}\]]$/.test(last) && !KEYWORDS.has(last.toLowerCase());
}

function following(pieces: string[], i: number): number {
  let at = i + 1;
  while (at < pieces.length && isSpace(pieces[at])) {
    at++;
  }
  return at;
}

function endOf(pieces: string[], open: number): number {
  const end = pieces.indexOf(CLOSING[pieces[open]], open);
  return end < 0 ? pieces.length - 1 : end;
}

function endOfSelector(pieces: string[], open: number): number {
  const end = pieces.indexOf('}', open);
  return end < 0 ? pieces.length : end;
}

function isSpace(piece: string): boolean {
  return /^[\s#]/.test(piece);
}
