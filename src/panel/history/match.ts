/**
 * Finds a shown series among those of its history.
 */
import { NamedSeries, seriesKey } from '../../frames/named';

/**
 * The history of one shown series.
 *
 * @param shown - as the panel received it, perhaps after transformations
 * @param found - the history by key
 * @returns the series of the same key; else the only one of the same name and labels whatever its refId (a join drops
 *   refIds); else undefined
 */
export function matchSeries(shown: NamedSeries, found: Map<string, NamedSeries>): NamedSeries | undefined {
  const same = found.get(shown.key);
  if (same) {
    return same;
  }
  const wanted = seriesKey(undefined, shown.field.name, shown.labels);
  const alike = [...found.values()].filter((one) => seriesKey(undefined, one.field.name, one.labels) === wanted);
  return alike.length === 1 ? alike[0] : undefined;
}
