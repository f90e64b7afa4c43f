/**
 * The arithmetic mean.
 * Twin: pkg/engine/num/sum.go. Numbers: spec/vectors/num/mean.json.
 */
import { sum } from './sum';

/** sum(x)/n in the unit of x. Shape and missing rule are sum's, but n = 0 gives NaN. */
export function mean(x: Float64Array): number {
  return x.length === 0 ? NaN : sum(x) / x.length;
}
