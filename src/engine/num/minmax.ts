/**
 * Least and greatest, with one rule for NaN and −0.
 * Twin: pkg/engine/num/minmax.go. Numbers: spec/vectors/num/{min,max,extent}.json.
 */

/**
 * The lesser of a and b; NaN if either is NaN, and 0 rather than −0. (Go's and
 * JavaScript's own differ in min(−∞, NaN).)
 */
export function min(a: number, b: number): number {
  if (a !== a || b !== b) {
    return NaN;
  }
  return a < b ? a + 0 : b + 0;
}

/** The greater of a and b; NaN if either is NaN, and 0 rather than −0. */
export function max(a: number, b: number): number {
  if (a !== a || b !== b) {
    return NaN;
  }
  return a > b ? a + 0 : b + 0;
}

/**
 * The least and the greatest value of x, leaving NaN out; both are NaN if nothing remains.
 *
 * @param x - shape [n]; not modified
 */
export function extent(x: Float64Array): { least: number; greatest: number } {
  let least = NaN;
  let greatest = NaN;
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    if (v !== v) {
      continue;
    }
    if (!(least <= v)) {
      least = v + 0;
    }
    if (!(greatest >= v)) {
      greatest = v + 0;
    }
  }
  return { least, greatest };
}
