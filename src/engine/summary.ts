/**
 * What there is to say of a model that was learnt.
 * Twin: pkg/engine/summary.go.
 */
import { normalised } from './adapt/trail';
import { ModelSummary } from './analysis';
import { History, LearntBand } from './band/band';
import { coreAt, coverageOf } from './band/quantiles';
import { allFromUnit, lengthFromUnit, Unit } from './clean/unit';
import { measureBand } from './evaluate/band';
import { measure } from './evaluate/errors';
import { Entry } from './fit/fit';
import { Fitted } from './fit/model';
import { Notice } from './notice';
import { Spec } from './spec/spec';
import { DAY_MS } from './zone/zone';

/** What to tell people of how a model was learnt. */
export function noticesOf({ model, dropped, choices = [] }: Fitted, spec: Spec): Notice[] {
  const leftOut = choices.filter(({ kept }) => !kept).map(({ name }) => name);
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
  unit: Unit,
  values: Float64Array,
  fitted: Fitted,
  contest: Entry[],
  { band, deviations, tails }: LearntBand
): Omit<ModelSummary, 'train' | 'core'> {
  return {
    cutMs,
    kind: fitted.model.kind,
    points: values.length,
    mae: meanError(unit, values, fitted.outOfFold),
    coverage: coverageOf(band, tails, normalised(deviations)),
    contest: contest.map(({ kind, pinball }) => ({ kind, pinball: lengthFromUnit(unit, pinball) })),
    ...(fitted.choices?.length && {
      selection: fitted.choices.map((c) => ({
        ...c,
        with: lengthFromUnit(unit, c.with),
        without: lengthFromUnit(unit, c.without),
      })),
    }),
  };
}

/** The mean absolute difference of values and predictions, shape [n ≥ 1] in the unit, as one of the series. */
function meanError(unit: Unit, values: Float64Array, predicted: Float64Array): number {
  const [actual, expected] = [values.slice(), predicted.slice()];
  allFromUnit(unit, actual);
  allFromUnit(unit, expected);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    total += Math.min(error, Number.MAX_VALUE) / values.length;
  }
  return Math.min(total, Number.MAX_VALUE);
}

/**
 * Measures the model on its own history, in the series' unit: what it expects, and its core, out of fold. `values` are the
 * history's, shape [n].
 */
export function measured(h: History, learnt: LearntBand, unit: Unit, values: Float64Array, coverage: number) {
  const { deviations: d, band, tails } = learnt;
  const n = values.length;
  const [actual, fitted] = [values.slice(), h.expected.slice()];
  const [lower, expected, upper] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(h.values[i])) {
      actual[i] = NaN; // excluded, or without its regressors
    }
    const width = d.scale[i] * d.factor[i];
    const center = h.values[i] - d.residuals[i] + d.level[i];
    const core = coreAt(band, tails, i);
    lower[i] = center - width * core.lower;
    expected[i] = center;
    upper[i] = center + width * core.upper;
  }
  for (const column of [fitted, lower, expected, upper]) {
    allFromUnit(unit, column);
  }
  return {
    train: measure(actual, fitted, Math.floor(DAY_MS / h.stepMs)),
    core: measureBand(actual, lower, expected, upper, coverage),
  };
}
