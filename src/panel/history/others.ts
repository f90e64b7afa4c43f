/**
 * Finds the series that a new one may learn from.
 */
import { Series } from '../../engine/series/series';
import { NamedSeries } from '../../frames/named';

/** They are copied to the worker for each new series. */
const MAX_OTHERS = 50;

/**
 * The series of one query, which the engine chooses from by their history.
 *
 * @param refId - of the query
 * @param found - series of several queries
 * @returns all of that query, the new one itself among them; of more than 50 the first by key, whatever their order; and
 *   how many there are
 */
export function othersOf(refId: string | undefined, found: Iterable<NamedSeries>): { others: Series[]; alike: number } {
  const alike = [...found].filter((one) => one.refId === refId);
  if (alike.length > MAX_OTHERS) {
    alike.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
  return { others: alike.slice(0, MAX_OTHERS).map(({ series }) => series), alike: alike.length };
}
