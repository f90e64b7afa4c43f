/**
 * Why the expected value of a slot is what it is.
 * Twin: pkg/engine/explanation.go, in Go's root: it needs package engine, which imports the stages.
 */
import { bounded, firstRemembered, judge } from '../judge';
import { sliceCovariate } from '../clean/align';
import { gridStep } from '../clean/grid';
import { Slots } from '../clean/slots';
import { denormalise, slopeOf } from '../clean/normalisation';
import { cutOf } from '../cuts';
import { areFinite, Parts, partsOf, scaledParts } from './parts';
import { verdict } from './verdict';
import { Fault } from '../fault/fault';
import { gridFor, Input, modelOf, ModelStore, Window } from '../pipeline';
import { Spec } from '../spec/spec';
import { firstAt, Model, prepare, Prepared } from '../train';
import { loadZone } from '../zone/zone';

/**
 * Level, trend, season, calendar and the regressors add up to `expected`, in the series' unit, but for the bounds that a
 * spec may set. The level holds the local level too.
 */
export interface Explanation extends Parts {
  /** First instant of the slot. */
  timeMs: number;
  /** Of the series; null where it is missing. */
  value: number | null;
  expected: number;
  /** One sentence. */
  verdict: string;
}

/**
 * Explains the slot that holds an instant, with the model that `analyse` judges it by. Nothing is modified.
 *
 * @param window - of the analysis; its range does not matter
 * @returns undefined for a slot without a model or without its regressors, and for parts beyond all numbers
 * @throws Fault, those of `analyse`
 */
export function explainAt(
  input: Input,
  spec: Spec,
  window: Window,
  timeMs: number,
  models?: ModelStore
): Explanation | undefined {
  const slots = new Slots(gridStep(input.series, spec, window.stepMs), loadZone(spec.features.timezone));
  const startMs = slots.floor(timeMs);
  const grid = gridFor(input.series, spec, { ...window, fromMs: startMs, toMs: startMs });
  const p = prepare(grid, spec, input.regressors ?? []);
  const slot = firstAt(grid, startMs);
  if (slot === grid.timesMs.length) {
    return undefined;
  }
  const model = modelOf(p, cutOf(startMs, spec), models);
  return model instanceof Fault ? undefined : explainSlot(p, model, slot);
}

/** Explains one slot of the grid by a model; undefined where nothing is expected, or its parts are beyond all numbers. */
function explainSlot(p: Prepared, model: Model, slot: number): Explanation | undefined {
  const { scoreInput, scores, deviations, expected } = judge(p, model, firstRemembered(p, slot), slot + 1);
  const i = expected.length - 1;
  if (Number.isNaN(expected[i])) {
    return undefined;
  }
  const { normalisation, center } = model;
  const covariates = p.covariates.map((e) => sliceCovariate(e, slot, slot + 1));
  const parts = partsOf(center, p.clock.between(slot, slot + 1), covariates);
  const level = parts.level + deviations.level[i];
  const scaled = scaledParts(parts, denormalise(normalisation, level), slopeOf(normalisation, level, expected[i]));
  if (!areFinite(scaled)) {
    return undefined;
  }
  const value = p.grid.values[slot];
  return {
    ...scaled,
    timeMs: p.grid.timesMs[slot],
    value: Number.isNaN(value) ? null : value,
    expected: bounded(p.spec, model, expected[i]),
    verdict: verdict({
      score: scores.score[i],
      reason: scores.reason[i],
      excluded: p.grid.excluded[slot] === 1,
      above: scoreInput.residuals[i] > 0,
    }),
  };
}
