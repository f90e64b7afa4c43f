/**
 * Says how good the models of an analysis were, where they were trained and where they were not.
 * Twin: pkg/engine/evaluation.go.
 */
import { Analysis } from './analysis';
import { alertsPerWeek } from './evaluate/alerts';
import { BandErrors, measureBand } from './evaluate/band';
import { Errors, measure } from './evaluate/errors';
import { Spec } from './spec/spec';
import { DAY_MS } from './zone/zone';

/** Errors of an analysis. */
export interface Evaluation {
  /** Of the newest model, on its own history. */
  train: Errors;
  /** Of its interval, on that history, out of fold. */
  trainInterval: BandErrors;
  /** Walking forward: each slot by a model that had not seen it. */
  heldOut: Errors;
  /** Of the interval, walking forward. */
  interval: BandErrors;
  /** Incidents that began, walking forward; null below a week. */
  alertsPerWeek: number | null;
}

/** Measures an analysis. It is not modified. */
export function evaluate(a: Analysis, spec: Spec): Evaluation {
  const newest = a.models[a.models.length - 1];
  return {
    train: newest?.train ?? { n: 0, mse: 0, mae: 0, r2: null, mase: null },
    trainInterval: newest?.interval ?? { n: 0, coverage: 0, intervalScore: 0, pinball: 0 },
    heldOut: measure(a.value, a.expected, Math.floor(DAY_MS / a.stepMs)),
    interval: measureBand(a.value, a.intervalLower, a.expected, a.intervalUpper, spec.band.interval),
    alertsPerWeek: alertsPerWeek(a.anomaly, a.stepMs),
  };
}
