/**
 * Memory for one matrix after the other.
 * Twin: pkg/engine/features/scratch.go.
 */
import type { Matrix } from './matrix';

/**
 * Lends the memory of one matrix to the next: a design is most of what learning a model takes, and one is learnt after the
 * other.
 */
export class Scratch {
  private spare: Float64Array = NOTHING;

  /** `n` numbers of any value. */
  take(n: number): Float64Array {
    if (this.spare.length < n) {
      return new Float64Array(n);
    }
    const taken = this.spare.subarray(0, n);
    this.spare = NOTHING;
    return taken;
  }

  /** Hands the memory of a matrix that nobody reads any more to the next one. */
  leave({ data }: Matrix): void {
    this.spare = new Float64Array(data.buffer);
  }
}

const NOTHING = new Float64Array(0);
