/**
 * Sums and products with their rounding errors, for residuals that must be exact.
 * Twin: pkg/engine/num/doubleDouble.go. Numbers: the property tests beside.
 *
 * The error is left in `lost.error`, a shared cell, since returning pairs would allocate:
 * read it before the next call.
 */
const SPLITTER = 134217729; // 2^27 + 1

/** The rounding error of the last twoSum or twoProduct. */
export const lost = { error: 0.5 };

/**
 * a + b, rounded; the exact sum is the result plus `lost.error`, for any finite a and b
 * without overflow.
 * @see Knuth, TAOCP 2, 4.2.2
 */
export function twoSum(a: number, b: number): number {
  const sum = a + b;
  const bb = sum - a;
  lost.error = a - (sum - bb) + (b - bb);
  return sum;
}

/**
 * a·b, rounded; the exact product is the result plus `lost.error`, for |a|, |b| < 2^970 and
 * a product above 2^−960 or zero.
 * @see Dekker 1971 (splitting)
 */
export function twoProduct(a: number, b: number): number {
  const product = a * b;
  let c = SPLITTER * a;
  const ah = c - (c - a);
  const al = a - ah;
  c = SPLITTER * b;
  const bh = c - (c - b);
  const bl = b - bh;
  lost.error = al * bl - (product - ah * bh - al * bh - ah * bl);
  return product;
}
