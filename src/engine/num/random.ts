/**
 * One seeded stream of pseudo-random numbers for forests, neural nets and tests.
 * Twin: pkg/engine/num/random.go. Numbers: spec/vectors/num.
 */
import { Fault } from '../fault/fault';
import { log } from './log';

const TWO_26 = 67108864;
const TWO_32 = 4294967296;
const TWO_M53 = 1.1102230246251565e-16; // 2^−53

/**
 * A seeded stream, equal in both engines: sfc32 of Chris Doty-Humphrey's PractRand, as
 * defined in spec/README.md. Its methods change its state. It is not for secrets.
 */
export class Random {
  private a = 0;
  private b: number;
  private c: number;
  private counter = 1;
  private spare = NaN; // the second of a pair of normals; NaN when used up

  /**
   * Starts the stream of a seed, a whole number in [0, 2^53).
   * @throws Fault `num/bad-seed` if it is not
   */
  constructor(seed: number) {
    if (!(Number.isInteger(seed) && seed >= 0 && seed <= Number.MAX_SAFE_INTEGER)) {
      throw new Fault('num/bad-seed', `random: seed = ${seed}; want a whole number from 0 to 9007199254740991`);
    }
    this.b = seed | 0;
    this.c = Math.floor(seed / TWO_32) | 0;
    for (let i = 0; i < 12; i++) {
      this.uint32();
    }
  }

  /** A whole number in [0, 2^32), each as likely. */
  uint32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** A multiple of 2^−53 in [0, 1), from 27 and then 26 bits of two draws. */
  uniform(): number {
    const upper = this.uint32() >>> 5;
    const lower = this.uint32() >>> 6;
    return (upper * TWO_26 + lower) * TWO_M53;
  }

  /**
   * A draw of the normal distribution of mean 0 and standard deviation 1.
   * @see Marsaglia's polar method; every second call returns the kept half of a pair
   */
  normal(): number {
    const spare = this.spare;
    if (spare === spare) {
      this.spare = NaN;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const m = Math.sqrt((-2 * log(s)) / s);
        this.spare = v * m;
        return u * m;
      }
    }
  }

  /** A whole number in [0, n), each as likely, for 1 ≤ n ≤ 2^32; draws that would favour the small ones are rejected. */
  integer(n: number): number {
    const limit = TWO_32 - (TWO_32 % n);
    for (;;) {
      const draw = this.uint32();
      if (draw < limit) {
        return draw % n;
      }
    }
  }
}

/** Any array that can be put into another order. */
interface Items<T> {
  readonly length: number;
  [index: number]: T;
}

/**
 * Puts items into a random order, in place, drawing items.length − 1 integers.
 * @see Fisher and Yates, from the end
 */
export function shuffle<T>(random: Random, items: Items<T>): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const swapped = items[i];
    items[i] = items[j];
    items[j] = swapped;
  }
}
