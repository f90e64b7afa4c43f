/**
 * Which local days are holidays: of countries from spec/holidays.json, of a calendar that the user pastes from its iCalendar
 * text.
 * Twin: pkg/engine/holiday/holiday.go. Numbers: spec/vectors/holiday.
 */
import { Zone } from '../zone/zone';
import { daysOfCountry } from './country';
import { eventsOf } from './event';
import { badCalendar } from './line';
import { daysOfEvent, MOST_DAYS } from './occur';

/** What an iCalendar's holidays are kept like. */
const SUNDAY = 6;

/** Holidays: the number of a local day → the day of the week that it is kept like, Monday 0. */
export type Holidays = ReadonlyMap<number, number>;

/**
 * The holidays of countries and of an iCalendar text ('' for none), as local days of a zone. Of two that fall on one day the
 * country listed first decides.
 *
 * @throws Fault `spec/bad-calendar`
 */
export function holidaysOf(countries: string[], ical: string, zone: Zone): Holidays {
  const all = new Map<number, number>();
  const add = (days: number[], like: number) => {
    for (const day of days) {
      all.set(day, all.get(day) ?? like);
    }
  };
  for (const code of countries) {
    const { days, like } = daysOfCountry(code);
    add(days, like);
  }
  let total = 0;
  for (const event of eventsOf(ical)) {
    const days = daysOfEvent(event, zone);
    total += days.length;
    if (total > MOST_DAYS) {
      throw badCalendar(`its events fall on more than ${MOST_DAYS} days; want fewer, or rules with UNTIL`);
    }
    add(days, SUNDAY);
  }
  return all;
}
