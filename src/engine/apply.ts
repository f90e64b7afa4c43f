/**
 * Judges slots by a model.
 * Twin: pkg/engine/apply.go.
 */
import { Analysis, ModelSummary, State } from './analysis';
import { Interval, times, within } from './band/interval';
import { intervalAt, interval99At } from './band/quantiles';
import { Grid } from './clean/grid';
import { denormaliseAll } from './clean/normalisation';
import { decide } from './detect/decide';
import { driftAt } from './detect/score';
import { Fault } from './fault/fault';
import { knows } from './fit/model';
import { firstRemembered, judge, JudgedSlots } from './judge';
import { Notice } from './notice/notice';
import { Regressor } from './series/series';
import { Spec } from './spec/spec';
import { firstAt, FittedModel, Model, prepare, Prepared } from './train';

/**
 * Judges the slots of a grid with fromMs ≤ t < toMs by a model. The grid needs to reach back 25 hours before `fromMs`, and as
 * many slots as detect.points and detect.recover span; earlier slots change nothing. Nothing is modified.
 *
 * @throws Fault `features/missing-regressor`, `clean/bad-time`, `model/other-regressors`
 */
export function apply(
  model: Model,
  grid: Grid,
  fromMs: number,
  toMs: number,
  spec: Spec,
  regressors: Regressor[] = []
): Analysis {
  const p = prepare(grid, spec, regressors);
  checkKnown(p, model);
  const from = firstAt(grid, fromMs);
  const to = firstAt(grid, toMs);
  const analysis = blank(grid, from, Math.max(from, to));
  applyPrepared(p, analysis, from, model, from, to);
  return analysis;
}

/**
 * Refuses a model that has learnt from other regressors. Twin: prepared.knownTo.
 *
 * @throws Fault `model/other-regressors`
 */
export function checkKnown({ covariates }: Prepared, model: Model): void {
  if (!knows(model.center, covariates)) {
    throw new Fault(
      'model/other-regressors',
      'model: it has learnt from other regressors than the query returns; want the same, in the same order'
    );
  }
}

/** An analysis of the slots from ≤ i < to that knows their values alone. */
export function blank({ stepMs, timesMs, values }: Grid, from: number, to: number): Analysis {
  const unknown = () => new Float64Array(to - from).fill(NaN);
  const notices: Notice[] = [];
  const models: ModelSummary[] = [];
  return {
    stepMs,
    timesMs: timesMs.slice(from, to),
    value: values.slice(from, to),
    expected: unknown(),
    lower: unknown(),
    upper: unknown(),
    intervalLower: unknown(),
    intervalUpper: unknown(),
    lower99: unknown(),
    upper99: unknown(),
    score: unknown(),
    reason: unknown(),
    drift: unknown(),
    direction: unknown(),
    anomaly: unknown(),
    state: new Uint8Array(to - from),
    notices,
    models,
  };
}

/**
 * Judges the slots from ≤ i < to.
 *
 * @param a - modified; its first row is slot `firstSlot`
 */
export function applyPrepared(
  p: Prepared,
  a: Analysis,
  firstSlot: number,
  model: FittedModel,
  from: number,
  to: number
): void {
  if (from >= to) {
    return;
  }
  const first = firstRemembered(p, from);
  const j = judge(p, model, first, to);
  const { scoreInput, scores, deviations, conditional, expected } = j;
  const anomaly = decide(scores.score, p.spec.detect);
  for (let slot = from; slot < to; slot++) {
    const i = slot - first;
    const row = slot - firstSlot;
    a.expected[row] = expected[i];
    const drawn = drawnAt(j, i);
    a.lower[row] = expected[i] - drawn.lower;
    a.upper[row] = expected[i] + drawn.upper;
    const width = deviations.scale[i] * deviations.factor[i];
    const interval = within(times(intervalAt(model.band, conditional, i), width), drawn);
    a.intervalLower[row] = expected[i] - interval.lower;
    a.intervalUpper[row] = expected[i] + interval.upper;
    const interval99 = times(interval99At(model.band, conditional, i), width);
    a.lower99[row] = expected[i] - interval99.lower;
    a.upper99[row] = expected[i] + interval99.upper;
    a.score[row] = scores.score[i];
    a.reason[row] = scores.reason[i];
    a.drift[row] = driftAt(model.limits, scoreInput, deviations.residuals, i);
    a.anomaly[row] = anomaly[i];
    a.direction[row] = sign(scoreInput.values[i] - expected[i]);
    a.state[row] = stateOf(p.grid, slot, anomaly[i]);
  }
  for (const column of [a.expected, a.lower, a.upper, a.intervalLower, a.intervalUpper, a.lower99, a.upper99]) {
    bindAll(p.spec, model, column.subarray(from - firstSlot, to - firstSlot));
  }
}

/**
 * The distances of the limit of slot i below and above its expected value. The limit is that of the deviation, and on
 * the side of an anomaly that of its reason. Twin: judgement.drawn.
 */
function drawnAt({ scoreInput: { lower, upper, residuals }, scores }: JudgedSlots, i: number): Interval {
  const boundary = scores.boundary[i];
  if (Number.isNaN(boundary)) {
    return { lower: lower[i], upper: upper[i] };
  }
  return residuals[i] < 0 ? { lower: boundary, upper: upper[i] } : { lower: lower[i], upper: boundary };
}

/** `bounded` of all of z, in its place. */
function bindAll({ band }: Spec, model: FittedModel, z: Float64Array): void {
  const { lowerBound = -Infinity, upperBound = Infinity } = band;
  denormaliseAll(model.normalisation, z);
  for (let i = 0; i < z.length; i++) {
    z[i] = Math.min(Math.max(z[i], lowerBound), upperBound);
  }
}

function sign(v: number): number {
  if (v > 0) {
    return 1;
  }
  if (v < 0) {
    return -1;
  }
  return v === 0 ? 0 : NaN;
}

function stateOf(grid: Grid, slot: number, anomaly: number): number {
  if (grid.excluded[slot] === 1) {
    return State.Excluded;
  }
  if (Number.isNaN(anomaly)) {
    return State.Missing;
  }
  return anomaly === 1 ? State.Anomalous : State.Normal;
}
