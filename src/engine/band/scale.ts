/**
 * The spread of residuals by hour of the day.
 * Stage: fit → adapt → **band** → detect. Twin: pkg/engine/band/scale.go. Numbers: spec/vectors/band.
 */
import { binMedians } from '../features/bins';
import { mad, MAD_TO_NORMAL } from '../num/mad';
import { Calendar } from '../features/calendar';
import { mean } from '../num/mean';
import { median } from '../num/median';
import { DAY_MS } from '../zone/zone';

/** In the history's unit. Part of a model, hence plain data. */
export interface Scale {
  overall: number;
  /** Shape [0], [24], or [48] where weekends have hours of their own. */
  hours: number[];
}

// Histories shorter than these do not tell an hour's spread from chance; 168 hours of the week would not in two weeks
// either.
const DAYS_FOR_HOURS = 3;
const DAYS_FOR_WEEKEND = 10;

// An hour's spread is drawn towards the overall one as if so many more points had been seen as priorOf says.
const MIN_PRIOR = 12;
const MAX_PRIOR = 10_000;

// The variance of a spread that n points tell is SPREAD_NOISE/n of its square: 1.36/n for a normal distribution's median
// absolute deviation, more where neighbours are alike. Hours of fewer than POINTS_FOR_PRIOR on average don't tell how much
// they differ.
const SPREAD_NOISE = 2;
const POINTS_FOR_PRIOR = 24;

/**
 * Makes the mean absolute deviation of a normal distribution its standard deviation: √(π/2). Where most residuals of an hour
 * are zero, as counts' are, their median says nothing of the others, and an hour without spread would make every other's
 * deviations small.
 */
const MEAN_TO_NORMAL = 1.2533;

/** The least spread in a history's unit: that of one without residuals. */
const MIN_SCALE = 1e-9;

/**
 * Learns the spread of residuals. Nothing is modified.
 *
 * @param residuals - shape [n], n ≥ 1, finite
 * @param spanMs - length of the history
 * @param seasonal - false: one spread holds for all hours
 */
export function learnScale(calendar: Calendar, residuals: Float64Array, spanMs: number, seasonal: boolean): Scale {
  const overall = overallSpread(residuals);
  if (!seasonal || spanMs < DAYS_FOR_HOURS * DAY_MS) {
    return { overall, hours: [] };
  }
  const bins = spanMs >= DAYS_FOR_WEEKEND * DAY_MS ? 48 : 24;
  const hour = new Int32Array(residuals.length);
  const distance = new Float64Array(residuals.length);
  const totals = new Float64Array(bins);
  for (let i = 0; i < hour.length; i++) {
    hour[i] = hourOf(bins, calendar, i);
    distance[i] = Math.abs(residuals[i]);
    totals[hour[i]] += distance[i];
  }
  const { medians, counts } = binMedians(hour, distance, bins);
  const own = Array.from(medians, (middle, h) => {
    if (counts[h] === 0) {
      return 0;
    }
    return middle < MIN_SCALE ? Math.max(overall, MEAN_TO_NORMAL * (totals[h] / counts[h])) : MAD_TO_NORMAL * middle;
  });
  const prior = priorOf(own, counts);
  const hours = own.map((spread, h) =>
    Math.sqrt((counts[h] * (spread * spread) + prior * (overall * overall)) / (counts[h] + prior))
  );
  return { overall, hours: smoothDays(hours) };
}

/**
 * The number of points that the overall spread counts for. The number falls as the hours' spreads differ by more than
 * chance explains. An hour without points says nothing. See Efron & Morris (1975), empirical Bayes.
 *
 * @param hours - spreads, shape [24] or [48]
 * @param counts - of their points
 */
function priorOf(hours: number[], counts: Int32Array): number {
  let bins = 0;
  let points = 0;
  let total = 0;
  hours.forEach((spread, h) => {
    bins += counts[h] > 0 ? 1 : 0;
    points += counts[h];
    total += counts[h] * spread;
  });
  if (points < POINTS_FOR_PRIOR * bins) {
    return MIN_PRIOR;
  }
  const average = total / points;
  const squares = hours.reduce((sum, spread, h) => {
    const difference = spread / average - 1;
    return sum + counts[h] * (difference * difference);
  }, 0);
  const excess = (squares - SPREAD_NOISE * (bins - 1)) / points; // of the variance over chance
  return excess <= 0 ? MAX_PRIOR : Math.min(Math.max(SPREAD_NOISE / excess, MIN_PRIOR), MAX_PRIOR);
}

/** The median absolute deviation, or, where more than half of the residuals are equal, the mean one. */
function overallSpread(residuals: Float64Array): number {
  const spread = mad(residuals);
  if (spread >= MIN_SCALE) {
    return spread;
  }
  const center = median(residuals);
  return mean(residuals.map((r) => Math.abs(r - center))) + MIN_SCALE;
}

/** Mixes a quarter of each neighbour into every hour, around each day's circle. */
function smoothDays(hours: number[]): number[] {
  return hours.map((own, i) => {
    const [day, h] = [i - (i % 24), i % 24];
    return 0.25 * hours[day + ((h + 23) % 24)] + 0.5 * own + 0.25 * hours[day + ((h + 1) % 24)];
  });
}

function hourOf(bins: number, calendar: Calendar, i: number): number {
  const hour = Math.floor(calendar.dayMs[i] / 3_600_000);
  return bins === 48 && calendar.weekend[i] === 1 ? hour + 24 : hour;
}

/** The spread at each instant, shape [n]. Twin: Scale.At. */
export function scaleAt(scale: Scale, calendar: Calendar): Float64Array {
  const { overall, hours } = scale;
  const out = new Float64Array(calendar.timesMs.length).fill(overall);
  for (let i = 0; hours.length > 0 && i < out.length; i++) {
    out[i] = hours[hourOf(hours.length, calendar, i)];
  }
  return out;
}
