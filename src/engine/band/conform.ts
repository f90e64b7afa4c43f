/**
 * Conformalised quantile regression.
 * Twin: pkg/engine/band/conform.go. Numbers: spec/vectors/band.
 */
import { normalised } from '../adapt/localLevel';
import { gather } from '../num/gather';
import { quantileSorted } from '../num/quantileSorted';
import { sort } from '../num/sort';
import { Spec } from '../spec/spec';
import { History, LearntErrors, presentRows, COVERAGE_99 } from './band';
import { Interval, times } from './interval';
import { Quantiles, ConditionalQuantiles, widenBy } from './quantiles';
import { trimLimits } from './trim';

/**
 * Corrects conditional quantiles by their conformity scores. Nothing is modified. Twin: Conform.
 *
 * @param learnt - the history's error model without quantiles
 * @param quantiles - trees for its deviations; their `stated` is set here
 * @param conditional - shape [n]: out-of-fold predictions of the quantiles
 * @see Romano, Patterson & Candès (2019), theorem 2
 */
export function conform(
  h: Pick<History, 'stepMs'>,
  learnt: LearntErrors,
  quantiles: Omit<Quantiles, 'stated'>,
  conditional: ConditionalQuantiles,
  spec: Spec
): LearntErrors {
  const deviations = widenBy(conditional, learnt.deviations);
  const z = normalised(deviations);
  const rows = presentRows(z);
  const ends = trimLimits(gather(z, rows).sort(), h.stepMs);
  const body = rows.filter((row) => z[row] >= -ends.lower && z[row] <= ends.upper);
  const interval = conformity(z, conditional, body, spec.band.interval);
  const interval99 = conformity(z, conditional, body, COVERAGE_99);
  const { begins, ...stated } = statedFrom(z, conditional, rows, interval, spec);
  const band = { ...learnt.band, interval, interval99, ...stated, quantiles: { ...quantiles, stated: begins } };
  return { band, deviations, conditional };
}

/** The limit that a spec states, if any, and the multiple of the quantiles to which it is added. */
function statedFrom(
  z: Float64Array,
  conditional: ConditionalQuantiles,
  rows: Int32Array,
  interval: Interval,
  { band: { limit } }: Spec
): { begins: number; stated?: Interval } {
  if ('multiple' in limit) {
    return { begins: limit.multiple, stated: times(interval, limit.multiple) };
  }
  return 'coverage' in limit ? { begins: 1, stated: conformity(z, conditional, rows, limit.coverage) } : { begins: 0 };
}

/**
 * The distances by which quantiles must move outwards (inwards if negative), so that a share of the rows lies between
 * them. A row's conformity scores are the distances of z beyond each quantile. Each side moves by its own quantile of
 * the scores. Nothing is modified. Twin: Conformity.
 *
 * @param z - one entry a slot, as `conditional`
 * @param rows - n ≥ 1
 */
export function conformity(
  z: Float64Array,
  { below, above }: ConditionalQuantiles,
  rows: Int32Array,
  coverage: number
): Interval {
  const inside = 1 - (1 - coverage) / 2;
  const quantileOf = (score: (row: number) => number) => quantileSorted(sort(Float64Array.from(rows, score)), inside);
  return { lower: quantileOf((row) => -z[row] - below[row]), upper: quantileOf((row) => z[row] - above[row]) };
}

/** Bounds the deviations from which trees learn quantiles. */
const MAX_TARGET = 1e6;

/** The slots that have a deviation, and those deviations, of which quantiles are learnt. Twin: Learnt.Targets. */
export function targetsOf({ deviations }: LearntErrors): { rows: Int32Array; targets: Float64Array } {
  const z = normalised(deviations);
  const rows = presentRows(z);
  return { rows, targets: gather(z, rows).map((v) => Math.min(Math.max(v, -MAX_TARGET), MAX_TARGET)) };
}

/**
 * Expands the conditional quantiles of some slots to all n slots. The others get the width of a normal distribution,
 * as without quantiles. Twin: ConditionalQuantiles.Spread.
 */
export function spreadConditional(
  { width, below, above }: ConditionalQuantiles,
  rows: Int32Array,
  n: number
): ConditionalQuantiles {
  const out = { width: new Float64Array(n).fill(1), below: new Float64Array(n), above: new Float64Array(n) };
  rows.forEach((row, k) => {
    out.width[row] = width[k];
    out.below[row] = below[k];
    out.above[row] = above[k];
  });
  return out;
}
