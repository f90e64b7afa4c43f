/**
 * Public holidays of countries, from spec/holidays.json.
 * Twin: pkg/engine/holiday/country.go.
 */
import tables from '../../../spec/holidays.json';
import { dayOfDate } from '../zone/date';

/** Lists dates as MMDD, parted by blanks. */
interface Country {
  /** The day of the week that its holidays are kept like. */
  like: number;
  /** Dates of every year. */
  always: string;
  /** Dates of one year, from the first on. */
  years: string[];
}

const COUNTRIES: Record<string, Country> = tables.countries;

/**
 * The days that a country keeps, ascending within a year, and the day of the week that they are kept like.
 *
 * @param code - one of the schema's
 */
export function daysOfCountry(code: string): { days: number[]; like: number } {
  const { like, always, years } = COUNTRIES[code];
  const days = years.flatMap((dates, i) =>
    `${always} ${dates}`
      .split(' ')
      .filter((date) => date !== '')
      .map((date) => dayOfDate(tables.first + i, Number(date.slice(0, 2)), Number(date.slice(2))))
  );
  return { days, like };
}
