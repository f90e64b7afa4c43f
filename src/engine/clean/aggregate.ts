/**
 * One value of the samples of a slot.
 * Twin: pkg/engine/clean/aggregate.go.
 */
import { Spec } from '../spec/spec';

/**
 * Aggregates finite samples in time order. A sum beyond the largest double is missing, a mean never is.
 *
 * @param samples - shape [at least n]; the first n ≥ 1 are read
 */
export function aggregate(how: Spec['grid']['aggregate'], samples: Float64Array, n: number): number {
  switch (how) {
    case 'min':
      return extreme(samples, n, (a, b) => a < b);
    case 'max':
      return extreme(samples, n, (a, b) => a > b);
    case 'last':
      return samples[n - 1];
    case 'count':
      return n;
    case 'sum':
      return finiteOrMissing(sum(samples, n, 1));
  }
  const mean = sum(samples, n, 1) / n;
  return Number.isFinite(mean) ? mean : sum(samples, n, 1 / n); // the sum overflowed
}

function extreme(samples: Float64Array, n: number, beats: (a: number, b: number) => boolean): number {
  let best = samples[0];
  for (let i = 0; i < n; i++) {
    if (beats(samples[i], best)) {
      best = samples[i];
    }
  }
  return best;
}

function sum(samples: Float64Array, n: number, factor: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += samples[i] * factor;
  }
  return total;
}

function finiteOrMissing(v: number): number {
  return Number.isFinite(v) ? v : NaN;
}
