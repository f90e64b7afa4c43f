/**
 * The calendar of a long series, a stretch at a time.
 * Stage: clean → **features** → fit. Twin: pkg/engine/features/clock.go.
 */
import { Holidays } from '../holiday/holiday';
import { Zone } from '../zone/zone';
import { Calendar, calendarOf, pickCalendar, sliceCalendar } from './calendar';

/**
 * Reads the calendar of stretches of a series, as they are asked for. It keeps the last stretch alone: a calendar of all
 * would be as large as the series.
 */
export class Clock {
  private from = 0;
  private to = 0;
  private last: Calendar;

  /** @param timesMs - ascending; kept */
  constructor(
    private readonly timesMs: Float64Array,
    private readonly zone: Zone,
    private readonly holidays: Holidays
  ) {
    this.last = calendarOf(timesMs.subarray(0, 0), zone, holidays);
  }

  /** The calendar of the instants from ≤ i < to; it shares memory with others that the clock returns. */
  between(from: number, to: number): Calendar {
    if (from < this.from || to > this.to) {
      this.last = calendarOf(this.timesMs.subarray(from, to), this.zone, this.holidays);
      [this.from, this.to] = [from, to];
    }
    return sliceCalendar(this.last, from - this.from, to - this.from);
  }

  /** The calendar of the instants at ascending rows; it may share memory as that of `between`. */
  at(rows: Int32Array): Calendar {
    if (rows.length === 0) {
      return this.between(0, 0);
    }
    const [first, last] = [rows[0], rows[rows.length - 1]];
    const stretch = this.between(first, last + 1);
    if (last - first === rows.length - 1) {
      return stretch;
    }
    const within = rows.map((row) => row - first);
    return pickCalendar(stretch, within);
  }
}
