/**
 * The pooled model, for a series that is too new.
 * Twin: pkg/engine/pool.go.
 */
import { ErrorModel } from './band/band';
import { beside } from './clean/common';
import { Grid, regularGrid } from './clean/grid';
import { windowMs } from './cuts';
import { Limits } from './detect/limits';
import { fit } from './fit/fit';
import { Fitted, Model as MeanModel, predict } from './fit/model';
import { countPresent } from './num/countPresent';
import { compareHistories } from './pooled/histories';
import { Common, findCommon, placeIn } from './pooled/pooled';
import { Spec } from './spec/spec';
import { errorModelAndLimits, historyOf, FittedModel, minPoints, prepare, Prepared, usableRows } from './train';

/**
 * The pooled model of the other series of a query at a cut: a pure function of them, of spec, step and cut, so that
 * all who are new
 * share it. Plain data.
 */
export interface Pool {
  /** How many they are. */
  series: number;
  /** Without the series themselves. */
  common: Pick<Common, 'relative' | 'spread'>;
  /** Of their normalised median. */
  center: MeanModel;
  /** In normalised units. */
  band: ErrorModel;
  limits: Limits;
}

/** Lets a caller keep pools. Whether it does changes no number. */
export interface PoolStore {
  /** What learn returned for this cut, now or before; undefined where there is nothing to learn. */
  pool(cutMs: number, learn: () => Pool | undefined): Pool | undefined;
}

/** Bounds the work for one cut: the pooled model learns from at most so many series. */
const MAX_OTHERS = 8;

/** Keeps what a borrowed normalisation multiplies within doubles. */
const MAX_PLACE = 1e150;

/** The cut's pool, from the store or learnt. */
export function poolAt(p: Prepared, cutMs: number): Pool | undefined {
  const learn = () => learnPool(p, cutMs);
  return p.pools && p.others?.length ? p.pools.pool(cutMs, learn) : learn();
}

/** Learns from the other series before a cut; undefined where none has enough history, or they do not vary. */
function learnPool(p: Prepared, cutMs: number): Pool | undefined {
  const { values, ...grid } = beside(teachers(p, cutMs));
  if (values.length === 0) {
    return undefined;
  }
  const { relative, spread, ...common } = findCommon(values);
  if (spread === 0) {
    return undefined;
  }
  const { features, model } = p.spec;
  const spec: Spec = { ...p.spec, model: { ...model, kind: 'seasonal' }, features: { ...features, regressors: [] } };
  const q = prepare({ ...grid, stepMs: p.grid.stepMs, endMs: 0, values: common.typical }, spec, []);
  const rows = usableRows(q, 0, grid.timesMs.length);
  const typical = Float64Array.from(rows, (row) => common.typical[row]);
  const sample = { stepMs: p.grid.stepMs, calendar: q.clock.at(rows), values: typical, covariates: [] };
  const { fitted } = fit(sample, spec);
  const judging = typicalErrorModel(q, common.normalised, rows, fitted);
  return { series: values.length, common: { relative, spread }, center: fitted.model, ...judging };
}

/** The grids of those series that have most history before a cut, first the one that has most. */
function teachers({ spec, grid: { stepMs }, others = [] }: Prepared, cutMs: number): Grid[] {
  const options = { fromMs: cutMs - windowMs(spec, stepMs), toMs: cutMs - 1, stepMs };
  return others
    .map((series) => {
      const grid = regularGrid(series, spec, options);
      return { ...grid, values: grid.values.map((v, i) => (grid.excluded[i] === 1 ? NaN : v)) };
    })
    .filter(({ values }) => countPresent(values) >= minPoints(spec))
    .sort((a, b) => compareHistories(a.values, b.values))
    .slice(0, MAX_OTHERS);
}

/**
 * The error model of the series with the median deviation from the common shape: the upper middle one by the width of
 * its
 * interval.
 */
function typicalErrorModel(
  q: Prepared,
  normalised: Float64Array[],
  rows: Int32Array,
  fitted: Fitted
): Pick<Pool, 'band' | 'limits'> {
  const candidates = normalised.map((z) => {
    const observed = rows.map((_, k) => k).filter((k) => !Number.isNaN(z[rows[k]]));
    const pick = (column: Float64Array) => Float64Array.from(observed, (k) => column[k]);
    const own = Int32Array.from(observed, (k) => rows[k]);
    const values = Float64Array.from(own, (row) => z[row]);
    const fits = { ...fitted, fit: pick(fitted.fit), outOfFold: pick(fitted.outOfFold) };
    const { band, limits } = errorModelAndLimits(historyOf(q, 0, z.length, own, values, fits), q.spec);
    return { band, limits, width: (band.interval.lower + band.interval.upper) * band.scale.overall };
  });
  const { band, limits } = candidates.sort((a, b) => a.width - b.width)[candidates.length >> 1];
  return { band, limits };
}

/** The pool's shape on the level of the series' own rows; undefined where they have no place on it. */
export function borrow(pool: Pool, p: Prepared, rows: Int32Array, values: Float64Array): FittedModel | undefined {
  const { common, center, band, limits } = pool;
  const shape = predict(center, p.clock.at(rows), []);
  const { level, spread } = placeIn(common, values, shape);
  if (!(Math.abs(level) < MAX_PLACE && spread > 1 / MAX_PLACE && spread < MAX_PLACE)) {
    return undefined;
  }
  const transform = { kind: 'none', size: 0, low: 0, high: 0 } as const;
  const normalisation = { center: level, pre: 1, scale: spread, transform };
  return { normalisation, center, band, limits: { ...limits, stuck: 0 } }; // the limit of repeats is specific to a series
}
