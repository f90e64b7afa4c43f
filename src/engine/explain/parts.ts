/**
 * Splits an expected value into its parts.
 * Twin: pkg/engine/explain/parts.go. Numbers: spec/vectors/explain.
 */
import { Covariate } from '../clean/align';
import { Calendar } from '../features/calendar';
import { weekFrom } from '../features/week';
import { Model } from '../fit/model';
import { neuralTerms } from '../fit/neuralTerms';
import { linearTerms, seasonalTerms, Term, treesTerms } from '../fit/terms';

/** What the expected value of one instant is the sum of. */
export interface Parts {
  /** What is expected when nothing else is known. */
  level: number;
  /** Slope and steps. */
  trend: number;
  /** Day, week and other periods. */
  season: number;
  /** What weekends change. */
  calendar: number;
  regressors: Effect[];
}

/** What one regressor adds. */
export interface Effect {
  name: string;
  value: number;
}

/**
 * Splits the expected value of an instant, in normalised units. Nothing is modified.
 *
 * @param calendar - that instant alone, n = 1; its week begins on Monday
 * @param covariates - of that instant alone; each is present
 */
export function partsOf(model: Model, calendar: Calendar, covariates: Covariate[]): Parts {
  const regressors = model.kind === 'seasonal' ? [] : covariates.map(({ name }) => ({ name, value: 0 }));
  const parts: Parts = { level: 0, trend: 0, season: 0, calendar: 0, regressors };
  for (const { part, regressor, value } of termsOf(model, weekFrom(calendar, model.weekStart), covariates)) {
    if (part === 'regressor') {
      regressors[regressor ?? 0].value += value;
    } else {
      parts[part] += value;
    }
  }
  return parts;
}

function termsOf(model: Model, calendar: Calendar, covariates: Covariate[]): Term[] {
  switch (model.kind) {
    case 'seasonal':
      return seasonalTerms(model.seasonal, calendar);
    case 'neural':
      return neuralTerms(model.neural, calendar, covariates);
    case 'linear':
      return linearTerms(model.linear, calendar, covariates);
    default:
      return treesTerms(model.trees, calendar, covariates);
  }
}

/**
 * The parts with all but the level times a factor, and the level as given: how parts of the model's unit become parts in
 * the series' unit. −0 leaves as 0, since JSON.stringify has no −0. Twin: Parts.Scaled.
 */
export function scaledParts({ trend, season, calendar, regressors }: Parts, level: number, factor: number): Parts {
  return {
    level,
    trend: trend * factor + 0,
    season: season * factor + 0,
    calendar: calendar * factor + 0,
    regressors: regressors.map(({ name, value }) => ({ name, value: value * factor + 0 })),
  };
}

/** Whether the parts add up to a number. Twin: Parts.Finite. */
export function areFinite({ level, trend, season, calendar, regressors }: Parts): boolean {
  return Number.isFinite(regressors.reduce((total, { value }) => total + value, level + trend + season + calendar));
}
