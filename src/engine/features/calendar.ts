/**
 * Where instants fall in their local day and week.
 * Stage: clean → **features** → fit. Twin: pkg/engine/features/calendar.go. Numbers: spec/vectors/features.
 */
import { Holidays } from '../holiday/holiday';
import { gather } from '../num/gather';
import { floorMod } from '../num/round';
import { DAY_MS, Zone } from '../zone/zone';

/** The length of a week without a clock change, in milliseconds. */
export const WEEK_MS = 7 * DAY_MS;

/** The first Monday of 1970 on the wall clock, where weeks are counted from. */
const MONDAY_MS = 4 * DAY_MS;

/** All arrays have shape [n]. */
export interface Calendar {
  timesMs: Float64Array;
  /** Number of the local day, 1970-01-01 is 0. */
  day: Int32Array;
  /** Wall clock since local midnight, 0 … 86,399,999. */
  dayMs: Int32Array;
  /** Wall clock since Monday's midnight, or that of the day from which `weekFrom` counts. */
  weekMs: Int32Array;
  /** 1 on the last two days of the week. */
  weekend: Uint8Array;
  /** 1 on holidays; weekMs and weekend are then of the day that it is kept like. */
  holiday: Uint8Array;
}

/**
 * Reads the wall clock of a zone, so that 9 o'clock stays 9 o'clock when the clocks change; of a holiday, with the week of
 * the day that it is kept like. `timesMs` is kept.
 */
export function calendarOf(timesMs: Float64Array, zone: Zone, holidays: Holidays): Calendar {
  const n = timesMs.length;
  const calendar = {
    timesMs,
    day: new Int32Array(n),
    dayMs: new Int32Array(n),
    weekMs: new Int32Array(n),
    weekend: new Uint8Array(n),
    holiday: new Uint8Array(n),
  };
  let [day, like]: [number, number | undefined] = [NaN, undefined];
  for (let i = 0; i < n; i++) {
    const local = zone.localMs(timesMs[i]);
    calendar.dayMs[i] = floorMod(local, DAY_MS);
    calendar.weekMs[i] = floorMod(local - MONDAY_MS, WEEK_MS);
    const number = Math.floor(local / DAY_MS);
    if (number !== day) {
      day = number;
      like = holidays.get(day);
    }
    calendar.day[i] = day;
    if (like !== undefined) {
      calendar.holiday[i] = 1;
      calendar.weekMs[i] = like * DAY_MS + calendar.dayMs[i];
    }
    calendar.weekend[i] = calendar.weekMs[i] >= 5 * DAY_MS ? 1 : 0;
  }
  return calendar;
}

/** The part from ≤ i < to; it shares memory. */
export function sliceCalendar(c: Calendar, from: number, to: number): Calendar {
  return {
    timesMs: c.timesMs.subarray(from, to),
    day: c.day.subarray(from, to),
    dayMs: c.dayMs.subarray(from, to),
    weekMs: c.weekMs.subarray(from, to),
    weekend: c.weekend.subarray(from, to),
    holiday: c.holiday.subarray(from, to),
  };
}

/** The instants at `rows`, in their order. */
export function pickCalendar(c: Calendar, rows: Int32Array): Calendar {
  const n = rows.length;
  const picked = {
    timesMs: gather(c.timesMs, rows),
    day: new Int32Array(n),
    dayMs: new Int32Array(n),
    weekMs: new Int32Array(n),
    weekend: new Uint8Array(n),
    holiday: new Uint8Array(n),
  };
  for (let k = 0; k < n; k++) {
    picked.day[k] = c.day[rows[k]];
    picked.dayMs[k] = c.dayMs[rows[k]];
    picked.weekMs[k] = c.weekMs[rows[k]];
    picked.weekend[k] = c.weekend[rows[k]];
    picked.holiday[k] = c.holiday[rows[k]];
  }
  return picked;
}
