/**
 * Which series of a panel explain the others.
 */
import { Spec } from '../engine/spec/spec';
import { NamedSeries } from '../frames/named';

/** A series that the spec names as a regressor. */
export interface NamedRegressor {
  name: string;
  source: NamedSeries;
}

/**
 * Takes out the series that features.regressors names: by the refId of their query, else by their display name, else by
 * their column. Each is a number, at steps of its own.
 *
 * @param all - of the panel; not modified
 * @returns the series to judge, and one regressor for each name that one series has
 */
export function splitRegressors(
  all: NamedSeries[],
  { features }: Spec
): { explained: NamedSeries[]; regressors: NamedRegressor[] } {
  const regressors = features.regressors.flatMap(({ name }) => {
    const source = BY.map((has) => all.filter((one) => has(one) === name)).find((found) => found.length === 1)?.[0];
    return source ? [{ name, source }] : [];
  });
  const taken = new Set(regressors.map(({ source }) => source));
  return { explained: all.filter((one) => !taken.has(one)), regressors };
}

const BY: Array<(one: NamedSeries) => string | undefined> = [
  ({ refId }) => refId,
  ({ name }) => name,
  ({ field }) => field.name,
];
