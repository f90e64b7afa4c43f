/**
 * Judges series that are too new to have a model of their own.
 * Twin: pkg/engine/cold.go.
 */
import { Analysis, State } from './analysis';
import { applyPrepared } from './apply';
import { timesErrorModel } from './band/band';
import { normalise, normalisationOf } from './clean/normalisation';
import { windowMs } from './cuts';
import { timesLimits } from './detect/limits';
import { Model as MeanModel } from './fit/model';
import { Notice } from './notice/notice';
import { borrow, Pool, poolAt } from './pool';
import { errorModelAndLimits, firstAt, historyOf, FittedModel, minPoints, Prepared, usableRows } from './train';
import { DAY_MS } from './zone/zone';

// A series gets an interval after MIN_COLD points, and a new one each time their number doubles. The interval of n
// points is 1 + COLD_MARGIN/n times as wide.
const MIN_COLD = 4;
const COLD_MARGIN = 8;

const SHORT_WINDOW: Notice = {
  code: 'fit/short-window',
  severity: 'info',
  text: 'fit: too little history, so the band shows the last points alone, and nothing is judged by it.',
};

/**
 * Judges the slots from ≤ i < to of a cutoff with too little history, by the pooled model of the query's other series
 * or, without others, by the series' last points. Each slot's interval depends only on earlier points. Only the
 * pooled model gives verdicts, and only after train.minPoints points, since the last points alone hold no daily
 * season and would make each morning an anomaly. All other slots stay in the state Learning, with an interval to look
 * at.
 *
 * @param a - modified; its first row is slot `firstSlot`
 * @returns what to tell people; undefined where there are too few points even for that
 */
export function coldStart(
  p: Prepared,
  a: Analysis,
  firstSlot: number,
  cutMs: number,
  from: number,
  to: number
): Notice | undefined {
  const lo = firstAt(p.grid, cutMs - windowMs(p.spec, p.grid.stepMs));
  const rows = usableRows(p, lo, to);
  if (rows.length < MIN_COLD || rows[MIN_COLD - 1] >= to - 1) {
    return undefined;
  }
  const pool = poolAt(p, cutMs);
  const least = minPoints(p.spec);
  for (let n = MIN_COLD; n <= rows.length; n *= 2) {
    const start = Math.max(from, rows[n - 1] + 1);
    const end = 2 * n <= rows.length ? Math.min(to, rows[2 * n - 1] + 1) : to;
    if (start >= end) {
      continue;
    }
    const { model, borrowed } = coldModel(p, pool, lo, rows.subarray(0, n));
    applyPrepared(p, a, firstSlot, model, start, end);
    for (let slot = start; slot < end; slot++) {
      if (!borrowed || pointsBefore(rows, slot) < least) {
        withhold(a, slot - firstSlot);
      }
    }
  }
  return pool ? pooledNotice(pool.series) : SHORT_WINDOW;
}

function pooledNotice(series: number): Notice {
  return {
    code: 'fit/pooled',
    severity: 'info',
    text: `fit: too little history, so the band has the shape that ${series} other series of the query have.`,
  };
}

/** How many rows come before a slot; rows are ascending. */
function pointsBefore(rows: Int32Array, slot: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle] >= slot) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** Removes the verdict of a row. */
function withhold(a: Analysis, row: number): void {
  a.state[row] = State.Learning;
  a.score[row] = NaN;
  a.reason[row] = NaN;
  a.drift[row] = NaN;
  a.anomaly[row] = NaN;
  a.direction[row] = NaN;
}

/** Makes a model of a series' first rows, and tells whether it is the pooled model. */
function coldModel(
  p: Prepared,
  pool: Pool | undefined,
  lo: number,
  rows: Int32Array
): { model: FittedModel; borrowed: boolean } {
  const values = Float64Array.from(rows, (row) => p.grid.values[row]);
  const lent = pool && borrow(pool, p, rows, values);
  const model = lent ?? stayLevel(p, lo, rows, values);
  const wider = 1 + COLD_MARGIN / rows.length;
  const [band, limits] = [timesErrorModel(model.band, wider), timesLimits(model.limits, wider)];
  return { model: { ...model, band, limits }, borrowed: lent !== undefined };
}

/** The model whose expected value is the median of the rows, which is the normalised scale's center. */
function stayLevel(p: Prepared, lo: number, rows: Int32Array, values: Float64Array): FittedModel {
  const normalisation = normalisationOf(values, { kind: 'none', size: 0, low: 0, high: 0 });
  const shape = { slotMs: DAY_MS, weekend: false, week: false, month: false, values: [0] };
  const center: MeanModel = { kind: 'seasonal', seasonal: { shape, steps: [], levels: [0] } };
  const level = new Float64Array(rows.length);
  const fitted = { model: center, fit: level, outOfFold: level, dropped: 0 };
  const inUnit = values.map((v) => normalise(normalisation, v));
  const history = historyOf(p, lo, rows[rows.length - 1] + 1, rows, inUnit, fitted);
  return { normalisation, center, ...errorModelAndLimits(history, p.spec) };
}
