/**
 * What a notification says of one alert: a sentence in an annotation of the rule, with numbers of three more queries of it.
 * An annotation can't show a text of a frame, and a text in a label would make a new alert at every evaluation.
 */
import { Output } from '../datasource/types';

/** The queries that only give numbers to the sentence; the backend answers them from what the alert's own query read. */
export const SENTENCE_QUERIES: Array<{ refId: string; output: Output }> = [
  { refId: 'V', output: 'value' },
  { refId: 'E', output: 'expected' },
  { refId: 'R', output: 'reason' },
];

const LABEL = /\{\{\s*([a-zA-Z_]\w*)\s*\}\}/g;

/**
 * The annotation `verdict`, for queries A, V, E and R.
 *
 * @param legend - of the upstream's query: what people call a series; its {{label}} become the alert's
 * @returns a template of Grafana's; an alert for missing data or an error has no numbers and says so
 */
export function verdict(legend: unknown): string {
  const name = typeof legend === 'string' ? legend.replace(LABEL, '') : '';
  const known = typeof legend === 'string' && legend !== '' && !/__auto|[{}]/.test(name);
  const series = known ? legend.replace(LABEL, '{{ $$labels.$1 }}') : '{{ $labels }}';
  return (
    '{{ if not (and $values.A $values.V $values.E $values.R) }}There is no number to judge.' +
    `{{ else if eq $values.R.Value 5.0 }}${series} has no value, which counts as an anomaly.` +
    `{{ else }}${series} is at {{ printf "%.3g" $values.V.Value }}, ` +
    '{{ if gt $values.V.Value $values.E.Value }}above{{ else }}below{{ end }} the expected ' +
    `{{ printf "%.3g" $values.E.Value }}: ${REASON}.{{ end }}`
  );
}

/**
 * The part of the sentence that says which limit: the codes are those of Analysis.reason. Without one, the alert still
 * stands where the score is above 1, as detect.recover asks, and has ended elsewhere.
 */
const REASON =
  '{{ if eq $values.R.Value 4.0 }}beyond the bound that the spec declares' +
  '{{ else if eq $values.R.Value 6.0 }}unchanged for {{ printf "%.1f" $values.A.Value }} times as long as it may' +
  '{{ else if and (eq $values.R.Value 0.0) (gt $values.A.Value 1.0) }}not back for long enough' +
  '{{ else }}{{ printf "%.1f" $values.A.Value }} times ' +
  '{{ if eq $values.R.Value 1.0 }}the limit of its deviation{{ else if eq $values.R.Value 2.0 }}the limit of the hourly mean' +
  '{{ else if eq $values.R.Value 3.0 }}the limit of a spike{{ else }}its limit{{ end }}{{ end }}';
