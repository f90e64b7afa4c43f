/**
 * Yearly recurrences of iCalendar text.
 * Twin: pkg/engine/holiday/rule.go.
 */
import { dateOfDay, dayOfDate, daysIn, weekdayOf } from '../zone/date';
import { badCalendar, Line, short } from './line';
import { Moment, momentOf } from './when';

/** A yearly recurrence. */
export interface Rule {
  interval: number;
  /** 0: without end. */
  count: number;
  until?: Moment;
  months: number[];
  /** Negative ones count from the month's end. */
  monthDays: number[];
  weekdays: Weekday[];
}

/** A day of the week, Monday 0; ordinal 2 is the second of the month (of the year without BYMONTH), −1 the last, 0 every. */
interface Weekday {
  ordinal: number;
  day: number;
}

const WEEKDAY_NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const WEEKDAY = /^([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/;
const WHOLE_NUMBER = /^[+-]?[0-9]{1,4}$/;

/**
 * Reads an RRULE.
 *
 * @throws Fault `spec/bad-calendar`
 * @see RFC 5545, section 3.3.10
 */
export function ruleOf(line: Line): Rule {
  const rule: Rule = { interval: 1, count: 0, months: [], monthDays: [], weekdays: [] };
  let frequency = '';
  for (const part of line.value.split(';')) {
    const equals = part.indexOf('=');
    const [key, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
    if (key === 'FREQ') {
      frequency = value;
    } else if (key === 'UNTIL') {
      rule.until = momentOf('UNTIL', value, line.zone);
    } else if (!takePart(rule, key, value)) {
      throw badCalendar(
        `RRULE has ${JSON.stringify(short(part))}; want FREQ=YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY or BYDAY`
      );
    }
  }
  if (frequency !== 'YEARLY') {
    throw badCalendar(`RRULE has FREQ=${short(frequency)}; want FREQ=YEARLY, since holidays come once a year`);
  }
  return rule;
}

/** Whether one part of a rule could be read. */
function takePart(rule: Rule, key: string, value: string): boolean {
  let taken: number | Array<number | Weekday> | undefined;
  switch (key) {
    case 'INTERVAL':
      taken = numberIn(value, 1, 1000);
      rule.interval = taken ?? 1;
      break;
    case 'COUNT':
      taken = numberIn(value, 1, 1000);
      rule.count = taken ?? 0;
      break;
    case 'BYMONTH':
      taken = numbersIn(value, 1, 12);
      rule.months = (taken ?? []) as number[];
      break;
    case 'BYMONTHDAY':
      taken = numbersIn(value, -31, 31);
      rule.monthDays = (taken ?? []) as number[];
      break;
    case 'BYDAY':
      taken = weekdaysOf(value);
      rule.weekdays = (taken ?? []) as Weekday[];
      break;
    default: // WKST has no effect on a yearly rule of days
      return key === 'WKST' || key === '';
  }
  return taken !== undefined;
}

function numberIn(text: string, least: number, most: number): number | undefined {
  const n = Number(text);
  return WHOLE_NUMBER.test(text) && n >= least && n <= most && n !== 0 ? n : undefined;
}

function allOrNone<T>(items: Array<T | undefined>): T[] | undefined {
  return items.includes(undefined) ? undefined : (items as T[]);
}

function numbersIn(text: string, least: number, most: number): number[] | undefined {
  return allOrNone(text.split(',').map((item) => numberIn(item, least, most)));
}

function weekdaysOf(text: string): Weekday[] | undefined {
  return allOrNone(text.split(',').map(weekdayIn));
}

function weekdayIn(text: string): Weekday | undefined {
  const parts = WEEKDAY.exec(text);
  if (parts === null) {
    return undefined;
  }
  const ordinal = parts[1] === undefined ? 0 : numberIn(parts[1], -53, 53);
  return ordinal === undefined ? undefined : { ordinal, day: WEEKDAY_NAMES.indexOf(parts[2]) };
}

/**
 * The days of a year that a rule names, ascending.
 *
 * @param first - the day that the event begins on, whose month and day stand in where the rule has none
 */
export function daysOfRule(rule: Rule, year: number, first: number): number[] {
  const start = dateOfDay(first);
  const bare = rule.monthDays.length === 0 && rule.weekdays.length === 0;
  const monthDays = bare ? [start.day] : rule.monthDays;
  const months = bare && rule.months.length === 0 ? [start.month] : rule.months;
  const out: number[] = [];
  for (let month = 1; month <= 12; month++) {
    if (months.length > 0 && !months.includes(month)) {
      continue;
    }
    const length = daysIn(year, month);
    for (let day = 1; day <= length; day++) {
      if (monthDays.length > 0 && !monthDays.includes(day) && !monthDays.includes(day - length - 1)) {
        continue;
      }
      const number = dayOfDate(year, month, day);
      if (rule.weekdays.length === 0 || isOnWeekday(rule, number, year, day, length)) {
        out.push(number);
      }
    }
  }
  return out;
}

/** Whether a day is one of BYDAY's. */
function isOnWeekday(rule: Rule, number: number, year: number, day: number, monthLength: number): boolean {
  const start = dayOfDate(year, 1, 1);
  const inMonth = rule.months.length > 0;
  const at = inMonth ? day : number - start + 1;
  const length = inMonth ? monthLength : dayOfDate(year + 1, 1, 1) - start;
  const fromStart = Math.floor((at - 1) / 7) + 1;
  const fromEnd = -(Math.floor((length - at) / 7) + 1);
  return rule.weekdays.some(
    ({ ordinal, day: weekday }) =>
      weekday === weekdayOf(number) && (ordinal === 0 || ordinal === fromStart || ordinal === fromEnd)
  );
}
