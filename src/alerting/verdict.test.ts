/** The sentence of a notification; the rule of provisioning/ says the same. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { verdict } from './verdict';

test.each([
  [
    'a legend of labels becomes labels of the alert',
    '{{job}} on {{ instance }}',
    '{{ $labels.job }} on {{ $labels.instance }}',
  ],
  ['a plain legend stays', 'CPU in use', 'CPU in use'],
  ['no legend shows all labels', '', '{{ $labels }}'],
  ['no text shows all labels', undefined, '{{ $labels }}'],
  ["Grafana's automatic legend shows all labels", '__auto', '{{ $labels }}'],
  ['a legend that would break the template shows all labels', '{{if}} {{a.b}}', '{{ $labels }}'],
])('%s', (_, legend, series) => {
  expect(verdict(legend)).toContain(`}}${series} is at `);
  expect(verdict(legend)).toContain(`}}${series} has no value`);
});

test('it is the sentence of the provisioned rule', () => {
  const [, folded] = /verdict: >-\n([\s\S]*?)\n {10}__/.exec(readFileSync('provisioning/alerting/rules.yaml', 'utf8'))!;
  expect(folded.trim().replace(/\s+/g, ' ')).toBe(verdict('{{instance}}'));
});

test('a legend adds labels to the template and nothing else', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{',
    '}',
    '{{job}}',
    '{{ job }}',
    '{{if}}',
    '"',
    '`',
    '$',
    ' ',
    'a',
    '.',
    '\\',
    '|',
    '-',
    '\n'
  );
  fc.assert(
    fc.property(
      fc.array(piece).map((all) => all.join('')),
      (legend) => {
        const actions = verdict(legend).match(/\{\{[^]*?\}\}/g)!;
        const plain = new Set(verdict('').match(/\{\{[^]*?\}\}/g)!);
        expect(actions.filter((one) => !plain.has(one) && !/^\{\{ \$labels\.[a-zA-Z_]\w* \}\}$/.test(one))).toEqual([]);
        expect(verdict(legend).replace(/\{\{[^]*?\}\}/g, '')).not.toMatch(/[{}]/);
      }
    ),
    { numRuns: 2000 }
  );
});
