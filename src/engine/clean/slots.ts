/**
 * An even division of time.
 * Twin: pkg/engine/clean/slots.go.
 */
import { floorMod } from '../num/round';
import { dateOfDay, dayOfDate } from '../zone/date';
import { DAY_MS, Zone } from '../zone/zone';
import { MONTH_MS } from './step';

/** The day number of the first Monday of 1970, where weeks are counted from. */
const MONDAY_DAY = 4;

const MONTHS = 12;

/** Whether slots of a step begin at local midnights. */
export function isOfDays(stepMs: number): boolean {
  return stepMs % DAY_MS === 0 || stepMs === MONTH_MS;
}

/**
 * Slots shorter than a day stand at whole multiples of their length since the epoch; slots of whole days begin at local
 * midnight, of whole weeks on a Monday, of MONTH_MS on the first of a month, so with a clock change days last 23 or 25 hours.
 */
export class Slots {
  /** Length of one slot in days; 0 if it is no whole number of days. */
  private readonly days: number;
  /** The day number where slot 0 begins. */
  private readonly anchor: number;

  /** Divides time into slots of stepMs > 0 in a zone. */
  constructor(
    readonly stepMs: number,
    private readonly zone: Zone
  ) {
    this.days = stepMs % DAY_MS === 0 ? stepMs / DAY_MS : 0;
    this.anchor = this.days % 7 === 0 ? MONDAY_DAY : 0;
  }

  /** The number of the slot that an instant falls in. */
  index(timeMs: number): number {
    if (this.stepMs === MONTH_MS) {
      const { year, month } = dateOfDay(this.zone.day(timeMs));
      return MONTHS * (year - 1970) + month - 1;
    }
    if (this.days === 0) {
      return Math.floor(timeMs / this.stepMs);
    }
    return Math.floor((this.zone.day(timeMs) - this.anchor) / this.days);
  }

  /** The first instant of a slot, in epoch milliseconds. */
  timeMs(index: number): number {
    if (this.stepMs === MONTH_MS) {
      const year = 1970 + Math.floor(index / MONTHS);
      return this.zone.startOfDay(dayOfDate(year, floorMod(index, MONTHS) + 1, 1));
    }
    if (this.days === 0) {
      return index * this.stepMs;
    }
    return this.zone.startOfDay(index * this.days + this.anchor);
  }

  /** The first instants of n slots from slot number `first` on. */
  timesMs(first: number, n: number): Float64Array {
    const timesMs = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      timesMs[i] = this.timeMs(first + i);
    }
    return timesMs;
  }

  /** The first instant of the slot that an instant falls in. */
  floor(timeMs: number): number {
    return this.timeMs(this.index(timeMs));
  }
}

/** The first instant after slot i of a grid: not always timesMs[i] + stepMs, since days may have 25 hours. */
export function endOf({ timesMs, endMs }: { timesMs: Float64Array; endMs: number }, i: number): number {
  return i + 1 < timesMs.length ? timesMs[i + 1] : endMs;
}
