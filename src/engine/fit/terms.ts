/**
 * What an expected value is the sum of.
 * Twin: pkg/engine/fit/terms.go.
 */
import { Covariate } from '../clean/align';
import { Calendar } from '../features/calendar';
import { Column, columnsOf, Part } from '../features/design';
import { treeColumnsOf, treeFeatures } from '../features/treeFeatures';
import { effectsOf } from '../tree/ensemble';
import { cycleAt } from './cycle';
import { Linear, standardDesign } from './linear';
import { profileAt } from './profile';
import { Seasonal, segmentOf } from './seasonal';
import type { Trees } from './trees';

/** What one column, or one leftover shape, adds to an expected value. */
export interface Term {
  part: Part;
  /** Of a regressor, which one. */
  regressor?: number;
  value: number;
}

/**
 * What the expected value of one instant is the sum of. Nothing is modified. Twin: Linear.Terms.
 *
 * @param calendar - that instant alone, n = 1
 * @param covariates - of that instant alone
 */
export function linearTerms(model: Linear, calendar: Calendar, covariates: Covariate[]): Term[] {
  const { data } = standardDesign(model, calendar, covariates);
  const terms = columnsWithInteraction(model).map(({ part, regressor }, j): Term => {
    return { part, regressor, value: data[j] * model.coefficients[j] };
  });
  for (const cycle of model.cycles) {
    terms.push({ part: 'season', value: cycleAt(cycle, calendar.timesMs)[0] });
  }
  if (model.residualProfile) {
    terms.push({ part: 'season', value: profileAt(model.residualProfile, calendar)[0] });
  }
  return terms;
}

/** The columns of the design, with those that interact: they belong to their regressors. */
export function columnsWithInteraction({ designSpec, interaction }: Linear): Column[] {
  const columns = columnsOf(designSpec);
  return interaction ? [...columns, ...columns.slice(interaction.coefficients.length)] : columns;
}

/** The level and the season of one instant, whose sum is expected. Twin: Seasonal.Terms. */
export function seasonalTerms({ shape, steps, levels }: Seasonal, calendar: Calendar): Term[] {
  return [
    { part: 'level', value: levels[segmentOf(steps, calendar.timesMs[0])] },
    { part: 'season', value: profileAt(shape, calendar)[0] },
  ];
}

/**
 * What the expected value of one instant is the sum of. Nothing is modified. Twin: Trees.Terms.
 *
 * @param calendar - that instant alone, n = 1
 * @param covariates - of that instant alone
 */
export function treesTerms(model: Trees, calendar: Calendar, covariates: Covariate[]): Term[] {
  const { designSpec, linear, ensemble } = model;
  const { data, cols } = treeFeatures(designSpec, calendar, covariates);
  const effects = new Float64Array(cols);
  const level = effectsOf(ensemble, effects, data, 1, 0);
  const ofColumns = treeColumnsOf(designSpec).map(({ part, regressor }, j): Term => {
    return { part, regressor, value: effects[j] };
  });
  return [...linearTerms(linear, calendar, covariates), { part: 'level', value: level }, ...ofColumns];
}
