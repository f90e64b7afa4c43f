/**
 * Which local days are holidays: of countries from spec/holidays.json, of a calendar that the user pastes from its iCalendar
 * text.
 * Twin: pkg/engine/holiday/holiday.go. Numbers: spec/vectors/holiday.
 */
import { Zone } from '../zone/zone';
import { Budget } from './budget';
import { daysOfCountry } from './country';
import { eventsOf } from './event';
import { daysOfEvent } from './occur';

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
  const left = new Budget();
  for (const event of eventsOf(ical)) {
    add(daysOfEvent(event, zone, left), SUNDAY);
  }
  return all;
}
