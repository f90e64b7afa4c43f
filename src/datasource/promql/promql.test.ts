/** PromQL gets variables and filters, and stays the PromQL that it was. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { alternatives, escapeText, fillExpression, Format, VariableKind } from './fill';
import { addMatchers, matcherOf } from './filters';
import { tokensOf } from './tokens';

const { matcher, count, cases } = JSON.parse(readFileSync('src/datasource/promql/testdata/filters.json', 'utf8'));

describe('addMatchers', () => {
  test('every promised case is here', () => expect(cases).toHaveLength(count));

  // lab/prometheus asks Prometheus' own parser whether each `want` is right.
  test.each<{ name: string; expr: string; want: string }>(cases)('$name', ({ expr, want }) =>
    expect(addMatchers(expr, [matcher])).toBe(want)
  );

  test('several stand in one selector, none changes nothing', () => {
    expect(addMatchers('up', ['a="1"', 'b!="2"'])).toBe('up{a="1",b!="2"}');
    expect(addMatchers('up{ }', [])).toBe('up{ }');
  });

  test('any text is taken, and only space and comments can go', () => {
    const pieces = fc.array(fc.constantFrom(...'{}()[]"\'`#\n ,ab$1=.:'), { maxLength: 30 }).map((all) => all.join(''));
    const without = (text: string) => text.replace(/[\s#]/g, '');
    fc.assert(
      fc.property(pieces, (expr) => {
        const joined = tokensOf(expr)
          .map(({ text }) => text)
          .join('');
        expect(without(joined).length).toBeLessThanOrEqual(without(expr).length);
        addMatchers(expr, ['a="b"']);
      })
    );
  });
});

test.each([
  [{ key: 'job', operator: '=', value: 'a"b\\c' }, 'job="a\\"b\\\\c"'],
  [{ key: 'job', operator: '!~', value: 'web-\\d+' }, 'job!~"web-\\\\d+"'],
  [{ key: 'job', operator: '=|', value: 'a.b', values: ['a.b', 'c'] }, 'job=~"(a\\\\.b|c)"'],
  [{ key: 'job', operator: '!=|', value: 'a.b' }, 'job!~"a\\\\.b"'],
  [{ key: 'my.label', operator: '=', value: 'x' }, '"my.label"="x"'],
  [{ key: 'job', operator: '<', value: '5' }, undefined],
  [{ key: '', operator: '=', value: '5' }, undefined],
])('matcherOf(%j) is %s', (filter, want) => expect(matcherOf(filter)).toBe(want));

describe('fillExpression', () => {
  const fill = (expr: string, value: string | string[], kind?: VariableKind) =>
    fillExpression(expr, (part, format: Format) => part.replace('$v', () => format(value, kind)));

  test.each<[string, string, string | string[], VariableKind | undefined, string]>([
    ['one value as that text', 'm{a="$v"}', 'x.y', undefined, 'm{a="x.y"}'],
    ['a quote can’t end its text', 'm{a="$v"}', '"} or vector(1) #', undefined, 'm{a="\\"} or vector(1) #"}'],
    ['nor a single one', "m{a='$v'}", "'", undefined, "m{a='\\''}"],
    ['the other quote is left', "m{a='$v'}", '"', undefined, `m{a='"'}`],
    ['a backslash and a new line', 'm{a="$v"}', 'a\\\n', undefined, 'm{a="a\\\\\\n"}'],
    ['between backticks', 'm{a=~`$v`}', ['a.b', 'c'], { multi: true }, 'm{a=~`(a\\.b|c)`}'],
    [
      'a backtick can’t end its text',
      'm{a=~`$v\\d`}',
      '`} or vector(1) #',
      undefined,
      'm{a=~"`} or vector(1) #\\\\d"}',
    ],
    ['a new line can’t end its comment', 'm # of $v\n', 'a\n or vector(1)', undefined, 'm # of a  or vector(1)\n'],
    ['several as alternatives', 'm{a=~"$v"}', ['a.b', 'c|d'], { multi: true }, 'm{a=~"(a\\\\.b|c\\\\|d)"}'],
    ['one chosen of several', 'm{a=~"$v"}', ['a.b'], { multi: true }, 'm{a=~"a\\\\.b"}'],
    ['one of a variable that has All', 'm{a=~"$v"}', 'a.b', { includeAll: true }, 'm{a=~"a\\\\.b"}'],
    ['a whole expression', 'sum($v)', 'rate(x{a="b"}[5m])', undefined, 'sum(rate(x{a="b"}[5m]))'],
    ['a list of labels', 'sum by ($v) (x)', ['a', 'b'], { multi: true }, 'sum by (a, b) (x)'],
    ['after an apostrophe in a comment', "x # it's\n{a='$v'}", "'", undefined, "x # it's\n{a='\\''}"],
  ])('%s', (_, expr, value, kind, want) => expect(fill(expr, value, kind)).toBe(want));

  test('no value changes what stands outside the text that it is put in', () => {
    const texts = /("(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`[^`]*`|#[^\n]*)/;
    const outside = (expr: string) => expr.split(texts).filter((_, i) => i % 2 === 0);
    const value = fc.string({ unit: fc.constantFrom(...'"\'`#\\\n{}$ a') });
    const exprs = [
      'm{a="$v"} + n',
      "m{a='$v'} + n",
      'm{a=`$v`} + n',
      'm # $v\n + n',
      'm{a=~`x.$v`, b="\\"$v"} #\'$v\n',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...exprs), value, fc.boolean(), (expr, one, multi) => {
        expect(outside(fill(expr, multi ? [one, one] : one, { multi }))).toEqual(outside(expr));
      }),
      { numRuns: 2000 }
    );
  });

  // JSON and PromQL read these escapes alike.
  test('a text means the value that was put in, and an alternative matches it alone', () => {
    const line = fc.string({ unit: fc.constantFrom(...'aé."\\()|^$*+?[]{}\n\'') });
    fc.assert(
      fc.property(line, fc.array(line, { minLength: 1 }), (one, many) => {
        expect(JSON.parse(`"${escapeText(one)}"`)).toBe(one);
        const pattern = new RegExp(`^(?:${alternatives(many)})$`);
        expect(many.every((value) => pattern.test(value))).toBe(true);
        expect(pattern.test(one)).toBe(many.includes(one));
      })
    );
  });
});
