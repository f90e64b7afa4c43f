/**
 * What a neural model's expected value is the sum of.
 * Twin: pkg/engine/fit/neuralTerms.go.
 */
import { Covariate } from '../clean/align';
import { Calendar } from '../features/calendar';
import { attribute } from '../neural/attribute';
import { standardDesign } from './linear';
import { Neural, rowsOf } from './neural';
import { columnsWithInteraction, linearTerms, Term } from './terms';

/**
 * The summands of the expected value of one instant: the linear model's terms, what the network says of the history's
 * mean, which joins the level, and what it says beyond, split by the columns that it comes from. Nothing is modified.
 *
 * @param calendar - that instant alone, n = 1
 * @param covariates - of that instant alone
 */
export function neuralTerms(model: Neural, calendar: Calendar, covariates: Covariate[]): Term[] {
  const { linear, network, center, spread } = model;
  const row = rowsOf(standardDesign(linear, calendar, covariates));
  const mean = new Float64Array(row.length);
  mean[0] = 1; // the level
  const { atBase, parts } = attribute(network, mean, row);
  return [
    ...linearTerms(linear, calendar, covariates),
    { part: 'level', value: center + spread * atBase },
    ...columnsWithInteraction(linear).map(({ part, regressor }, j) => ({ part, regressor, value: spread * parts[j] })),
  ];
}
