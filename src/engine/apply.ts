/**
 * Judges slots by a model.
 * Twin: pkg/engine/apply.go.
 */
import { Analysis, ModelSummary, State } from './analysis';
import { deviationsOf } from './band/band';
import { jumpsAt, REACH } from './band/jump';
import { coreAt, edgeDistance, NO_TAILS, Tails, tailsAt, wideAt, widenBy } from './band/quantiles';
import { Explainer, sliceExplainer } from './clean/align';
import { Grid } from './clean/grid';
import { Slots } from './clean/slots';
import { allFromUnit, allToUnit, fromUnit, lengthsToUnit } from './clean/unit';
import { MEMORY_MS } from './cuts';
import { decide, decisionWindow } from './detect/decide';
import { Evidence } from './detect/evidence';
import { scoresOf } from './detect/rules';
import { Fault } from './fault/fault';
import { Calendar, calendarOf } from './features/calendar';
import { wallDesign } from './features/wall';
import { weekFrom } from './features/week';
import { knows, predict } from './fit/model';
import { Notice } from './notice';
import { Regressor } from './series';
import { extentOf } from './spec/extent';
import { holidayDays } from './spec/parse';
import { Spec } from './spec/spec';
import { firstAt, Judging, Model, prepare, Prepared } from './train';

/** The score of a missing slot under clean.missing "anomaly". */
const MISSING_SCORE = 2;

/**
 * Judges the slots of a grid with fromMs ≤ t < toMs by a model. The grid needs to reach back a day before `fromMs`, and as
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
  const { evidence: e, tails, expected, scores } = judge(p, model, first, to);
  const anomaly = decide(scores, p.spec.detect);
  for (let slot = from; slot < to; slot++) {
    const i = slot - first;
    const row = slot - firstSlot;
    const unit = e.deviations.scale[i] * e.deviations.factor[i];
    a.expected[row] = expected[i];
    a.lower[row] = expected[i] - e.lower[i];
    a.upper[row] = expected[i] + e.upper[i];
    const [core, wide] = [coreAt(model.band, tails, i), wideAt(model.band, tails, i)];
    a.coreLower[row] = expected[i] - unit * core.lower;
    a.coreUpper[row] = expected[i] + unit * core.upper;
    a.lower99[row] = expected[i] - unit * wide.lower;
    a.upper99[row] = expected[i] + unit * wide.upper;
    a.score[row] = scores[i];
    a.anomaly[row] = anomaly[i];
    a.direction[row] = sign(e.values[i] - expected[i]);
    a.state[row] = stateOf(p.grid, slot, anomaly[i]);
  }
  for (const column of [a.expected, a.lower, a.upper, a.coreLower, a.coreUpper, a.lower99, a.upper99]) {
    bindAll(p.spec, model, column.subarray(from - firstSlot, to - firstSlot));
  }
}

/** The first slot that the verdict of a slot depends on. */
export function firstRemembered({ grid, spec }: Prepared, slot: number): number {
  const { n, recover } = decisionWindow(spec.detect);
  return firstAt(grid, grid.timesMs[slot] - MEMORY_MS - (n + recover) * grid.stepMs);
}

/** Evidence with its scores, one row a slot from the first remembered on. */
export interface Judgement {
  evidence: Evidence;
  tails: Tails;
  /** With the trailing level, in the model's unit. */
  expected: Float64Array;
  scores: Float64Array;
}

/** Scores the slots from ≤ i < to. */
export function judge(p: Prepared, model: Judging, from: number, to: number): Judgement {
  const { grid, spec } = p;
  const n = to - from;
  const wide = expectedAround(p, model, from, to);
  const values = allToUnit(model.unit, grid.values.subarray(from, to));
  const residuals = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    residuals[i] = values[i] - wide[REACH + i];
    if (grid.excluded[from + i] === 1) {
      residuals[i] = NaN;
    }
  }
  const calendar = weekFrom(p.clock.between(from, to), model.center.weekStart);
  const tails = tailsFor(p, model, calendar, from, to);
  const deviations = widenBy(tails, deviationsOf(model.band, calendar, wide, residuals));
  const expected = new Float64Array(n);
  const [lower, upper, least] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    expected[i] = wide[REACH + i] + deviations.level[i];
  }
  const size = sizesOf(model, expected);
  for (let i = 0; i < n; i++) {
    const narrowest = lengthsToUnit(model.unit, extentOf(spec.band.minWidth, size[i]), expected[i]);
    const edge = edgeDistance(model.band, tails, i, deviations.scale[i], deviations.factor[i], spec.band.edge);
    lower[i] = Math.max(edge.lower, narrowest.down);
    upper[i] = Math.max(edge.upper, narrowest.up);
    const smallest = lengthsToUnit(model.unit, extentOf(spec.detect.minDeviation, size[i]), expected[i]);
    least[i] = values[i] < expected[i] ? Math.max(smallest.down, narrowest.down) : Math.max(smallest.up, narrowest.up);
  }
  const jumps = jumpsAt(model.band.jump, wide, n);
  const evidence = { values, deviations, lower, upper, least, jumps };
  const scores = scoresOf(model.rules, evidence, grid.stepMs, spec.detect.direction);
  for (let i = 0; i < n; i++) {
    if (grid.excluded[from + i] === 1) {
      scores[i] = NaN;
    } else if (spec.clean.missing === 'anomaly' && Number.isNaN(values[i])) {
      scores[i] = MISSING_SCORE;
    }
  }
  return { evidence, tails, expected, scores };
}

/** What the quantiles of a model say of the slots from ≤ i < to. */
function tailsFor(p: Prepared, { band, center }: Judging, calendar: Calendar, from: number, to: number): Tails {
  if (band.quantiles === undefined || center.kind !== 'boosted') {
    return NO_TAILS;
  }
  const explainers = p.explainers.map((e) => sliceExplainer(e, from, to));
  return tailsAt(band.quantiles, wallDesign(center.trees.recipe, calendar, explainers));
}

/** How large what is expected is, in the series' unit. */
function sizesOf({ unit }: Judging, expected: Float64Array): Float64Array {
  const sizes = expected.slice();
  allFromUnit(unit, sizes);
  for (let i = 0; i < sizes.length; i++) {
    sizes[i] = Math.abs(sizes[i]);
  }
  return sizes;
}

/**
 * What the model expects of the slots from ≤ i < to and of REACH more on either side, whether the grid holds them or not;
 * shape [to − from + 2·REACH].
 */
export function expectedAround(p: Prepared, model: Judging, from: number, to: number): Float64Array {
  const slots = new Slots(p.grid.stepMs, p.zone);
  const first = slots.index(p.grid.timesMs[from]) - REACH;
  const timesMs = slots.timesMs(first, to - from + 2 * REACH);
  const explainers = p.explainers.map((e) => pad(e, from, to));
  return predict(model.center, calendarOf(timesMs, p.zone, holidayDays(p.spec)), explainers);
}

/**
 * The slots from ≤ i < to of a regressor between REACH missing ones: what it will be is unknown, and what it was before
 * does not matter.
 */
function pad(e: Explainer, from: number, to: number): Explainer {
  const n = to - from;
  if (e.kind === 'category') {
    const missing: string[] = Array(REACH).fill('');
    return { ...e, labels: [...missing, ...e.labels.slice(from, to), ...missing] };
  }
  const numbers = new Float64Array(n + 2 * REACH).fill(NaN);
  numbers.set(e.numbers.subarray(from, to), REACH);
  return { ...e, numbers };
}

/** A number of the model's unit as a value within the spec's bounds. */
export function bounded(spec: Spec, model: Judging, z: number): number {
  const { lowerBound, upperBound } = spec.band;
  let v = fromUnit(model.unit, z);
  if (lowerBound !== undefined) {
    v = Math.max(v, lowerBound);
  }
  return upperBound === undefined ? v : Math.min(v, upperBound);
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
