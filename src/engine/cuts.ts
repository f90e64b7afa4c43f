/**
 * When models are learnt, and from what.
 * Twin: pkg/engine/cuts.go.
 */
import { Slots } from './clean/slots';
import { decisionWindow } from './detect/decide';
import { STATISTICS_MS } from './detect/statistic';
import { durationMs } from './spec/duration';
import { lagsOf } from './spec/parse';
import { Spec } from './spec/spec';
import { DAY_MS, loadZone } from './zone/zone';

/**
 * What adaptation remembers: the expected value at t depends on no data before t − MEMORY_MS but through its model. A score
 * depends on STATISTICS_MS more, a verdict on the slots of its decision too.
 */
export const MEMORY_MS = DAY_MS;

/**
 * The training cut of an instant: the last multiple of train.every at or before it, in features.timezone. The model for
 * the instant has learnt from data before its cut alone.
 *
 * @throws Fault `spec/unknown-timezone`
 */
export function cutOf(timeMs: number, spec: Spec): number {
  return new Slots(durationMs(spec.train.every), loadZone(spec.features.timezone)).floor(timeMs);
}

/**
 * The earliest instant whose data an analysis from `fromMs` on depends on; asking upstream for less gives other numbers.
 *
 * @param stepMs - the grid's step
 * @throws Fault `spec/unknown-timezone`
 */
export function neededFromMs(spec: Spec, stepMs: number, fromMs: number): number {
  const lags = spec.features.regressors.flatMap(lagsOf).map(durationMs);
  const { n, recover } = decisionWindow(spec.detect);
  const heldMs = spec.clean.missing === 'hold' ? MEMORY_MS : 0; // a held value may be a day old
  const decisionMs = (n + recover) * stepMs + STATISTICS_MS + heldMs;
  return cutOf(fromMs, spec) - Math.max(windowMs(spec, stepMs), decisionMs) - MEMORY_MS - Math.max(0, ...lags);
}

/** The length of history that a model learns from, in milliseconds. */
export function windowMs(spec: Spec, stepMs: number): number {
  if (spec.train.window !== 'auto') {
    return durationMs(spec.train.window);
  }
  if (stepMs <= 15 * 60_000) {
    return 14 * DAY_MS;
  }
  return stepMs < DAY_MS ? 56 * DAY_MS : 730 * DAY_MS;
}

/** How long a slot waits for late data before it is judged, in milliseconds. */
export function delayMs(spec: Spec, stepMs: number): number {
  return spec.grid.delay === 'auto' ? stepMs : durationMs(spec.grid.delay);
}
