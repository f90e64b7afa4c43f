/**
 * Permutation importance of groups of features.
 * Twin: pkg/engine/explain/permute.go. Numbers: spec/vectors/explain.
 */
import { Covariate, pickCovariate } from '../clean/align';
import { Calendar } from '../features/calendar';
import { Model, predict } from '../fit/model';
import { Random, shuffle } from '../num/random';
import { groupsOf, shuffleCalendar, TimeGroup } from './shuffle';

/** The permutation importance of one group of features. */
export interface Importance {
  group: TimeGroup | 'regressor';
  /** Of a regressor; else the group's. */
  name: string;
  /** Of the mean absolute error, once the group says nothing; may be below 0 by chance. */
  increase: number;
  /** Of all increases above 0, from 0 to 1. */
  share: number;
}

/** The size of the error of a row for which so much is expected. */
export type ErrorAt = (row: number, expected: number) => number;

/** Rounds of shuffling are averaged. */
const ROUNDS = 5;

/**
 * Measures what each group of features is worth to a model: by how much its error on rows that it has not learnt from grows
 * when the group's values are shuffled between the rows. All groups meet the same shuffles of a seed. Nothing is modified.
 * Twin: Permute.
 *
 * @param calendar - of n ≥ 1 rows, as covariates
 * @param errorAt - the size of one row's error for a prediction in the model's unit; errors have its unit
 * @param seed - 0 ≤ seed < 2^53
 * @throws Fault `num/bad-seed`
 * @see Breiman (2001), section 10; Fisher et al. (2019)
 */
export function permute(
  model: Model,
  calendar: Calendar,
  covariates: Covariate[],
  errorAt: ErrorAt,
  seed: number
): { meanError: number; groups: Importance[] } {
  const orders = shuffles(calendar.timesMs.length, seed);
  const meanError = errorOf(predict(model, calendar, covariates), errorAt);
  const increase = (shuffled: (order: Int32Array) => Float64Array) => {
    let total = 0;
    for (const order of orders) {
      total += errorOf(shuffled(order), errorAt);
    }
    return total / ROUNDS - meanError;
  };
  const groups: Importance[] = groupsOf(calendar).map((group) => ({
    group,
    name: group,
    increase: increase((order) => predict(model, shuffleCalendar(calendar, group, order), covariates)),
    share: 0,
  }));
  covariates.forEach((e, k) => {
    const others = (order: Int32Array) => covariates.map((other, i) => (i === k ? pickCovariate(e, order) : other));
    const shuffled = (order: Int32Array) => predict(model, calendar, others(order));
    groups.push({ group: 'regressor', name: e.name, increase: increase(shuffled), share: 0 });
  });
  share(groups);
  return { meanError, groups };
}

/** As many orders of n rows as there are rounds. */
function shuffles(n: number, seed: number): Int32Array[] {
  const random = new Random(seed);
  return Array.from({ length: ROUNDS }, () => {
    const order = new Int32Array(n).map((_, i) => i);
    shuffle(random, order);
    return order;
  });
}

/** The mean absolute error over the rows where something is expected; 0 without any. */
function errorOf(expected: Float64Array, errorAt: ErrorAt): number {
  let [total, n] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    if (!Number.isNaN(expected[i])) {
      total += errorAt(i, expected[i]);
      n++;
    }
  }
  return total / Math.max(n, 1);
}

/** Gives each group its part of what all groups together are worth. */
function share(groups: Importance[]): void {
  let total = 0;
  for (const { increase } of groups) {
    total += Math.max(increase, 0);
  }
  for (const group of groups) {
    group.share = total > 0 ? Math.max(group.increase, 0) / total : 0;
  }
}
