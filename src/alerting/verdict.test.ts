/** The sentence of a notification; the rule of provisioning/ says the same. */
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
