/**
 * The dates of a year that a rule names.
 * Twin: pkg/engine/holiday/yearly.go.
 */
import { dateOfDay, dayOfDate, daysIn, weekdayOf } from '../zone/date';
import { Rule, Weekday } from './rule';

const EVERY_MONTH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** A month, or a year, in which a rule counts days of the week. */
interface Period {
  /** Number of its first day. */
  start: number;
  /** Days. */
  length: number;
}

/** Bounds the dates that daysOfRule looks at, so that they can be paid for before. */
export function datesAYear({ months, monthDays, weekdays }: Rule): number {
  if (weekdays.length === 0) {
    const looked = months.length === 0 && monthDays.length > 0 ? 12 : Math.max(months.length, 1);
    return looked * Math.max(monthDays.length, 1);
  }
  const [periods, weeks] = months.length === 0 ? [1, 53] : [months.length, 5];
  return weekdays.reduce((total, { ordinal }) => total + (ordinal === 0 ? periods * weeks : periods), 0);
}

/**
 * The days of a year that a rule names, ascending.
 *
 * @param first - the day that the event begins on, whose month and day stand in where the rule has none
 */
export function daysOfRule(rule: Rule, year: number, first: number): number[] {
  const days = rule.weekdays.length > 0 ? weekdaysIn(rule, year) : monthDaysIn(rule, year, first);
  return [...new Set(days)].sort((a, b) => a - b);
}

function monthDaysIn(rule: Rule, year: number, first: number): number[] {
  const start = dateOfDay(first);
  const bare = rule.monthDays.length === 0;
  const monthDays = bare ? [start.day] : rule.monthDays;
  const months = rule.months.length > 0 ? rule.months : bare ? [start.month] : EVERY_MONTH;
  return months.flatMap((month) => {
    const length = daysIn(year, month);
    return monthDays
      .map((day) => (day < 0 ? day + length + 1 : day))
      .filter((day) => day >= 1 && day <= length)
      .map((day) => dayOfDate(year, month, day));
  });
}

function weekdaysIn(rule: Rule, year: number): number[] {
  const days = periodsOf(rule, year).flatMap((period) => rule.weekdays.flatMap((w) => daysOfWeekday(w, period)));
  return rule.monthDays.length === 0 ? days : days.filter((day) => isMonthDay(rule, day));
}

function periodsOf({ months }: Rule, year: number): Period[] {
  if (months.length === 0) {
    const start = dayOfDate(year, 1, 1);
    return [{ start, length: dayOfDate(year + 1, 1, 1) - start }];
  }
  return months.map((month) => ({ start: dayOfDate(year, month, 1), length: daysIn(year, month) }));
}

/** The period's days that are this day of the week. */
function daysOfWeekday({ ordinal, day }: Weekday, { start, length }: Period): number[] {
  const all: number[] = [];
  for (let at = (day - weekdayOf(start) + 7) % 7; at < length; at += 7) {
    all.push(start + at);
  }
  if (ordinal === 0) {
    return all;
  }
  const at = ordinal > 0 ? ordinal - 1 : all.length + ordinal;
  return all.slice(Math.max(at, 0), at + 1);
}

function isMonthDay({ monthDays }: Rule, number: number): boolean {
  const { year, month, day } = dateOfDay(number);
  return monthDays.includes(day) || monthDays.includes(day - daysIn(year, month) - 1);
}
