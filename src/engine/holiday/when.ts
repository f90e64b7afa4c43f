/**
 * Dates and times of iCalendar text.
 * Twin: pkg/engine/holiday/when.go.
 */
import { short } from '../fault/fault';
import { dayOfDate, daysIn } from '../zone/date';
import { DAY_MS, loadZone, Zone } from '../zone/zone';
import { badCalendar, Line } from './line';

/** A date, or a time on the wall of a zone. */
export interface Moment {
  /** Number of the date. */
  day: number;
  timed: boolean;
  /** Wall clock since midnight. */
  dayMs: number;
  /** '' for the spec's own. */
  zone: string;
}

const MOMENT = /^([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?$/;

/** Bounds how far a rule has to count. */
const EARLIEST_YEAR = 1600;

/**
 * Reads a DATE or DATE-TIME.
 *
 * @throws Fault `spec/bad-calendar`
 * @see RFC 5545, sections 3.3.4 and 3.3.5
 */
export function momentOf(name: string, text: string, zoneName: string): Moment {
  const parts = MOMENT.exec(text);
  if (parts === null) {
    throw badCalendar(
      `${name} is ${JSON.stringify(short(text))}; want a date such as 20261225, or a time such as 20261225T090000`
    );
  }
  const field = (i: number) => Number(parts[i] ?? 0);
  const [year, month, day] = [field(1), field(2), field(3)];
  const [hour, minute, second] = [field(4), field(5), field(6)];
  const dayFits = year >= EARLIEST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!dayFits || hour > 23 || minute > 59 || second > 59) {
    throw badCalendar(
      `${name} is "${text}", which no calendar has or is before ${EARLIEST_YEAR}; want a date that exists`
    );
  }
  const date = { day: dayOfDate(year, month, day), timed: false, dayMs: 0, zone: '' };
  if (parts[4] === undefined) {
    return date;
  }
  const zone = parts[7] === 'Z' ? 'UTC' : zoneName;
  checkZone(name, zone);
  return { ...date, timed: true, dayMs: ((hour * 60 + minute) * 60 + second) * 1000, zone };
}

function checkZone(name: string, zone: string): void {
  try {
    loadZone(zone || 'UTC');
  } catch {
    throw badCalendar(
      `${name} has TZID ${JSON.stringify(short(zone))}; want an IANA name such as Europe/Berlin, or whole days`
    );
  }
}

/** Reads a list of them. */
export function momentsOf({ name, zone, value }: Line): Moment[] {
  return value.split(',').map((text) => momentOf(name, text, zone));
}

/**
 * The instant of a moment; `own` is the spec's zone. Of two instants with one wall clock it is the first; a time that clocks
 * skip is read as if they had not been changed.
 *
 * @see RFC 5545, section 3.3.5
 */
export function momentMs(m: Moment, own: Zone): number {
  const zone = m.zone === '' ? own : loadZone(m.zone);
  const wall = m.day * DAY_MS + m.dayMs;
  const before = wall - zone.offsetMs(wall - DAY_MS);
  const after = wall - zone.offsetMs(wall + DAY_MS);
  return zone.localMs(before) !== wall && zone.localMs(after) === wall ? after : before;
}
