/**
 * Learns the model of a training cut.
 * Twin: pkg/engine/train.go.
 */
import { ModelSummary } from './analysis';
import { ErrorModel, History, learnErrorModel, LearntErrors } from './band/band';
import { conform, spreadConditional, targetsOf } from './band/conform';
import { conditionalOf } from './band/quantiles';
import { align, Covariate, isPresent, pickCovariate } from './clean/align';
import { Grid } from './clean/grid';
import { normaliseAll, Normalisation, normalisationOf } from './clean/normalisation';
import { windowMs } from './cuts';
import { learnLimits, Limits, onlyDeviation } from './detect/limits';
import { Fault } from './fault/fault';
import { Clock } from './features/clock';
import { Scratch } from './features/scratch';
import { transformOf } from './features/transform';
import { weekFrom } from './features/week';
import { fit } from './fit/fit';
import { Fitted, Model as MeanModel } from './fit/model';
import { fitQuantiles } from './fit/quantilesFit';
import { Sample } from './fit/sample';
import { Notice } from './notice/notice';
import { gather } from './num/gather';
import type { PoolStore } from './pool';
import { Regressor, Series } from './series/series';
import { durationMs } from './spec/duration';
import { holidayDays, lagsOf } from './spec/parse';
import { Spec } from './spec/spec';
import { measured, noticesOf, summaryOf } from './summary';
import { loadZone, Zone } from './zone/zone';

/** The version of Model that this engine writes and reads. */
export const MODEL_VERSION = 8;

/**
 * The result of training at one cutoff: a pure function of spec, series and cutoff. Plain data: it serialises to JSON
 * without
 * loss.
 */
export interface Model {
  version: number;
  cutMs: number;
  stepMs: number;
  normalisation: Normalisation;
  center: MeanModel;
  band: ErrorModel;
  limits: Limits;
  summary: ModelSummary;
  notices: Notice[];
}

/** What it takes to judge slots. */
export type FittedModel = Pick<Model, 'normalisation' | 'center' | 'band' | 'limits'>;

/**
 * train.minPoints' auto: a day of hours of which a few are missing. Were it all 24, one missing hour would leave a new
 * series unjudged for another day.
 */
const MIN_POINTS = 20;

/** What every cut of one analysis shares: the grid with its clock and regressors. All have one row a slot. */
export interface Prepared {
  spec: Spec;
  grid: Grid;
  zone: Zone;
  clock: Clock;
  covariates: Covariate[];
  scratch: Scratch;
  /** Of the same query. */
  others?: Series[];
  pools?: PoolStore;
}

/**
 * Puts the clock and the regressors beside a grid.
 *
 * @throws Fault `features/missing-regressor`, `features/unknown-kind`, `clean/bad-time`, `clean/unequal-lengths`,
 * `spec/unknown-timezone`
 */
export function prepare(grid: Grid, spec: Spec, regressors: Regressor[]): Prepared {
  const zone = loadZone(spec.features.timezone);
  for (const { name } of spec.features.regressors) {
    if (!regressors.some((r) => r.name === name)) {
      throw new Fault(
        'features/missing-regressor',
        `features: the spec names regressor "${name}", which the query does not return; want it beside the series`
      );
    }
  }
  const covariates = laggedOf(spec, regressors).map(({ regressor, name, lagMs }) => ({
    ...align(regressor, grid, lagMs, zone),
    name,
  }));
  return {
    spec,
    grid,
    zone,
    clock: new Clock(grid.timesMs, zone, holidayDays(spec)),
    covariates,
    scratch: new Scratch(),
  };
}

/** A regressor at one of its lags, with a name of its own where it has several. */
export interface Lagged {
  regressor: Regressor;
  name: string;
  lagMs: number;
}

/** Regressors at every lag that the spec gives them, in their order. Twin: laggedOf. */
export function laggedOf({ features }: Spec, regressors: Regressor[]): Lagged[] {
  return regressors.flatMap((regressor) => {
    const lags = lagsOf(features.regressors.find(({ name }) => name === regressor.name) ?? { lag: '0s' });
    return lags.map((lag) => {
      const lagMs = durationMs(lag);
      const name = lags.length > 1 && lagMs > 0 ? `${regressor.name} ${lag} ago` : regressor.name;
      return { regressor, name, lagMs };
    });
  });
}

/**
 * Learns the model of a cut from the slots of a grid in [cut − window, cut). Nothing is modified.
 *
 * @throws Fault `fit/too-few-points`, `features/missing-regressor`, `clean/bad-time`
 */
export function train(grid: Grid, spec: Spec, cutMs: number, regressors: Regressor[] = []): Model {
  return trainPrepared(prepare(grid, spec, regressors), cutMs);
}

/** Train for a grid that is prepared already. */
export function trainPrepared(p: Prepared, cutMs: number): Model {
  const { grid, spec } = p;
  const from = firstAt(grid, cutMs - windowMs(spec, grid.stepMs));
  const to = firstAt(grid, cutMs);
  const rows = usableRows(p, from, to);
  const least = minPoints(spec);
  if (rows.length < least) {
    throw new Fault(
      'fit/too-few-points',
      `fit: ${rows.length} usable points before the training cut; want at least ${least}. Widen the time range, or wait.`
    );
  }
  const raw = gather(grid.values, rows);
  const calendar = p.clock.at(rows);
  const normalisation = normalisationOf(raw, transformOf(calendar, raw, spec));
  const values = normaliseAll(normalisation, raw);
  const covariates = p.covariates.map((e) => pickCovariate(e, rows));
  const sample = { stepMs: grid.stepMs, calendar, values, covariates, scratch: p.scratch };
  const { fitted, candidates } = fit(sample, spec);
  const history = historyOf(p, from, to, rows, values, fitted);
  const ofWeek = { ...sample, calendar: weekFrom(calendar, fitted.model.weekStart) };
  const learnt = spec.band.method === 'cqr' ? conformed(history, ofWeek, fitted, spec) : learnErrorModel(history, spec);
  return {
    version: MODEL_VERSION,
    cutMs,
    stepMs: grid.stepMs,
    normalisation,
    center: fitted.model,
    band: learnt.band,
    limits: limitsOf(history, learnt, spec),
    summary: {
      ...summaryOf(cutMs, normalisation, values, fitted, candidates, learnt),
      ...measured(history, learnt, normalisation, grid.values.subarray(from, to), spec.band.interval),
    },
    notices: noticesOf(fitted, spec),
  };
}

/** How many usable points a model needs. */
export function minPoints({ train: { minPoints } }: Spec): number {
  return minPoints === 'auto' ? MIN_POINTS : minPoints;
}

/** Learns the error model and the limits from a history. */
export function errorModelAndLimits(history: History, spec: Spec): { band: ErrorModel; limits: Limits } {
  const learnt = learnErrorModel(history, spec);
  return { band: learnt.band, limits: limitsOf(history, learnt, spec) };
}

function limitsOf(
  { calendar, values, stepMs }: History,
  { deviations }: LearntErrors,
  { band: { limit } }: Spec
): Limits {
  return 'alertsPerWeek' in limit
    ? learnLimits(calendar.timesMs, values, deviations, stepMs, limit.alertsPerWeek)
    : onlyDeviation();
}

/** Lets quantiles of the deviations, learnt from the sample, make the band of a boosted model; that of another stays. */
function conformed(history: History, sample: Sample, { model }: Fitted, spec: Spec): LearntErrors {
  const plain = learnErrorModel(history, spec);
  if (model.kind !== 'boosted') {
    return plain;
  }
  const { rows, targets } = targetsOf(plain);
  const f = fitQuantiles(sample, model.trees, targets, spec.band.interval, spec);
  const quantiles = { lower: f.lower, upper: f.upper, level: (1 + spec.band.interval) / 2 };
  const conditional = conditionalOf(f.outOfFoldLower, f.outOfFoldUpper, quantiles.level);
  return conform(history, plain, quantiles, spreadConditional(conditional, rows, history.values.length), spec);
}

/** Spreads the rows over their slots, since the local level needs the order in time. */
export function historyOf(
  p: Prepared,
  from: number,
  to: number,
  rows: Int32Array,
  values: Float64Array,
  fitted: Fitted
): History {
  const n = to - from;
  const { stepMs, timesMs } = p.grid;
  const history = {
    stepMs,
    spanMs: timesMs[rows[rows.length - 1]] - timesMs[rows[0]] + stepMs,
    calendar: weekFrom(p.clock.between(from, to), fitted.model.weekStart),
    values: new Float64Array(n).fill(NaN),
    expected: new Float64Array(n),
    residuals: new Float64Array(n).fill(NaN),
    deterministic: p.covariates.length === 0,
  };
  let expected = fitted.fit[0];
  for (let i = 0, next = 0; i < n; i++) {
    if (next < rows.length && rows[next] === from + i) {
      history.values[i] = values[next];
      history.residuals[i] = values[next] - fitted.outOfFold[next];
      expected = fitted.fit[next];
      next++;
    }
    history.expected[i] = expected;
  }
  return history;
}

/** The first slot at or after an instant. */
export function firstAt({ timesMs }: Pick<Grid, 'timesMs'>, timeMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesMs[middle] >= timeMs) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** The slots from ≤ i < to that a model may learn from. */
export function usableRows({ grid, covariates }: Prepared, from: number, to: number): Int32Array {
  const rows = new Int32Array(Math.max(0, to - from));
  let n = 0;
  for (let i = from; i < to; i++) {
    if (!Number.isNaN(grid.values[i]) && grid.excluded[i] === 0 && isPresent(covariates, i)) {
      rows[n++] = i;
    }
  }
  return rows.slice(0, n);
}
