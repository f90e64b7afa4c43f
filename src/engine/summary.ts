/**
 * What there is to say of a model that was learnt.
 * Twin: pkg/engine/summary.go.
 */
import { normalised } from './adapt/localLevel';
import { ModelSummary } from './analysis';
import { History, LearntErrors } from './band/band';
import { intervalAt, coverageOf } from './band/quantiles';
import { denormaliseAll, denormaliseLength, Normalisation } from './clean/normalisation';
import { measureBand } from './evaluate/band';
import { measure } from './evaluate/errors';
import { Candidate } from './fit/fit';
import { Fitted } from './fit/model';
import { Notice } from './notice/notice';
import { Spec } from './spec/spec';
import { DAY_MS } from './zone/zone';

/** What to tell people of how a model was learnt. */
export function noticesOf({ model, dropped, eliminations = [] }: Fitted, spec: Spec): Notice[] {
  const leftOut = eliminations.filter(({ kept }) => !kept).map(({ name }) => name);
  const plain = spec.band.method === 'cqr' && model.kind !== 'boosted';
  const idle = model.kind === 'neural' && model.neural.spread === 0;
  return [
    ...(plain ? [NOT_BOOSTED] : []),
    ...(leftOut.length > 0 ? [leftOutNotice(leftOut)] : []),
    ...(idle ? [NETWORK_IDLE] : []),
    ...(dropped > 0 ? [RANK_DEFICIENT] : []),
  ];
}

const NOT_BOOSTED: Notice = {
  code: 'band/not-boosted',
  severity: 'info',
  text: 'band: cqr needs the boosted model, which auto did not choose; the band is conformal.',
};

/** The code of the notice that names the features that were left out. */
export const LEFT_OUT = 'fit/left-out';

function leftOutNotice(names: string[]): Notice {
  return {
    code: LEFT_OUT,
    severity: 'info',
    text: `fit: held-out days are foreseen no worse without these features, which were left out: ${names.join(', ')}.`,
  };
}

const NETWORK_IDLE: Notice = {
  code: 'fit/network-idle',
  severity: 'info',
  text: 'fit: a network does not foresee the last part of this history better than the linear model alone, which therefore judges.',
};

const RANK_DEFICIENT: Notice = {
  code: 'fit/rank-deficient',
  severity: 'warning',
  text: 'fit: some features are constant in this history or copies of others; they were left out.',
};

/** What a model is, and how good out of fold, in the series' unit. */
export function summaryOf(
  cutMs: number,
  normalisation: Normalisation,
  values: Float64Array,
  fitted: Fitted,
  candidates: Candidate[],
  { band, deviations, conditional }: LearntErrors
): Omit<ModelSummary, 'train' | 'interval'> {
  return {
    cutMs,
    kind: fitted.model.kind,
    points: values.length,
    mae: meanError(normalisation, values, fitted.outOfFold),
    coverage: coverageOf(band, conditional, normalised(deviations)),
    candidates: candidates.map(({ kind, pinball }) => ({ kind, pinball: denormaliseLength(normalisation, pinball) })),
    ...(fitted.eliminations?.length && {
      selection: fitted.eliminations.map((c) => ({
        ...c,
        with: denormaliseLength(normalisation, c.with),
        without: denormaliseLength(normalisation, c.without),
      })),
    }),
  };
}

/** The mean absolute difference of values and predictions, shape [n ≥ 1] in the normalised scale, as one of the series. */
function meanError(normalisation: Normalisation, values: Float64Array, predicted: Float64Array): number {
  const [actual, expected] = [values.slice(), predicted.slice()];
  denormaliseAll(normalisation, actual);
  denormaliseAll(normalisation, expected);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    total += Math.min(error, Number.MAX_VALUE) / values.length;
  }
  return Math.min(total, Number.MAX_VALUE);
}

/**
 * Measures the model on its own history, in the series' unit: what it expects, and its interval, out of fold. `values` are the
 * history's, shape [n].
 */
export function measured(
  h: History,
  learnt: LearntErrors,
  normalisation: Normalisation,
  values: Float64Array,
  coverage: number
) {
  const { deviations: d, band, conditional } = learnt;
  const n = values.length;
  const [actual, fitted] = [values.slice(), h.expected.slice()];
  const [lower, expected, upper] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(h.values[i])) {
      actual[i] = NaN; // excluded, or without its regressors
    }
    const width = d.scale[i] * d.factor[i];
    const center = h.values[i] - d.residuals[i] + d.level[i];
    const interval = intervalAt(band, conditional, i);
    lower[i] = center - width * interval.lower;
    expected[i] = center;
    upper[i] = center + width * interval.upper;
  }
  for (const column of [fitted, lower, expected, upper]) {
    denormaliseAll(normalisation, column);
  }
  return {
    train: measure(actual, fitted, Math.floor(DAY_MS / h.stepMs)),
    interval: measureBand(actual, lower, expected, upper, coverage),
  };
}
