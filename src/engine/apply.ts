/**
 * Judges slots by a model.
 * Twin: pkg/engine/apply.go.
 */
import { Analysis, ModelSummary, State } from './analysis';
import { Interval, times, within } from './band/interval';
import { coreAt, wideAt } from './band/quantiles';
import { Grid } from './clean/grid';
import { allFromUnit } from './clean/unit';
import { decide } from './detect/decide';
import { Fault } from './fault/fault';
import { knows } from './fit/model';
import { firstRemembered, judge, Judgement } from './judge';
import { Notice } from './notice';
import { Regressor } from './series';
import { Spec } from './spec/spec';
import { firstAt, Judging, Model, prepare, Prepared } from './train';

/**
 * Judges the slots of a grid with fromMs ≤ t < toMs by a model. The grid needs to reach back 25 hours before `fromMs`, and as
 * many slots as detect.points and detect.recover span; what lies before changes nothing. Nothing is modified.
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
export function checkKnown({ explainers }: Prepared, model: Model): void {
  if (!knows(model.center, explainers)) {
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
    coreLower: unknown(),
    coreUpper: unknown(),
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
  model: Judging,
  from: number,
  to: number
): void {
  if (from >= to) {
    return;
  }
  const first = firstRemembered(p, from);
  const j = judge(p, model, first, to);
  const { evidence, scores, deviations, tails, expected } = j;
  const anomaly = decide(scores.score, p.spec.detect);
  for (let slot = from; slot < to; slot++) {
    const i = slot - first;
    const row = slot - firstSlot;
    a.expected[row] = expected[i];
    const drawn = drawnAt(j, i);
    a.lower[row] = expected[i] - drawn.lower;
    a.upper[row] = expected[i] + drawn.upper;
    const unit = deviations.scale[i] * deviations.factor[i];
    const core = within(times(coreAt(model.band, tails, i), unit), drawn);
    a.coreLower[row] = expected[i] - core.lower;
    a.coreUpper[row] = expected[i] + core.upper;
    const wide = times(wideAt(model.band, tails, i), unit);
    a.lower99[row] = expected[i] - wide.lower;
    a.upper99[row] = expected[i] + wide.upper;
    a.score[row] = scores.score[i];
    a.reason[row] = scores.reason[i];
    a.drift[row] = j.drift[i];
    a.anomaly[row] = anomaly[i];
    a.direction[row] = sign(evidence.values[i] - expected[i]);
    a.state[row] = stateOf(p.grid, slot, anomaly[i]);
  }
  for (const column of [a.expected, a.lower, a.upper, a.coreLower, a.coreUpper, a.lower99, a.upper99]) {
    bindAll(p.spec, model, column.subarray(from - firstSlot, to - firstSlot));
  }
}

/**
 * How far the limit of slot i lies below and above its expected value: the deviation's, and on the side of an anomaly that of
 * its reason. Twin: judgement.drawn.
 */
function drawnAt({ evidence: { lower, upper, residuals }, scores }: Judgement, i: number): Interval {
  const boundary = scores.boundary[i];
  if (Number.isNaN(boundary)) {
    return { lower: lower[i], upper: upper[i] };
  }
  return residuals[i] < 0 ? { lower: boundary, upper: upper[i] } : { lower: lower[i], upper: boundary };
}

/** `bounded` of all of z, in its place. */
function bindAll({ band }: Spec, model: Judging, z: Float64Array): void {
  const { lowerBound = -Infinity, upperBound = Infinity } = band;
  allFromUnit(model.unit, z);
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
