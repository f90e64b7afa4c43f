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
 * @see Hoare 1961, Algorithm 65, with the median of three as pivot
 */
export function selectInPlace(x: Float64Array, k: number): number {
  let left = 0;
  let right = x.length - 1;
  for (let round = 0; left < right; round++) {
    if (round === 64 || right - left < 12) {
      x.subarray(left, right + 1).sort(); // a hostile order, or too little left to split
      break;
    }
    const pivot = middleOf(x[left], x[(left + right) >> 1], x[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (x[i] < pivot) {
        i++;
      }
      while (x[j] > pivot) {
        j--;
      }
      if (i <= j) {
        const swapped = x[i];
        x[i] = x[j];
        x[j] = swapped;
        i++;
        j--;
      }
    }
    if (k <= j) {
      right = j;
    } else if (k >= i) {
      left = i;
    } else {
      return x[k];
    }
  }
  return x[k];
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
