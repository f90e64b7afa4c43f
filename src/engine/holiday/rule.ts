/**
 * Yearly recurrences of iCalendar text.
 * Twin: pkg/engine/holiday/rule.go.
 */
import { short } from '../fault/fault';
import { badCalendar, Line } from './line';
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
export interface Weekday {
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

/** Each number once: else a list as long as the text would be walked for each date. */
function numbersIn(text: string, least: number, most: number): number[] | undefined {
  return allOrNone([...new Set(text.split(',').map((item) => numberIn(item, least, most)))]);
}

function weekdaysOf(text: string): Weekday[] | undefined {
  const all = allOrNone(text.split(',').map(weekdayIn));
  return all && [...new Map(all.map((w) => [w.ordinal * 7 + w.day, w])).values()];
}

function weekdayIn(text: string): Weekday | undefined {
  const parts = WEEKDAY.exec(text);
  if (parts === null) {
    return undefined;
  }
  const ordinal = parts[1] === undefined ? 0 : numberIn(parts[1], -53, 53);
  return ordinal === undefined ? undefined : { ordinal, day: WEEKDAY_NAMES.indexOf(parts[2]) };
}
