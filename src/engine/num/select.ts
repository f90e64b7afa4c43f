/**
 * The value of one rank without sorting the rest.
 * Twin: pkg/engine/num/select.go. Numbers: spec/vectors/num/select.json.
 */

/**
 * The value of rank k of x: what an ascending sort would put at x[k].
 *
 * Expected linear time, never worse than n log n.
 * @param x - shape [n]; holds no NaN and no −0 (medianInPlace sees to both), else the result
 * is undefined; reordered so that every x[..k−1] ≤ x[k] ≤ every x[k+1..]
 * @param k - 0 ≤ k < n
 * @see Hoare 1961, Algorithm 65, with the median of three as pivot, or a sample, and Lomuto's partition
 */
export function selectInPlace(x: Float64Array, k: number): number {
  placeRank(x, k);
  return x[k];
}

/** Leaves the value of rank k at x[k]. */
function placeRank(x: Float64Array, k: number): void {
  let left = 0;
  let right = x.length - 1;
  for (let round = 0; left < right; round++) {
    if (right - left < 12) {
      insertInOrder(x, left, right);
      return;
    }
    if (round === 64) {
      x.subarray(left, right + 1).sort(); // a hostile order
      return;
    }
    const pivot = pivotOf(x, left, right, k);
    let at = part(x, left, right, pivot);
    if (k < at) {
      right = at - 1;
      continue;
    }
    if (at === left) {
      at = partEqual(x, left, right, pivot); // it is the least
      if (k < at) {
        return;
      }
    }
    left = at;
  }
}

/**
 * Puts the values of x[left … right] below a pivot first and returns where the others begin. It takes no branch that hangs
 * on a value: of two values at the middle, one would be foretold wrongly.
 */
function part(x: Float64Array, left: number, right: number, pivot: number): number {
  let at = left;
  for (let i = left; i <= right; i++) {
    const v = x[i];
    x[i] = x[at];
    x[at] = v;
    at += Number(v < pivot);
  }
  return at;
}

/** `part` for the values that equal the pivot. */
function partEqual(x: Float64Array, left: number, right: number, pivot: number): number {
  let at = left;
  for (let i = left; i <= right; i++) {
    const v = x[i];
    if (v === pivot) {
      x[i] = x[at];
      x[at] = v;
      at++;
    }
  }
  return at;
}

/** Sorts x[left … right], which are few, without a view of them, which would be an object. */
function insertInOrder(x: Float64Array, left: number, right: number): void {
  for (let i = left + 1; i <= right; i++) {
    const v = x[i];
    let at = i;
    for (; at > left && x[at - 1] > v; at--) {
      x[at] = x[at - 1];
    }
    x[at] = v;
  }
}

// A sample of SAMPLE_SIZE values, from SAMPLE_FROM on, spares a third of the way.
const SAMPLE_FROM = 1000;
const SAMPLE_SIZE = 63;

/**
 * A value of x[left … right] that is likely near rank k of x: of a sample of many, the one that stands where k stands among
 * all; of few, the middle of three.
 */
function pivotOf(x: Float64Array, left: number, right: number, k: number): number {
  const last = right - left;
  if (last < SAMPLE_FROM) {
    return middleOf(x[left], x[(left + right) >> 1], x[right]);
  }
  const sample = new Float64Array(SAMPLE_SIZE);
  for (let i = 0; i < SAMPLE_SIZE; i++) {
    sample[i] = x[left + Math.floor((last * i) / (SAMPLE_SIZE - 1))];
  }
  return sample.sort()[Math.floor(((SAMPLE_SIZE - 1) * (k - left)) / last)];
}

/** The one of three values that is neither least nor greatest. */
function middleOf(a: number, b: number, c: number): number {
  const least = a < b ? a : b;
  const greatest = a < b ? b : a;
  if (c <= least) {
    return least;
  }
  return c >= greatest ? greatest : c;
}
