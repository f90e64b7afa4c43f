/**
 * The optimiser of a network.
 * Twin: pkg/engine/neural/adam.go. Numbers: spec/vectors/neural/adam.json.
 */

// Decay rates, and what a new gradient counts in either mean: 1 less them, written out since 1 − 0.9 is not 0.1 in
// floating point.
const DECAY_1 = 0.9;
const FRESH_1 = 0.1;
const DECAY_2 = 0.999;
const FRESH_2 = 0.001;
const TINY = 1e-8; // keeps a parameter without a gradient where it is

/** Walks down a gradient by steps of about its rate, whatever the gradient's size. */
export class Adam {
  private readonly mean: Float64Array;
  private readonly square: Float64Array;
  private power1 = 1;
  private power2 = 1;

  /** Begins at the first step. */
  constructor(
    size: number,
    private readonly rate: number
  ) {
    this.mean = new Float64Array(size);
    this.square = new Float64Array(size);
  }

  /**
   * Changes the parameters by one step.
   *
   * @param parameters - shape [size]
   * @param gradient - of their shape; not modified
   * @see Kingma & Ba (2015), algorithm 1, with the rate corrected in place of both means
   */
  step(parameters: Float64Array, gradient: Float64Array): void {
    const { mean, square } = this;
    this.power1 *= DECAY_1;
    this.power2 *= DECAY_2;
    const rate = (this.rate * Math.sqrt(1 - this.power2)) / (1 - this.power1);
    for (let k = 0; k < parameters.length; k++) {
      const g = gradient[k];
      const m = DECAY_1 * mean[k] + FRESH_1 * g;
      const s = DECAY_2 * square[k] + FRESH_2 * g * g;
      mean[k] = m;
      square[k] = s;
      parameters[k] -= (rate * m) / (Math.sqrt(s) + TINY);
    }
  }
}
