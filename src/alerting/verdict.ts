/**
 * What a notification says of one alert: a sentence in an annotation of the rule, with numbers of two more queries of it.
 * An annotation can't show a text of a frame, and a text in a label would make a new alert at every evaluation.
 */
import { Output } from '../datasource/types';

/** The queries that only give numbers to the sentence; the backend answers them from what the alert's own query read. */
export const SENTENCE_QUERIES: Array<{ refId: string; output: Output }> = [
  { refId: 'V', output: 'value' },
  { refId: 'E', output: 'expected' },
];

const LABEL = /\{\{\s*([a-zA-Z_]\w*)\s*\}\}/g;

/**
 * The annotation `verdict`, for queries A, V and E.
 *
 * @param legend - of the upstream's query: what people call a series; its {{label}} become the alert's
 * @returns a template of Grafana's; an alert for missing data or an error has no numbers and says so
 */
export function verdict(legend: unknown): string {
  const name = typeof legend === 'string' ? legend.replace(LABEL, '') : '';
  const known = typeof legend === 'string' && legend !== '' && !/__auto|[{}]/.test(name);
  const series = known ? legend.replace(LABEL, '{{ $$labels.$1 }}') : '{{ $labels }}';
  return (
    `{{ if and $values.A $values.V $values.E }}${series} is at {{ printf "%.3g" $values.V.Value }}, ` +
    '{{ if gt $values.V.Value $values.E.Value }}above{{ else }}below{{ end }} the expected ' +
    '{{ printf "%.3g" $values.E.Value }}: {{ printf "%.1f" $values.A.Value }} times as far as where alerts begin.' +
    '{{ else }}There is no number to judge.{{ end }}'
  );
}
