/**
 * Rounding, and division of whole numbers towards −∞ (times in milliseconds).
 * Twin: pkg/engine/num/round.go. Numbers: spec/vectors/num/{round,floorDiv,floorMod}.json.
 */
const TWO_52 = 4503599627370496;

/**
 * x rounded to a whole number, halves away from zero: round(2.5) = 3, round(−2.5) = −3
 * (JavaScript's own gives −2). The result is 0, never −0; NaN and ±∞ stay.
 */
export function round(x: number): number {
  const a = Math.abs(x);
  if (!(a < TWO_52)) {
    return x; // already whole, infinite or NaN
  }
  let whole = Math.floor(a);
  if (a - whole >= 0.5) {
    whole++;
  }
  return x < 0 ? 0 - whole : whole;
}

/**
 * The greatest whole number ≤ a/b, for whole a and b, b > 0, |a|, b ≤ 2^53. For times in
 * milliseconds: floorDiv(−1, 60000) = −1.
 */
export function floorDiv(a: number, b: number): number {
  const r = a % b; // exact for whole numbers, and of a's sign, so that a − r stays within 2^53
  return (a - r) / b - (r < 0 ? 1 : 0) + 0;
}

/** a − b·floorDiv(a, b), which is in [0, b), for the same domain. */
export function floorMod(a: number, b: number): number {
  const r = a % b;
  return r < 0 ? r + b : r + 0;
}
