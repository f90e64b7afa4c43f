/**
 * Learns the model that the spec names.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/fit.go. Numbers: spec/vectors/fit.
 */
import { plan, Recipe } from '../features/recipe';
import { weekFrom, weekStart } from '../features/week';
import { mean } from '../num/mean';
import { quantileSorted } from '../num/quantileSorted';
import { Spec } from '../spec/spec';
import { boostingPays } from './boostingPays';
import { choose } from './choose';
import { fitLinear, linearOptions } from './linearFit';
import { Fitted, Model } from './model';
import { fitNeural } from './neuralFit';
import { clearlyLess } from './noise';
import { Block, blocksOf, Sample } from './sample';
import { fitSeasonal } from './seasonal';
import { fitTrees, fitTrend } from './treesFit';

/** One contestant of auto with its out-of-fold pinball loss, in the history's unit. */
export interface Entry {
  kind: Model['kind'];
  pinball: number;
}

/** The model that was taken. */
export interface Contest {
  fitted: Fitted;
  /** Empty but for auto. */
  contest: Entry[];
}

/**
 * Learns the model that the spec names; auto lets the kinds contend that cost little, and takes the linear one unless another's
 * loss is clearly less. Nothing is modified.
 *
 * @param sample - n ≥ 1 rows
 */
export function fit(sample: Sample, spec: Spec): Contest {
  const start = weekStart(sample.calendar, sample.values);
  const found = fitWeek({ ...sample, calendar: weekFrom(sample.calendar, start) }, spec);
  const { fitted } = found;
  return start === 0 ? found : { ...found, fitted: { ...fitted, model: { ...fitted.model, weekStart: start } } };
}

/** Fits a sample whose weekend ends the calendar's week. */
function fitWeek(sample: Sample, spec: Spec): Contest {
  const recipe = plan(sample.calendar, sample.values, sample.explainers, sample.stepMs, spec);
  if (spec.model.kind !== 'auto') {
    return { fitted: fitKind(spec.model.kind, sample, recipe, spec), contest: [] };
  }
  return judge(fitAuto(sample, recipe, spec), sample, spec.band.core);
}

function fitKind(kind: Model['kind'], sample: Sample, recipe: Recipe, spec: Spec): Fitted {
  switch (kind) {
    case 'seasonal':
      return fitSeasonal(sample, recipe, spec.clean.outliers === 'robust');
    case 'tree':
    case 'forest':
      return fitTrees(kind, sample, recipe, spec, fitTrend(sample, recipe, linearOptions(spec)));
    case 'boosted':
      return fitTrees(kind, sample, recipe, spec, fitChosen(sample, recipe, spec));
    case 'neural':
      return fitNeural(sample, recipe, spec);
    case 'linear':
      return fitChosen(sample, recipe, spec);
  }
}

/** Learns the linear model of the columns that features.select leaves. */
function fitChosen(sample: Sample, recipe: Recipe, spec: Spec): Fitted {
  const options = linearOptions(spec);
  if (spec.features.select === 'off') {
    return fitLinear(sample, recipe, options);
  }
  const { recipe: left, choices } = choose(sample, recipe, options);
  return { ...fitLinear(sample, left, options), choices };
}

/**
 * Lets linear and seasonal contend, and boosted where a quick look says that trees find what the linear model leaves. A
 * network or a forest costs more than all others together; a tree is worse than either.
 */
function fitAuto(sample: Sample, recipe: Recipe, spec: Spec): Fitted[] {
  const linear = fitKind('linear', sample, recipe, spec);
  const contestants = [linear, fitKind('seasonal', sample, recipe, spec)];
  if (boostingPays(sample, recipe, linear)) {
    contestants.push(fitTrees('boosted', sample, recipe, spec, linear));
  }
  return contestants;
}

/**
 * Takes the first contestant that no later one beats by more than a standard error of their difference, block by block:
 * errors of neighbours are alike, those of blocks hardly.
 */
function judge(contestants: Fitted[], sample: Sample, core: number): Contest {
  const blocks = blocksOf(sample);
  const losses = contestants.map((f) => blockLosses(f, sample.values, blocks, core));
  let best = 0;
  for (let c = 1; c < contestants.length; c++) {
    if (clearlyLess(losses[c], losses[best])) {
      best = c;
    }
  }
  return {
    fitted: contestants[best],
    contest: contestants.map(({ model }, c) => ({ kind: model.kind, pinball: mean(losses[c]) })),
  };
}

/**
 * Each block's mean pinball loss at the core's edges and the middle, the edges standing at the quantiles of the
 * contestant's own residuals.
 */
function blockLosses({ outOfFold }: Fitted, values: Float64Array, blocks: Block[], core: number): Float64Array {
  const residuals = values.map((v, i) => v - outOfFold[i]);
  const sorted = residuals.slice().sort();
  const quantiles = [(1 - core) / 2, 0.5, (1 + core) / 2].map((level) => ({
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
