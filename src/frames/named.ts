/**
 * A series of a query, with its name and its key.
 */
import { DataFrame, Field, Labels } from '@grafana/data';
import { Series } from '../engine/series/series';

/** One series of a query, still raw, with where it came from. */
export interface NamedSeries {
  /** Equal for the same series of two answers to one query, whatever their ranges; unique within one answer. */
  key: string;
  /** For people: Grafana's display name. */
  name: string;
  labels: Labels;
  refId?: string;
  /** The field whose config (unit, colour, overrides) the series is drawn with. */
  field: Field;
  frame: DataFrame;
  series: Series;
}

/**
 * The key of a series: refId, field and labels, with labels in the order of their names.
 *
 * @param refId - of the query, if the frame carries one
 * @param fieldName - the frame's own name of the column
 * @param labels - not modified
 * @returns JSON text, compared as a whole
 */
export function seriesKey(refId: string | undefined, fieldName: string, labels: Labels): string {
  const sorted = Object.keys(labels)
    .sort()
    .map((name) => [name, labels[name]]);
  return JSON.stringify([refId ?? '', fieldName, sorted]);
}
