/**
 * Targets and weights as whole numbers, whose sums do not round.
 * Twin: pkg/engine/tree/pack.go.
 */
import { Fault } from '../fault/fault';
import { exponent, scale } from '../num/bits';

/** How many rows, counted with their weights, a tree may grow on: more would leave too few bits for the target. */
export const MAX_ROWS = 2 ** 20 - 1;

/** Keeps squares and sums of targets finite. */
const MAX_TARGET = 1e150;

/** The precision of a double, all of which are used. */
const WHOLE_BITS = 53;

/**
 * Puts a row's target and its weight into one whole number, target·unit + weight, so that one addition adds both. Whole
 * numbers add without rounding: the order of sums is free, and a child's histogram is exactly its parent's less its
 * sibling's.
 */
export interface Packing {
  /** A power of two above every sum of weights. */
  unit: number;
  /** The target enters as round(target·scale); a power of two. */
  scale: number;
}

/** The weight that a packed sum holds. */
export function weightIn(packed: number, unit: number): number {
  return packed - Math.floor(packed / unit) * unit;
}

/** As many bits for the target as leave no sum above 2^53. Targets below 2^−500 all count as 0. */
function packingFor(weight: number, greatest: number): Packing {
  const countBits = 32 - Math.clz32(weight);
  const bits = greatest > 0 ? Math.min(WHOLE_BITS - 2 - 2 * countBits - exponent(greatest), 500) : 0;
  return { unit: 2 ** countBits, scale: scale(1, bits) };
}

/**
 * Fills `packed` for rows.
 *
 * @param packed - shape [n]; written at rows
 * @param target - shape [n]
 * @param weights - shape [n], or null for ones
 * @throws Fault `tree/not-finite`, `tree/too-many-rows`, `tree/no-rows`
 */
export function pack(
  packed: Float64Array,
  target: Float64Array,
  weights: Int32Array | null,
  rows: Int32Array
): Packing {
  let weight = 0;
  let greatest = 0;
  for (let k = 0; k < rows.length; k++) {
    const r = rows[k];
    weight += weights ? weights[r] : 1;
    const size = Math.abs(target[r]);
    if (!(size <= MAX_TARGET)) {
      throw new Fault(
        'tree/not-finite',
        `tree: target[${r}] = ${target[r]}; want a number within ±1e150. Leave rows with a missing target out, and scale huge ones.`
      );
    }
    greatest = size > greatest ? size : greatest;
  }
  checkWeight(weight);
  const packing = packingFor(weight, greatest);
  for (let k = 0; k < rows.length; k++) {
    const r = rows[k];
    const whole = Math.floor(target[r] * packing.scale + 0.5);
    packed[r] = (whole * packing.unit + 1) * (weights ? weights[r] : 1);
  }
  return packing;
}

function checkWeight(weight: number): void {
  if (weight === 0) {
    throw new Fault('tree/no-rows', 'tree: no rows; want at least 1');
  }
  if (weight > MAX_ROWS) {
    throw new Fault(
      'tree/too-many-rows',
      `tree: ${weight} rows; want at most ${MAX_ROWS}. Widen the step or shorten the window.`
    );
  }
}
