/**
 * Ad-hoc filters of a dashboard as matchers of PromQL.
 */
import { AdHocVariableFilter } from '@grafana/data';
import { alternatives, escapeText } from './fill';
import { tokensOf } from './tokens';

// Those of Grafana's operators that PromQL has; "one of" is a regular expression.
const OPERATORS: Record<string, string> = { '=': '=', '!=': '!=', '=~': '=~', '!~': '!~', '=|': '=~', '!=|': '!~' };

/**
 * One filter as a matcher.
 *
 * @param filter - as Grafana hands it on
 * @returns `name="value"`; undefined for `<` and `>`, which PromQL has for values alone, not for labels
 */
export function matcherOf({ key, operator, value, values }: AdHocVariableFilter): string | undefined {
  const written = OPERATORS[operator];
  if (written === undefined || key === '') {
    return undefined;
  }
  const asked = operator.endsWith('|') ? alternatives(values?.length ? values : [value]) : value;
  return `${/^[A-Za-z_]\w*$/.test(key) ? key : `"${escapeText(key)}"`}${written}"${escapeText(asked)}"`;
}

/**
 * An expression of which every selector has more matchers. A label may be matched twice: both then count.
 *
 * @param expr - PromQL without dashboard variables; Grafana's $__macros may stand in it
 * @param matchers - of `matcherOf`; none leaves the expression as it is
 */
export function addMatchers(expr: string, matchers: string[]): string {
  if (matchers.length === 0) {
    return expr;
  }
  const added = matchers.join(',');
  return tokensOf(expr)
    .map(({ text, role }, i, all) => {
      if (role === 'metric') {
        return `${text}{${added}}`;
      }
      return role === 'close' ? `${separator(all[i - 1])}${added}}` : text;
    })
    .join('');

  // A selector may be empty, and may end with a comma.
  function separator(before: { text: string; role?: string }): string {
    return before.role === 'open' || before.text === ',' ? '' : ',';
  }
}
