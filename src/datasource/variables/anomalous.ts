/**
 * The series that are anomalous now, as values of a variable: a panel that is repeated for it shows what needs a look.
 */
import { DataFrame, FieldType, MetricFindValue } from '@grafana/data';
import { migrateQuery } from '../migrate';
import { TidemarkQuery, TidemarkVariable } from '../types';

/**
 * The query behind such a variable.
 *
 * @param variable - as it is stored
 * @returns one that answers with the decided score of each series
 */
export function judgedQuery({ refId, judged }: TidemarkVariable): TidemarkQuery {
  return { ...migrateQuery({ refId: refId || 'A', schemaVersion: 1, ...judged }), output: 'alert' };
}

/**
 * The values of a label among anomalous series.
 *
 * @param frames - of output `alert`: one frame with a row a series, or one a series
 * @param label - its name
 * @returns each once, the most anomalous first
 */
export function anomalousValues(frames: DataFrame[], label: string): MetricFindValue[] {
  const highest = new Map<string, number>();
  for (const { value, score } of frames.flatMap((frame) => rowsOf(frame, label))) {
    if (value !== undefined && score > 1) {
      highest.set(value, Math.max(score, highest.get(value) ?? 0));
    }
  }
  return [...highest].sort(([, a], [, b]) => b - a).map(([text]) => ({ text, value: text }));
}

function rowsOf({ fields }: DataFrame, label: string): Array<{ value?: string; score: number }> {
  const column = fields.find(({ name, type }) => name === label && type === FieldType.string);
  return fields
    .filter(({ type }) => type === FieldType.number)
    .flatMap(({ values, labels }) =>
      Array.from(values, (score, i) => ({ value: column ? column.values[i] : labels?.[label], score: Number(score) }))
    );
}
