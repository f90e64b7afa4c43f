/**
 * The local days that events fall on.
 * Twin: pkg/engine/holiday/occur.go.
 */
import { dateOfDay, dayOfDate } from '../zone/date';
import { DAY_MS, Zone } from '../zone/zone';
import { Budget } from './budget';
import { Event } from './event';
import { badCalendar } from './line';
import { momentMs } from './when';
import { Rule } from './rule';
import { datesAYear, daysOfRule } from './yearly';

// The days that holidays are looked for in: 1970 to 2100, as far as time zones are known.
const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;

const MAX_EVENT_DAYS = 366;

/**
 * The local days of the spec's zone that an event makes holidays, in any order. An event of whole days makes each of them
 * one; of one with times, each day that it covers at least half of is one. Dates are taken from `left` before they are
 * computed.
 *
 * @throws Fault `spec/bad-calendar`
 */
export function daysOfEvent(event: Event, own: Zone, left: Budget): number[] {
  if (event.cancelled) {
    return [];
  }
  const length = lengthOf(event, own);
  const starts = startsOf(event, own, left);
  const further = event.start.timed ? Math.floor(length / DAY_MS) : Math.max(length - 1, 0); // days beyond the first
  left.spend(further * starts.length);
  const out: number[] = [];
  for (const first of starts) {
    if (event.start.timed) {
      pushHalfCovered(out, momentMs({ ...event.start, day: first }, own), length, own);
      continue;
    }
    for (let day = first; day < first + length; day++) {
      out.push(day);
    }
  }
  return out;
}

/** The event's days, or its milliseconds if it has times. */
function lengthOf({ start, end, lengthMs }: Event, own: Zone): number {
  if (end !== undefined && end.timed !== start.timed) {
    throw badCalendar("a VEVENT's DTSTART and DTEND are not of one kind; want two dates or two times");
  }
  let length = 1;
  let most = MAX_EVENT_DAYS;
  if (start.timed) {
    length = end === undefined ? (lengthMs ?? 0) : momentMs(end, own) - momentMs(start, own);
    most = MAX_EVENT_DAYS * DAY_MS;
  } else if (end !== undefined) {
    length = end.day - start.day;
  } else if (lengthMs !== undefined) {
    length = Math.floor(lengthMs / DAY_MS);
  }
  if (length < 0 || length > most) {
    throw badCalendar('a VEVENT ends before it begins, or lasts longer than a year; want DTEND after DTSTART');
  }
  return length;
}

/** The days that the event begins on, within the years that are looked at. */
function startsOf(event: Event, own: Zone, left: Budget): number[] {
  const { start, rule, also, except } = event;
  left.spend(1 + also.length + except.length);
  const days = rule === undefined ? [start.day] : recurrences(event, rule, own, left);
  const from = dayOfDate(FIRST_YEAR - 1, 1, 1);
  const to = dayOfDate(LAST_YEAR + 1, 1, 1);
  const excepted = new Set(except.map((m) => m.day));
  return [...days, ...also.map((m) => m.day)].filter((day) => day >= from && day < to && !excepted.has(day));
}

/** The days of the event's rule. Those before the years that are looked at count where the rule counts. */
function recurrences(event: Event, rule: Rule, own: Zone, left: Budget): number[] {
  const first = event.start.day;
  let { year } = dateOfDay(first);
  const skipped = Math.floor((FIRST_YEAR - 1 - year) / rule.interval);
  if (rule.count === 0 && skipped > 0) {
    year += skipped * rule.interval;
  }
  const out: number[] = [];
  for (; year <= LAST_YEAR; year += rule.interval) {
    left.spend(datesAYear(rule));
    for (const day of daysOfRule(rule, year, first)) {
      if (day < first) {
        continue;
      }
      if (isAfterUntil(event, rule, day, own)) {
        return out;
      }
      out.push(day);
      if (out.length === rule.count) {
        return out;
      }
    }
  }
  return out;
}

function isAfterUntil({ start }: Event, { until }: Rule, day: number, own: Zone): boolean {
  if (until === undefined) {
    return false;
  }
  return start.timed && until.timed ? momentMs({ ...start, day }, own) > momentMs(until, own) : day > until.day;
}

/**
 * Adds the local days that fromMs ≤ t < fromMs + lengthMs covers at least half of; a day that clocks skip has no length and
 * is none.
 */
function pushHalfCovered(days: number[], fromMs: number, lengthMs: number, zone: Zone): void {
  const toMs = fromMs + lengthMs;
  for (let day = zone.day(fromMs); day <= zone.day(toMs); day++) {
    const [start, end] = [zone.startOfDay(day), zone.startOfDay(day + 1)];
    const covered = Math.min(end, toMs) - Math.max(start, fromMs);
    if (end > start && 2 * covered >= end - start) {
      days.push(day);
    }
  }
}
