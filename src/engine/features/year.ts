/**
 * Where local days stand in their month and year.
 * Twin: pkg/engine/features/year.go.
 */
import { dateOfDay, dayOfDate, daysIn } from '../zone/date';

/** The number of slots of monthSlot. */
export const MONTH_SLOTS = 31;

/**
 * Where a local day stands in its month: the first fifteen days count from the first, 0 … 14, the others from the last, which
 * is 30, so that pay days at a month's end fall on one slot.
 */
export function monthSlot(number: number): number {
  const { year, month, day } = dateOfDay(number);
  return day <= 15 ? day - 1 : MONTH_SLOTS - 1 - (daysIn(year, month) - day);
}

/** How many days of its year are over before a local day, and the year's length. */
export function dayOfYear(number: number): { over: number; length: number } {
  const { year } = dateOfDay(number);
  const first = dayOfDate(year, 1, 1);
  return { over: number - first, length: dayOfDate(year + 1, 1, 1) - first };
}
