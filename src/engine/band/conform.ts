/**
 * Conformalised quantile regression.
 * Twin: pkg/engine/band/conform.go. Numbers: spec/vectors/band.
 */
import { normalised } from '../adapt/trail';
import { gather } from '../num/gather';
import { quantileSorted } from '../num/quantileSorted';
import { sort } from '../num/sort';
import { Spec } from '../spec/spec';
import { History, LearntBand, presentRows, WIDE_COVERAGE } from './band';
import { Interval, times } from './interval';
import { Quantiles, Tails, widenBy } from './quantiles';
import { tailEnds } from './trim';

/**
 * Moves quantiles of a history's deviations by what they miss. Nothing is modified. Twin: Conform.
 *
 * @param learnt - the history's band without quantiles
 * @param quantiles - trees for its deviations; their `stated` is set here
 * @param tails - shape [n]: what trees that had not seen a slot's fold say of it
 * @see Romano, Patterson & Candès (2019), theorem 2
 */
export function conform(
  h: Pick<History, 'stepMs'>,
  learnt: LearntBand,
  quantiles: Omit<Quantiles, 'stated'>,
  tails: Tails,
  spec: Spec
): LearntBand {
  const deviations = widenBy(tails, learnt.deviations);
  const z = normalised(deviations);
  const rows = presentRows(z);
  const ends = tailEnds(gather(z, rows).sort(), h.stepMs);
  const body = rows.filter((row) => z[row] >= -ends.lower && z[row] <= ends.upper);
  const core = conformity(z, tails, body, spec.band.core);
  const wide = conformity(z, tails, body, WIDE_COVERAGE);
  const { begins, ...stated } = statedFrom(z, tails, rows, core, spec);
  const band = { ...learnt.band, core, wide, ...stated, quantiles: { ...quantiles, stated: begins } };
  return { band, deviations, tails };
}

/** The limit that a spec states, if it does, and from how many times the quantiles it begins. */
function statedFrom(
  z: Float64Array,
  tails: Tails,
  rows: Int32Array,
  core: Interval,
  { band: { edge } }: Spec
): { begins: number; stated?: Interval } {
  if ('multiple' in edge) {
    return { begins: edge.multiple, stated: times(core, edge.multiple) };
  }
  return 'coverage' in edge ? { begins: 1, stated: conformity(z, tails, rows, edge.coverage) } : { begins: 0 };
}

/**
 * By how much quantiles must move out, or in where below 0, so that of the rows a share lies between them. A row's scores
 * are z's distances beyond either; each side moves by its own quantile of them. Nothing is modified. Twin: Conformity.
 *
 * @param z - one entry a slot, as `tails`
 * @param rows - n ≥ 1
 */
export function conformity(z: Float64Array, { below, above }: Tails, rows: Int32Array, coverage: number): Interval {
  const inside = 1 - (1 - coverage) / 2;
  const quantileOf = (score: (row: number) => number) => quantileSorted(sort(Float64Array.from(rows, score)), inside);
  return { lower: quantileOf((row) => -z[row] - below[row]), upper: quantileOf((row) => z[row] - above[row]) };
}

/** Bounds what trees learn quantiles of. */
const MOST_TARGET = 1e6;

/** The slots that have a deviation, and those deviations, of which quantiles are learnt. Twin: Learnt.Targets. */
export function targetsOf({ deviations }: LearntBand): { rows: Int32Array; targets: Float64Array } {
  const z = normalised(deviations);
  const rows = presentRows(z);
  return { rows, targets: gather(z, rows).map((v) => Math.min(Math.max(v, -MOST_TARGET), MOST_TARGET)) };
}

/** The tails of some slots beside those of all n, the others as wide as without quantiles. Twin: Tails.Spread. */
export function spreadTails({ width, below, above }: Tails, rows: Int32Array, n: number): Tails {
  const out = { width: new Float64Array(n).fill(1), below: new Float64Array(n), above: new Float64Array(n) };
  rows.forEach((row, k) => {
    out.width[row] = width[k];
    out.below[row] = below[k];
    out.above[row] = above[k];
  });
  return out;
}
