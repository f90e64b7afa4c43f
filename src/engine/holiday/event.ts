/**
 * Events of iCalendar text.
 * Twin: pkg/engine/holiday/event.go.
 */
import { short } from '../fault/fault';
import { DAY_MS } from '../zone/zone';
import { badCalendar, Line, linesOf } from './line';
import { Moment, momentOf, momentsOf } from './when';
import { Rule, ruleOf } from './rule';

/** One VEVENT. */
export interface Event {
  start: Moment;
  /** Exclusive. */
  end?: Moment;
  /** DURATION, where there is no end. */
  lengthMs?: number;
  rule?: Rule;
  except: Moment[];
  also: Moment[];
  cancelled: boolean;
}

/** Bounds the time zones that a text names: browsers tell clock changes slowly, 0.2 s for all of a zone's. */
const MAX_ZONES = 8;

type OpenEvent = Omit<Event, 'start'> & { start?: Moment };

/**
 * Reads the VEVENTs of a text; what else a calendar holds is passed over.
 *
 * @throws Fault `spec/bad-calendar`
 * @see RFC 5545
 */
export function eventsOf(text: string): Event[] {
  const events: OpenEvent[] = [];
  const open: string[] = [];
  const zones = new Set<string>();
  for (const line of linesOf(text)) {
    const inside = open[open.length - 1] === 'VEVENT';
    if (line.name === 'BEGIN') {
      if (line.value === 'VEVENT' && open.includes('VEVENT')) {
        throw badCalendar('a VEVENT stands within another; want each closed by its END');
      }
      open.push(line.value);
      if (line.value === 'VEVENT') {
        events.push({ except: [], also: [], cancelled: false });
      }
    } else if (line.name === 'END') {
      if (open.pop() !== line.value) {
        throw badCalendar(`END:${short(line.value)} closes nothing; want each BEGIN closed by its END`);
      }
      if (inside && events[events.length - 1].start === undefined) {
        throw badCalendar('a VEVENT has no DTSTART; want the day that it begins on');
      }
    } else if (inside) {
      if (line.zone !== '') {
        zones.add(line.zone);
      }
      if (zones.size > MAX_ZONES) {
        throw badCalendar(`its events name more than ${MAX_ZONES} time zones; want fewer, or whole days`);
      }
      take(events[events.length - 1], line);
    }
  }
  if (open.length > 0) {
    throw badCalendar(`BEGIN:${short(open[0])} is not closed; want the whole text of the calendar`);
  }
  if (text !== '' && events.length === 0) {
    throw badCalendar('there is no VEVENT in it; want one for each holiday');
  }
  return events as Event[];
}

/** Reads one property of an event; those that say nothing of its days are passed over. */
function take(event: OpenEvent, line: Line): void {
  switch (line.name) {
    case 'DTSTART':
      event.start = momentOf(line.name, line.value, line.zone);
      break;
    case 'DTEND':
      event.end = momentOf(line.name, line.value, line.zone);
      break;
    case 'DURATION':
      event.lengthMs = lengthOf(line.value);
      break;
    case 'RRULE':
      if (event.rule !== undefined) {
        throw badCalendar('a VEVENT has two RRULEs; want one');
      }
      event.rule = ruleOf(line);
      break;
    case 'EXDATE':
      event.except.push(...momentsOf(line));
      break;
    case 'RDATE':
      event.also.push(...momentsOf(line));
      break;
    case 'STATUS':
      event.cancelled = line.value === 'CANCELLED';
      break;
    case 'RECURRENCE-ID':
    case 'EXRULE':
      throw badCalendar(
        `a VEVENT has ${line.name}, which is not read; want EXDATE, and a VEVENT of its own for a day that moved`
      );
  }
}

const DURATION =
  /^\+?P(?:([0-9]{1,3})W|(?:([0-9]{1,3})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})S)?)?)$/;

/** Reads a DURATION as milliseconds, its days 24 hours long. */
function lengthOf(text: string): number {
  const parts = DURATION.exec(text);
  if (parts === null) {
    throw badCalendar(`DURATION is ${JSON.stringify(short(text))}; want one such as P1D or PT12H`);
  }
  const field = (i: number) => Number(parts[i] ?? 0);
  return (field(1) * 7 + field(2)) * DAY_MS + ((field(3) * 60 + field(4)) * 60 + field(5)) * 1000;
}
