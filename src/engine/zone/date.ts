/**
 * Dates of the proleptic Gregorian calendar.
 * Twin: pkg/engine/zone/date.go.
 */
import { floorMod } from '../num/round';

/**
 * Days from 1970-01-01.
 *
 * @param month - 1 … 12
 * @param day - 1 … 31; need not be in the month
 * @see Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil
 */
export function dayOfDate(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The date of a day number, by civil_from_days of the same source. */
export function dateOfDay(number: number): { year: number; month: number; day: number } {
  const z = number + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const leap = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leap) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153); // months from March
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const year = yearOfEra + era * 400;
  return shifted < 10 ? { year, month: shifted + 3, day } : { year: year + 1, month: shifted - 9, day };
}

/** The length of a month in days. */
export function daysIn(year: number, month: number): number {
  return month === 12 ? 31 : dayOfDate(year, month + 1, 1) - dayOfDate(year, month, 1);
}

/** The day of the week of a day number, Monday 0 … Sunday 6. */
export function weekdayOf(number: number): number {
  return floorMod(number + 3, 7);
}
