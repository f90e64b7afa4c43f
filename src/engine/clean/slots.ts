/**
 * An even division of time.
 * Twin: pkg/engine/clean/slots.go.
 */
import { DAY_MS, Zone } from '../zone/zone';

/** The day number of the first Monday of 1970, where weeks are counted from. */
const MONDAY_DAY = 4;

/**
 * Slots shorter than a day stand at whole multiples of their length since the epoch; slots of whole days begin at local
 * midnight, and of whole weeks on a Monday, so with a clock change they last 23 or 25 hours.
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
    if (this.days === 0) {
      return Math.floor(timeMs / this.stepMs);
    }
    return Math.floor((this.zone.day(timeMs) - this.anchor) / this.days);
  }

  /** The first instant of a slot, in epoch milliseconds. */
  timeMs(index: number): number {
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
