/**
 * The whole path: clean → features → fit → band → detect.
 * Twin: pkg/engine/pipeline.go. Numbers: spec/vectors/pipeline.
 */
import { Analysis, State } from './analysis';
import { applyPrepared, blank, checkKnown } from './apply';
import { isPresent } from './clean/align';
import { looksLikeCounter } from './clean/counter';
import { Grid, gridStep, regularGrid } from './clean/grid';
import { Slots } from './clean/slots';
import { MONTH_MS } from './clean/step';
import { coldStart } from './cold';
import { delayMs, neededFromMs } from './cuts';
import { Fault } from './fault/fault';
import { learning, unlearntBetween } from './learning';
import { Notice } from './notice/notice';
import type { PoolStore } from './pool';
import { Regressor, Series } from './series/series';
import { durationMs } from './spec/duration';
import { Spec } from './spec/spec';
import { firstAt, Model, prepare, Prepared, trainPrepared } from './train';
import { loadZone } from './zone/zone';

export { apply } from './apply';
export { train, type Model } from './train';

/** What an analysis reads. Nothing of it is modified. */
export interface Input {
  series: Series;
  /** All are used; the spec may give each a lag. */
  regressors?: Regressor[];
  /** Of the same query, in any order; the pooled model of a series with too little history learns from them. */
  others?: Series[];
  /** Caches pooled models. */
  pools?: PoolStore;
}

/** The part of a series that an analysis is about. */
export interface Window {
  /** Slots with fromMs ≤ t ≤ toMs are judged. */
  fromMs: number;
  toMs: number;
  /** Slots later than nowMs − grid.delay are left out; without it, or with 0, none are. */
  nowMs?: number;
  /** grid.step's auto where the caller asked upstream for a step. */
  stepMs?: number;
}

/** Lets a caller keep models. Whether it does changes no number. */
export interface ModelStore {
  get(cutMs: number): Model | undefined;
  set(cutMs: number, model: Model): void;
}

// The windows that make sense: years 1 to 9999, steps to a month.
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;
const LONGEST_STEP_MS = MONTH_MS;

/**
 * Judges a series, walking forward: each slot by the model of its own training cut, so that nothing that came after a slot
 * has a say in it. A slot whose model has too little history is learning; a series without samples gives an analysis
 * without slots. Both carry a notice.
 *
 * @param models - kept models; none by default
 * @throws Fault `pipeline/bad-window`, `clean/bad-time`, `clean/unequal-lengths`, `clean/too-many-points`,
 * `features/missing-regressor`, `features/unknown-kind`
 */
export function analyse(input: Input, spec: Spec, window: Window, models?: ModelStore): Analysis {
  const grid = gridFor(input.series, spec, window);
  const p = { ...prepare(grid, spec, input.regressors ?? []), others: input.others, pools: input.pools };
  const firstSlot = firstAt(grid, window.fromMs);
  const analysis = blank(grid, firstSlot, grid.timesMs.length);
  if (analysis.timesMs.length === 0) {
    note(analysis, NO_POINTS);
    return analysis;
  }
  if (looksLikeCounter(grid.values)) {
    note(analysis, COUNTER);
  }
  const unlearnt = unlearntBetween(spec, grid.stepMs);
  if (unlearnt) {
    note(analysis, unlearnt);
  }
  walk(p, analysis, firstSlot, models);
  noteEnded(p, analysis, firstSlot);
  return analysis;
}

/** Says which regressors leave slots unjudged that hold a value. */
function noteEnded({ covariates }: Prepared, analysis: Analysis, firstSlot: number): void {
  const { state, value } = analysis;
  const rows = Array.from(state.keys()).filter((row) => state[row] === State.Missing && !Number.isNaN(value[row]));
  const ended = covariates.filter((e) => rows.some((row) => !isPresent([e], firstSlot + row)));
  if (ended.length > 0) {
    const names = ended.map(({ name }) => name).join(', ');
    const text = `features: ${names}: no sample for some slots, which are not judged; want regressors that go on, or a longer lag.`;
    note(analysis, { code: 'features/regressor-ended', severity: 'warning', text });
  }
}

/** Of a range without samples. */
export const NO_POINTS: Notice = {
  code: 'clean/no-points',
  severity: 'warning',
  text: 'clean: the series has no samples in this range; widen the time range or check the query.',
};
const COUNTER: Notice = {
  code: 'clean/counter',
  severity: 'warning',
  text: 'clean: the series never falls but for resets, like a counter; take its rate upstream.',
};

/** Lays the grid over the window and all that its models learn from, and no more: what else was fetched must not matter. */
export function gridFor(series: Series, spec: Spec, window: Window): Grid {
  checkWindow(window);
  const stepMs = gridStep(series, spec, window.stepMs);
  return layGrid(series, spec, stepMs, neededFromMs(spec, stepMs, window.fromMs), window);
}

/**
 * Refuses windows that make no sense. Twin: Window.check.
 *
 * @throws Fault `pipeline/bad-window`
 */
export function checkWindow({ fromMs, toMs, nowMs = 0, stepMs = 0 }: Window): void {
  if (!(fromMs <= toMs && fromMs >= FIRST_MS && toMs <= LAST_MS && stepMs >= 0 && stepMs <= LONGEST_STEP_MS)) {
    throw new Fault(
      'pipeline/bad-window',
      `pipeline: window from ${fromMs} to ${toMs} ms with step ${stepMs} ms; want from ≤ to in the years 1 to 9999 and a step from 0 to a month`
    );
  }
  if (!(nowMs >= FIRST_MS && nowMs <= LAST_MS)) {
    throw new Fault(
      'pipeline/bad-window',
      `pipeline: now is ${nowMs} ms; want an instant in the years 1 to 9999, or none`
    );
  }
}

/** Lays a grid of a step from an instant to the window's end. */
export function layGrid(series: Series, spec: Spec, stepMs: number, fromMs: number, window: Window): Grid {
  const lastMs = lastSettledMs(window, spec, stepMs);
  const slots = new Slots(stepMs, loadZone(spec.features.timezone));
  const endMs = slots.timeMs(slots.index(lastMs) + 1); // a slot is read whole, or its value would change with the window
  return regularGrid(series, spec, { fromMs, toMs: endMs - 1, stepMs });
}

/** The last instant of a window that is older than the spec's delay. Twin: Window.settled. */
export function lastSettledMs({ toMs, nowMs = 0 }: Window, spec: Spec, stepMs: number): number {
  return nowMs === 0 ? toMs : Math.min(toMs, nowMs - delayMs(spec, stepMs));
}

/** Judges the slots cut by cut. */
function walk(p: Prepared, analysis: Analysis, firstSlot: number, models: ModelStore | undefined): void {
  const { timesMs } = p.grid;
  const division = new Slots(durationMs(p.spec.train.every), p.zone);
  for (let from = firstSlot, to = from; from < timesMs.length; from = to) {
    const index = division.index(timesMs[from]);
    to = firstAt(p.grid, division.timeMs(index + 1));
    const model = modelOf(p, division.timeMs(index), models);
    if (model instanceof Fault) {
      note(analysis, learning(model, p.spec, p.grid.stepMs));
      const cold = coldStart(p, analysis, firstSlot, division.timeMs(index), from, to);
      if (cold) {
        note(analysis, cold);
      }
      continue;
    }
    applyPrepared(p, analysis, firstSlot, model, from, to);
    analysis.models.push(model.summary);
    for (const notice of model.notices) {
      note(analysis, notice);
    }
  }
}

/** The cut's model, from the store or learnt and put there; the fault if there is too little to learn from. */
export function modelOf(p: Prepared, cutMs: number, models: ModelStore | undefined): Model | Fault {
  const known = models?.get(cutMs);
  if (known) {
    checkKnown(p, known);
    return known;
  }
  try {
    const model = trainPrepared(p, cutMs);
    models?.set(cutMs, model);
    return model;
  } catch (error) {
    if (error instanceof Fault && error.code === 'fit/too-few-points') {
      return error;
    }
    throw error;
  }
}

/** Adds a notice unless one of its code is there already. */
function note({ notices }: Analysis, notice: Notice): void {
  if (!notices.some(({ code }) => code === notice.code)) {
    notices.push(notice);
  }
}
