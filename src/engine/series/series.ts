/**
 * The engine's input: raw series and regressors.
 * Twin: pkg/engine/series.
 */

/**
 * Raw samples in any order, as a data source returned them; `regularGrid` makes a Grid of them.
 * Both arrays have shape [n]; NaN and the infinities in `values` mean "missing".
 */
export interface Series {
  /** Epoch milliseconds, integers. */
  timesMs: Float64Array;
  values: Float64Array;
}

/**
 * A second series that may explain the first: a number such as a temperature, or a category such as the weather.
 * NaN, the infinities and '' mean "missing". A sample holds until the next one is due, and a slot more.
 */
export type Regressor = NumberRegressor | CategoryRegressor;

/** A regressor that enters the model as one standardised column. */
export interface NumberRegressor {
  name: string;
  kind: 'number';
  series: Series;
}

/** A regressor that enters the model as one column per label. */
export interface CategoryRegressor {
  name: string;
  kind: 'category';
  /** Shape [n], epoch milliseconds, integers. */
  timesMs: Float64Array;
  /** Shape [n]. */
  labels: string[];
}
