/**
 * Compares the series of one query with each other.
 * Twin: pkg/engine/group.go, in Go's root: it needs package engine, which imports the stages.
 */
import { beside } from '../clean/common';
import { gridStep } from '../clean/grid';
import { MEMORY_MS } from '../cuts';
import { decide, decisionWindow } from '../detect/decide';
import { Notice } from '../notice/notice';
import { judgeGroup as judgeValues } from './outliers';
import { checkWindow, layGrid, NO_POINTS, Window } from '../pipeline';
import { Series } from '../series/series';
import { extentOf } from '../spec/extent';
import { Spec } from '../spec/spec';
import { firstAt } from '../train';
import { DAY_MS } from '../zone/zone';

/**
 * The comparison of the series of one query. expected, lower and upper are the normal cluster's middle and band,
 * NaN where nothing is normal. All arrays have shape [n], those of the members too.
 */
export interface Group {
  stepMs: number;
  /** The first instant of each slot. */
  timesMs: Float64Array;
  expected: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** One a series, in the order of the input. */
  members: Member[];
  notices: Notice[];
}

/** One series of a group. */
export interface Member {
  value: Float64Array;
  /** ≥ 0; 1 at the group's limit, above 1 outside. */
  score: Float64Array;
  /** 0 or 1; NaN = undecided. */
  outlier: Float64Array;
}

/** Slots that are remembered where a day has fewer. */
const MIN_SLOTS = 12;

const TOO_FEW: Notice = {
  code: 'outliers/too-few-series',
  severity: 'warning',
  text: 'outliers: fewer than three series; want a query that returns three or more that should be alike.',
};

/**
 * Finds the series of a query that deviate from the others (spec.outliers). A slot's verdict depends on the day before it, and
 * on as many slots as detect asks for, alone. With fewer than three series nothing is judged, and a notice says so.
 * Nothing is modified.
 *
 * @throws Fault, those of `analyse` that are about series and window
 */
export function judgeGroup(group: Series[], spec: Spec, window: Window): Group {
  checkWindow(window);
  const stepMs = groupStep(group, spec, window.stepMs);
  const remembered = Math.max(MIN_SLOTS, Math.floor(DAY_MS / stepMs));
  const { n, recover } = decisionWindow(spec.detect);
  const heldMs = spec.clean.missing === 'hold' ? MEMORY_MS : 0; // a held value may be a day old
  const needMs = window.fromMs - (remembered + n + recover) * stepMs - heldMs;
  const { values, ...grid } = beside(group.map((series) => layGrid(series, spec, stepMs, needMs, window)));
  const verdict = judgeValues(values, spec.outliers, spec.band.minWidth, remembered);
  const from = firstAt(grid, window.fromMs);
  const members = values.map((value, i) => {
    count(value, verdict.scores[i], verdict.expected, spec.detect);
    const outlier = decide(verdict.scores[i], spec.detect);
    return { value: value.slice(from), score: verdict.scores[i].slice(from), outlier: outlier.slice(from) };
  });
  const timesMs = grid.timesMs.slice(from);
  return {
    stepMs,
    timesMs,
    expected: verdict.expected.slice(from),
    lower: verdict.lower.slice(from),
    upper: verdict.upper.slice(from),
    members,
    notices: [...(group.length < 3 ? [TOO_FEW] : []), ...(timesMs.length === 0 ? [NO_POINTS] : [])],
  };
}

/** The coarsest step of the series, so that each has its points in a slot. */
function groupStep(group: Series[], spec: Spec, stepMs: number | undefined): number {
  let coarsest = 0;
  for (const series of group) {
    if (series.timesMs.length >= 2) {
      coarsest = Math.max(coarsest, gridStep(series, spec, stepMs)); // one sample has no spacing
    }
  }
  return coarsest > 0
    ? coarsest
    : gridStep({ timesMs: new Float64Array(0), values: new Float64Array(0) }, spec, stepMs);
}

/** Keeps deviations that the spec does not count from scoring above the limit, or at all. */
function count(values: Float64Array, scores: Float64Array, expected: Float64Array, detect: Spec['detect']): void {
  for (let i = 0; i < scores.length; i++) {
    const deviation = values[i] - expected[i];
    if (Math.abs(deviation) < extentOf(detect.minDeviation, Math.abs(expected[i]))) {
      scores[i] = Math.min(scores[i], 1);
    }
    if ((detect.direction === 'above' && deviation < 0) || (detect.direction === 'below' && deviation > 0)) {
      scores[i] = 0;
    }
  }
}
