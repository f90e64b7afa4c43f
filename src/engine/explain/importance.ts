/**
 * Permutation importance for the model of a series.
 * Twin: pkg/engine/importance.go, in Go's root: it needs package engine, which imports the stages.
 */
import type { Selected } from '../analysis';
import { firstRemembered, judge } from '../judge';
import { pickCovariate } from '../clean/align';
import { denormalise } from '../clean/normalisation';
import { cutOf } from '../cuts';
import { Importance, permute } from './permute';
import { Fault } from '../fault/fault';
import { Model as MeanModel } from '../fit/model';
import { learning } from '../learning';
import { Notice } from '../notice/notice';
import { gridFor, Input, modelOf, ModelStore, Window } from '../pipeline';
import { Spec } from '../spec/spec';
import { LEFT_OUT } from '../summary';
import { firstAt, Model, prepare, Prepared, usableRows } from '../train';

/** Permutation importances. Lengths are in the series' unit. */
export interface Importances {
  /** Of the model; 0 without one. */
  cutMs: number;
  kind: MeanModel['kind'] | '';
  /** That it was tried on. */
  rows: number;
  /** On those rows, with its trailing level. */
  mae: number;
  groups: Importance[];
  notices: Notice[];
  /** Of the model. */
  selection?: Selected[];
}

/** The least number of rows for an importance. */
const MIN_HELD_OUT = 24;

const TOO_FEW: Notice = {
  code: 'explain/too-few-points',
  severity: 'warning',
  text: 'explain: fewer than 24 usable points in this range; widen it to days or weeks that the model has not learnt from.',
};

/**
 * Tries the model of the window's first slot on all of the window's slots, none of which it has learnt from, with each group
 * of features shuffled in turn. So the window should span days or weeks. The trailing level is taken as given. Without a
 * model, or slots enough, there are no groups, and a notice. Nothing is modified.
 *
 * @param models - kept models; none by default
 * @throws Fault, those of `analyse`
 */
export function importanceOf(input: Input, spec: Spec, window: Window, models?: ModelStore): Importances {
  const grid = gridFor(input.series, spec, window);
  const p = prepare(grid, spec, input.regressors ?? []);
  const first = firstAt(grid, window.fromMs);
  const rows = usableRows(p, first, grid.timesMs.length);
  if (rows.length < MIN_HELD_OUT) {
    return { ...NONE, notices: [TOO_FEW] };
  }
  const model = modelOf(p, cutOf(grid.timesMs[first], spec), models);
  return model instanceof Fault
    ? { ...NONE, notices: [learning(model, p.spec, p.grid.stepMs)] }
    : permuted(p, model, rows);
}

const NONE: Importances = { cutMs: 0, kind: '', rows: 0, mae: 0, groups: [], notices: [] };

/**
 * Keeps sums of errors finite. It stands for no number as well: what is expected may be beyond all numbers, one way, and its
 * trailing level the other.
 */
const MAX_ERROR = 1e300;

function permuted(p: Prepared, model: Model, rows: Int32Array): Importances {
  const { normalisation, center, cutMs, summary } = model;
  const from = firstRemembered(p, rows[0]);
  const { level } = judge(p, model, from, p.grid.timesMs.length).deviations;
  const errorAt = (i: number, expected: number) => {
    const row = rows[i];
    const off = Math.abs(p.grid.values[row] - denormalise(normalisation, expected + level[row - from]));
    return off < MAX_ERROR ? off : MAX_ERROR;
  };
  const covariates = p.covariates.map((e) => pickCovariate(e, rows));
  const { meanError, groups } = permute(center, p.clock.at(rows), covariates, errorAt, 0);
  return {
    cutMs,
    kind: center.kind,
    rows: rows.length,
    mae: meanError,
    groups,
    notices: model.notices.filter(({ code }) => code === LEFT_OUT),
    ...(summary.selection && { selection: summary.selection }),
  };
}
