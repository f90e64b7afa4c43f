/**
 * A trailing window kept in order.
 * Twin: pkg/engine/adapt/window.go.
 */

/** Keeps the values of a trailing window in order, so that medians cost two binary searches a point. NaN is never in it. */
export class SortedWindow {
  private readonly values: Float64Array;
  /** How many values are in it. */
  size = 0;

  /** @param capacity - the most values that are in it at once */
  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
  }

  /** Puts in value i of a series, and takes out the one that was so many points before it. */
  slide(series: Float64Array, i: number, points: number): void {
    if (i < points) {
      this.add(series[i]);
    } else {
      this.replace(series[i - points], series[i]);
    }
  }

  /** Puts a value in; NaN is ignored. */
  private add(v: number): void {
    if (Number.isNaN(v)) {
      return;
    }
    const at = this.search(v);
    this.values.copyWithin(at + 1, at, this.size);
    this.values[at] = v;
    this.size++;
  }

  /** Takes out a value that was added; NaN is ignored. */
  private remove(v: number): void {
    if (Number.isNaN(v)) {
      return;
    }
    const at = this.search(v);
    this.values.copyWithin(at, at + 1, this.size);
    this.size--;
  }

  /** Takes a value out and puts another in; only what lies between them moves. */
  private replace(old: number, v: number): void {
    if (Number.isNaN(old) || Number.isNaN(v)) {
      this.remove(old);
      this.add(v);
      return;
    }
    const from = this.search(old);
    const to = this.search(v);
    if (v < old) {
      this.values.copyWithin(to + 1, to, from);
      this.values[to] = v;
    } else if (v > old) {
      this.values.copyWithin(from, from + 1, to);
      this.values[to - 1] = v;
    }
  }

  /** The mean of the two middle values; NaN of none. */
  median(): number {
    const n = this.size;
    return n === 0 ? NaN : middle(this.values[(n - 1) >> 1], this.values[n >> 1]);
  }

  /**
   * The median of |v − center|; NaN of none. The distances left and right of the center are two ascending lists; their
   * middle is found by halving the shorter.
   */
  medianDistance(center: number): number {
    const n = this.size;
    if (n === 0) {
      return NaN;
    }
    const split = this.search(center);
    return middle(this.distance(center, split, (n - 1) >> 1), this.distance(center, split, n >> 1));
  }

  /** The k-th smallest |v − center|; values before `split` are below center. */
  private distance(center: number, split: number, k: number): number {
    const { values } = this;
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
      return values[split + k] - center;
    }
    const left = center - values[split - low];
    return k - low < 0 ? left : Math.max(left, values[split + k - low] - center);
  }

  /** The first position whose value is not below v. */
  private search(v: number): number {
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

function middle(a: number, b: number): number {
  return a === b ? a : a + 0.5 * (b - a);
}
