/**
 * A trailing window kept in order.
 * Twin: pkg/engine/adapt/window.go.
 */

/**
 * Keeps the values of a trailing window in order, so that medians cost two binary searches a point. NaN is never in it.
 * Numbers come and go in arrays: those handed to a function or returned may be boxed.
 */
export class SortedWindow {
  private readonly values: Float64Array;
  /** The two middle distances. */
  private readonly middles = new Float64Array(2);
  /** How many values are in it. */
  size = 0;

  /** @param capacity - the most values that are in it at once */
  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
  }

  /** Puts in value i of a series, and takes out the one that was so many points before it. */
  slide(series: Float64Array, i: number, points: number): void {
    if (i < points) {
      this.add(series, i);
    } else {
      this.replace(series, i - points, i);
    }
  }

  /** Puts series[i] in; NaN is ignored. */
  private add(series: Float64Array, i: number): void {
    if (Number.isNaN(series[i])) {
      return;
    }
    const at = this.search(series, i);
    this.values.copyWithin(at + 1, at, this.size);
    this.values[at] = series[i];
    this.size++;
  }

  /** Takes out series[i], which was added; NaN is ignored. */
  private remove(series: Float64Array, i: number): void {
    if (Number.isNaN(series[i])) {
      return;
    }
    const at = this.search(series, i);
    this.values.copyWithin(at, at + 1, this.size);
    this.size--;
  }

  /** Takes series[old] out and puts series[i] in; only what lies between them moves. */
  private replace(series: Float64Array, old: number, i: number): void {
    if (Number.isNaN(series[old]) || Number.isNaN(series[i])) {
      this.remove(series, old);
      this.add(series, i);
      return;
    }
    const from = this.search(series, old);
    const to = this.search(series, i);
    if (series[i] < series[old]) {
      this.values.copyWithin(to + 1, to, from);
      this.values[to] = series[i];
    } else if (series[i] > series[old]) {
      this.values.copyWithin(from, from + 1, to);
      this.values[to - 1] = series[i];
    }
  }

  /** Puts the mean of the two middle values into to[i]; NaN of none. */
  putMedian(to: Float64Array, i: number): void {
    if (this.size === 0) {
      to[i] = NaN;
      return;
    }
    putMiddle(to, i, this.values, (this.size - 1) >> 1, this.size >> 1);
  }

  /**
   * Puts the median of |v − center| in the place of center, to[i]; NaN of none. The distances left and right of the center
   * are two ascending lists; their middle is found by halving the shorter.
   */
  putMedianDistance(to: Float64Array, i: number): void {
    const n = this.size;
    if (n === 0) {
      to[i] = NaN;
      return;
    }
    const split = this.search(to, i);
    this.findDistance(0, to, i, split, (n - 1) >> 1);
    this.findDistance(1, to, i, split, n >> 1);
    putMiddle(to, i, this.middles, 0, 1);
  }

  /** Puts the k-th smallest |v − centers[i]| into middles[which]; values before `split` are below it. */
  private findDistance(which: number, centers: Float64Array, i: number, split: number, k: number): void {
    const { values, middles } = this;
    const center = centers[i];
    let low = Math.max(0, k + 1 - (this.size - split));
    let high = Math.min(k + 1, split);
    while (low < high) {
      const fromLeft = (low + high) >> 1; // how many of the k + 1 smallest lie left
      if (center - values[split - 1 - fromLeft] < values[split + k - fromLeft] - center) {
        low = fromLeft + 1;
      } else {
        high = fromLeft;
      }
    }
    if (low === 0) {
      middles[which] = values[split + k] - center;
      return;
    }
    const left = center - values[split - low];
    middles[which] = k - low < 0 ? left : Math.max(left, values[split + k - low] - center);
  }

  /** The first position whose value is not below series[i]. */
  private search(series: Float64Array, i: number): number {
    const v = series[i];
    let low = 0;
    let high = this.size;
    while (low < high) {
      const at = (low + high) >> 1;
      if (this.values[at] >= v) {
        high = at;
      } else {
        low = at + 1;
      }
    }
    return low;
  }
}

/** Puts the mean of values[a] ≤ values[b] into to[i]. */
function putMiddle(to: Float64Array, i: number, values: Float64Array, a: number, b: number): void {
  const low = values[a];
  const high = values[b];
  to[i] = low < high ? low + 0.5 * (high - low) : low;
}
