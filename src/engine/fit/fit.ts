/**
 * Learns the model that the spec names.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/fit.go. Numbers: spec/vectors/fit.
 */
import { plan, DesignSpec } from '../features/designSpec';
import { weekFrom, weekStart } from '../features/week';
import { mean } from '../num/mean';
import { quantileSorted } from '../num/quantileSorted';
import { Spec } from '../spec/spec';
import { boostingPays } from './boostingPays';
import { selectFeatures } from './selectFeatures';
import { fitLinear, linearOptions } from './linearFit';
import { Fitted, Model } from './model';
import { fitNeural } from './neuralFit';
import { clearlyLess } from './noise';
import { Block, blocksOf, Sample } from './sample';
import { fitSeasonal } from './seasonal';
import { fitTrees, fitTrend } from './treesFit';

/** One candidate of auto with its out-of-fold pinball loss, in the history's unit. */
export interface Candidate {
  kind: Model['kind'];
  pinball: number;
}

/** The model that was taken. */
export interface Selection {
  fitted: Fitted;
  /** Empty but for auto. */
  candidates: Candidate[];
}

/**
 * Learns the model that the spec names; auto selects among the cheap kinds, and takes the linear one unless another's
 * loss is clearly less. Nothing is modified.
 *
 * @param sample - n ≥ 1 rows
 */
export function fit(sample: Sample, spec: Spec): Selection {
  const start = weekStart(sample.calendar, sample.values);
  const found = fitWeek({ ...sample, calendar: weekFrom(sample.calendar, start) }, spec);
  const { fitted } = found;
  return start === 0 ? found : { ...found, fitted: { ...fitted, model: { ...fitted.model, weekStart: start } } };
}

/** Fits a sample whose weekend ends the calendar's week. */
function fitWeek(sample: Sample, spec: Spec): Selection {
  const designSpec = plan(sample.calendar, sample.values, sample.covariates, sample.stepMs, spec);
  if (spec.model.kind !== 'auto') {
    return { fitted: fitKind(spec.model.kind, sample, designSpec, spec), candidates: [] };
  }
  return selectModel(fitAuto(sample, designSpec, spec), sample, spec.band.interval);
}

function fitKind(kind: Model['kind'], sample: Sample, designSpec: DesignSpec, spec: Spec): Fitted {
  switch (kind) {
    case 'seasonal':
      return fitSeasonal(sample, designSpec, spec.clean.outliers === 'robust');
    case 'tree':
    case 'forest':
      return fitTrees(kind, sample, designSpec, spec, fitTrend(sample, designSpec, linearOptions(spec)));
    case 'boosted':
      return fitTrees(kind, sample, designSpec, spec, fitChosen(sample, designSpec, spec));
    case 'neural':
      return fitNeural(sample, designSpec, spec);
    case 'linear':
      return fitChosen(sample, designSpec, spec);
  }
}

/** Learns the linear model of the columns that features.select keeps. */
function fitChosen(sample: Sample, designSpec: DesignSpec, spec: Spec): Fitted {
  const options = linearOptions(spec);
  if (spec.features.select === 'off') {
    return fitLinear(sample, designSpec, options);
  }
  const { designSpec: left, eliminations } = selectFeatures(sample, designSpec, options);
  return { ...fitLinear(sample, left, options), eliminations };
}

/**
 * Selects between linear, seasonal and, if a short trial finds structure in the residuals of the linear model,
 * boosted. A
 * network or a forest costs more than all others together; a tree is worse than either.
 */
function fitAuto(sample: Sample, designSpec: DesignSpec, spec: Spec): Fitted[] {
  const linear = fitKind('linear', sample, designSpec, spec);
  const fits = [linear, fitKind('seasonal', sample, designSpec, spec)];
  if (boostingPays(sample, designSpec, linear)) {
    fits.push(fitTrees('boosted', sample, designSpec, spec, linear));
  }
  return fits;
}

/**
 * Takes the first candidate that no later one beats by more than a standard error of their difference, block by block:
 * errors of neighbours are alike, those of blocks hardly.
 */
function selectModel(fits: Fitted[], sample: Sample, interval: number): Selection {
  const blocks = blocksOf(sample);
  const losses = fits.map((f) => blockLosses(f, sample.values, blocks, interval));
  let best = 0;
  for (let c = 1; c < fits.length; c++) {
    if (clearlyLess(losses[c], losses[best])) {
      best = c;
    }
  }
  return {
    fitted: fits[best],
    candidates: fits.map(({ model }, c) => ({ kind: model.kind, pinball: mean(losses[c]) })),
  };
}

/**
 * Each block's mean pinball loss at the interval's limits and the middle, the limits standing at the quantiles of the
 * candidate's own residuals.
 */
function blockLosses({ outOfFold }: Fitted, values: Float64Array, blocks: Block[], interval: number): Float64Array {
  const residuals = values.map((v, i) => v - outOfFold[i]);
  const sorted = residuals.slice().sort();
  const quantiles = [(1 - interval) / 2, 0.5, (1 + interval) / 2].map((level) => ({
    level,
    at: quantileSorted(sorted, level),
  }));
  return Float64Array.from(blocks, ({ from, to }) => {
    let loss = 0;
    for (const { level, at } of quantiles) {
      for (let i = from; i < to; i++) {
        loss += pinball(residuals[i] - at, level);
      }
    }
    return loss / (3 * (to - from));
  });
}

/** The loss of a quantile that is missed by e. See Koenker & Bassett (1978). */
export function pinball(e: number, level: number): number {
  return e >= 0 ? level * e : (level - 1) * e;
}
