/**
 * Shapes of the day and the week of any form.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/profile.go.
 */
import { binMedians } from '../features/bins';
import { mad, MAD_TO_NORMAL } from '../num/mad';
import { Calendar } from '../features/calendar';
import { MONTH_SLOTS, monthSlot } from '../features/year';
import { gather } from '../num/gather';
import { DAY_MS } from '../zone/zone';

/** Which slots a profile has. */
export interface ProfileShape {
  slotMs: number;
  /** Whether weekends have a day of their own. */
  weekend: boolean;
  /** Whether each day of the week has one. */
  week: boolean;
  /** Whether a slot is a day of the month. */
  month: boolean;
}

/**
 * A value for each slot of a period: a robust shape of any form, where Fourier pairs make smooth ones. Part of a model,
 * hence plain data.
 */
export interface Profile extends ProfileShape {
  /** Shape [slots]. */
  values: number[];
}

/** How many slots a shape has. */
export function slotCount({ slotMs, weekend, week, month }: ProfileShape): number {
  if (month) {
    return MONTH_SLOTS;
  }
  const day = Math.floor((DAY_MS - 1) / slotMs) + 1;
  if (week) {
    return Math.floor((7 * DAY_MS - 1) / slotMs) + 1;
  }
  return weekend ? 2 * day : day;
}

/** The slot of each instant, shape [n]. */
export function slotsOf({ slotMs, weekend, week, month }: ProfileShape, calendar: Calendar): Int32Array {
  const day = Math.floor((DAY_MS - 1) / slotMs) + 1;
  const slots = new Int32Array(calendar.timesMs.length);
  for (let i = 0; i < slots.length; i++) {
    if (month) {
      slots[i] = monthSlot(calendar.day[i]);
    } else if (week) {
      slots[i] = Math.floor(calendar.weekMs[i] / slotMs);
    } else {
      const slot = Math.floor(calendar.dayMs[i] / slotMs);
      slots[i] = weekend && calendar.weekend[i] === 1 ? day + slot : slot;
    }
  }
  return slots;
}

/** The profile's value at each instant, shape [n]. */
export function profileAt(profile: Profile, calendar: Calendar): Float64Array {
  return gather(Float64Array.from(profile.values), slotsOf(profile, calendar));
}

// A slot's median stands only where it is clearly not chance: with MIN_IN_SLOT values, and further from zero than
// SLOT_SIGMAS standard errors; else the slot keeps zero. The spread of few values is drawn towards that of all, as if
// SLOT_PRIOR more had been seen.
const MIN_IN_SLOT = 3;
const SLOT_SIGMAS = 3;
const SLOT_PRIOR = 4;
/** Standard error of a median over that of a mean: √(π/2). */
const MEDIAN_EXCESS = 1.2533;

/**
 * The medians per slot of residuals, as far as they are no chance. Nothing is modified.
 *
 * @param slot - shape [n]
 * @param residuals - shape [n], finite
 */
export function significantProfile(shape: ProfileShape, slot: Int32Array, residuals: Float64Array): Profile {
  const { medians, counts } = binMedians(slot, residuals, slotCount(shape));
  const deviations = new Float64Array(residuals.length);
  for (let i = 0; i < deviations.length; i++) {
    deviations[i] = Math.abs(residuals[i] - medians[slot[i]]);
  }
  const spreads = binMedians(slot, deviations, medians.length).medians;
  const all = mad(residuals);
  const values = Array.from(medians, (median, b) => {
    const n = counts[b];
    if (n < MIN_IN_SLOT) {
      return 0;
    }
    const own = MAD_TO_NORMAL * spreads[b];
    const spread = Math.sqrt((n * (own * own) + SLOT_PRIOR * (all * all)) / (n + SLOT_PRIOR));
    return Math.abs(median) > (SLOT_SIGMAS * MEDIAN_EXCESS * spread) / Math.sqrt(n) ? median : 0;
  });
  return { slotMs: shape.slotMs, weekend: shape.weekend, week: shape.week, month: shape.month, values };
}
