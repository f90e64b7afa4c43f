/**
 * Stamps that are dates without a time.
 * Twin: pkg/engine/clean/dates.go.
 */
import { DAY_MS, Zone } from '../zone/zone';
import { isOfDays } from './slots';

/**
 * The stamps of a series in slots of days or months: where all of them are midnights of UTC, they are dates, and stand for
 * the local days of these dates. Read as instants, they would be of the day before in zones west of UTC.
 *
 * @param timesMs - shape [n], whole milliseconds; not modified, and returned itself where it holds no dates
 */
export function atLocalDates(timesMs: Float64Array, stepMs: number, zone: Zone): Float64Array {
  return isOfDays(stepMs) && timesMs.every((t) => t % DAY_MS === 0)
    ? timesMs.map((t) => zone.startOfDay(t / DAY_MS))
    : timesMs;
}
