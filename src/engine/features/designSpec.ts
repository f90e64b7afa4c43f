/**
 * Chooses the columns of a design matrix.
 * Twin: pkg/engine/features/designSpec.go.
 */
import { Covariate } from '../clean/align';
import { durationMs } from '../spec/duration';
import { Period, Spec } from '../spec/spec';
import { DAY_MS } from '../zone/zone';
import { Calendar, WEEK_MS } from './calendar';
import { rankLabels } from './labels';
import { findSteps } from './steps';

/** Which columns a design matrix has. It is part of a model: with it, rows of any instant can be made again. */
export interface DesignSpec {
  /** Start and length of the history, for the slope. */
  fromMs: number;
  spanMs: number;
  /** Fourier pairs of the local day. */
  day: number;
  /** Fourier pairs of the local week. */
  week: number;
  /** Fourier pairs of the local year. */
  year: number;
  /** −1, or Fourier pairs of the day that hold on weekends alone. */
  weekend: number;
  /** −1, or Fourier pairs of the day that hold on holidays alone. */
  holiday: number;
  /** Listed periods, counted from the epoch. */
  cycles: Cycle[];
  slope: boolean;
  /** Instants of level steps. */
  steps: number[];
  regressors: DesignSpecInput[];
}

/** A listed period with its Fourier pairs. */
export interface Cycle {
  periodMs: number;
  pairs: number;
}

/** A regressor in a design specification. */
export interface DesignSpecInput {
  name: string;
  kind: 'number' | 'category';
  /** Of a category, all but its baseline, the most frequent one, which an unknown label counts as too. */
  labels: string[];
  /** It has no columns. */
  unused?: boolean;
}

/** Bounds the columns of a category; the rarest labels join the baseline. */
const MAX_LABELS = 31;

// Histories shorter than these do not tell a season from a trend: weekly terms under 12 days explode.
const DAYS_FOR_DAY = 2;
const DAYS_FOR_WEEK = 12;
const DAYS_FOR_SLOPE = 4;
const MIN_DAY_SLOTS = 4; // slots a day, below which a day has no shape
const PAIRS_OF_DAY = 8;
const PAIRS_OF_WEEK = 3;
const PAIRS_OF_WEEKEND = 6;
const PAIRS_OF_YEAR = 2;
const DAYS_FOR_YEAR = 548; // one and a half of it
const MAX_HOLIDAY_PAIRS = 4;

/**
 * Chooses the columns for a history. Nothing is modified.
 *
 * @param calendar - shape [n], n ≥ 1
 * @param values - shape [n], finite
 * @param covariates - each of shape [n]
 */
export function plan(
  calendar: Calendar,
  values: Float64Array,
  covariates: Covariate[],
  stepMs: number,
  spec: Spec
): DesignSpec {
  const { trend, seasonality } = spec.features;
  const fromMs = calendar.timesMs[0];
  const spanMs = calendar.timesMs[values.length - 1] - fromMs + stepMs;
  const steps = trend === 'steps' ? findSteps(calendar, values, stepMs) : [];
  return {
    fromMs,
    spanMs,
    ...(seasonality === 'auto' ? planAuto(spanMs, stepMs) : planListed(seasonality, spanMs, stepMs)),
    holiday: planHoliday(calendar, stepMs),
    slope: trend !== 'none' && steps.length === 0 && spanMs >= DAYS_FOR_SLOPE * DAY_MS,
    steps,
    regressors: covariates.map(inputOf),
  };
}

type Seasons = Pick<DesignSpec, 'day' | 'week' | 'year' | 'weekend' | 'cycles'>;

function planAuto(spanMs: number, stepMs: number): Seasons {
  const seasons: Seasons = { day: 0, week: 0, year: 0, weekend: -1, cycles: [] };
  if (spanMs >= DAYS_FOR_DAY * DAY_MS && DAY_MS >= MIN_DAY_SLOTS * stepMs) {
    seasons.day = Math.min(pairsFor(spanMs), maxPairs(DAY_MS, stepMs));
  }
  if (spanMs >= DAYS_FOR_YEAR * DAY_MS && stepMs >= DAY_MS) {
    seasons.year = Math.min(PAIRS_OF_YEAR, maxPairs(365 * DAY_MS, stepMs));
  }
  if (spanMs >= DAYS_FOR_WEEK * DAY_MS) {
    seasons.week = Math.min(PAIRS_OF_WEEK, maxPairs(WEEK_MS, stepMs));
    if (seasons.day > 0) {
      seasons.weekend = Math.min(PAIRS_OF_WEEKEND, maxPairs(DAY_MS, stepMs));
    }
  }
  return seasons;
}

/**
 * The pairs of DesignSpec.holiday that a history's holidays can tell; −1 without any: the day that they are kept like then says
 * all.
 */
function planHoliday(calendar: Calendar, stepMs: number): number {
  const days = holidaysIn(calendar);
  return days === 0 ? -1 : Math.min(days + 1, MAX_HOLIDAY_PAIRS, maxPairs(DAY_MS, stepMs));
}

/** Counts the local days that are holidays. */
function holidaysIn({ timesMs, dayMs, holiday }: Calendar): number {
  let days = 0;
  let last = -Infinity;
  for (let i = 0; i < timesMs.length; i++) {
    const midnight = timesMs[i] - dayMs[i];
    if (holiday[i] === 1 && midnight - DAY_MS / 2 > last) {
      days++;
      last = midnight; // give or take a clock change
    }
  }
  return days;
}

/** The Fourier pairs of a day that a history can hold: few days hold few. */
function pairsFor(spanMs: number): number {
  if (spanMs < 3 * DAY_MS) {
    return 2;
  }
  return spanMs < 6 * DAY_MS ? 4 : PAIRS_OF_DAY;
}

/** How many Fourier pairs a period of that many slots can tell apart. */
function maxPairs(periodMs: number, stepMs: number): number {
  return Math.max(0, Math.floor((Math.floor(periodMs / stepMs) - 1) / 2));
}

/** Takes listed periods as far as the history holds one and a half of them. */
function planListed(periods: Period[], spanMs: number, stepMs: number): Seasons {
  const seasons: Seasons = { day: 0, week: 0, year: 0, weekend: -1, cycles: [] };
  for (const { period, harmonics } of periods) {
    const periodMs = durationMs(period);
    const pairs = Math.min(harmonics, maxPairs(periodMs, stepMs));
    if (pairs === 0 || 2 * spanMs < 3 * periodMs) {
      continue;
    }
    if (periodMs === DAY_MS) {
      seasons.day = pairs;
    } else if (periodMs === WEEK_MS) {
      seasons.week = pairs;
    } else {
      seasons.cycles.push({ periodMs, pairs });
    }
  }
  return seasons;
}

/** Lists a category's labels, the most frequent left out as baseline. */
function inputOf(covariate: Covariate): DesignSpecInput {
  const { name, kind } = covariate;
  return { name, kind, labels: kind === 'category' ? rankLabels(covariate.labels).slice(1, 1 + MAX_LABELS) : [] };
}
