/**
 * Rows in the order of a column's values.
 * Twin: pkg/engine/tree/order.go.
 */
import { highWord, lowWord } from '../num/bits';

/** Digits of a key, the lowest first, are bytes. */
const DIGITS = 8;

/** How often each value of each digit occurs; a constant of the module, whose place the compiler knows. */
const counts = new Int32Array(DIGITS * 256);

/** Sorts the rows of one column after the other, in the same memory. */
export class Order {
  /** Those with a value, ascending by it, equal ones as they come: the first `held`. */
  rows: Int32Array;
  held = 0;
  missing: number[] = [];
  private rows2: Int32Array;
  private readonly keys: Uint32Array; // of each row, the lower word first: the value's bits, but in the order of values

  constructor(n: number) {
    this.rows = new Int32Array(n);
    this.rows2 = new Int32Array(n);
    this.keys = new Uint32Array(2 * n);
  }

  /**
   * Orders the rows of a column by value, −0 as 0. A radix sort takes less than half of the time of a comparing one, and
   * leaves where each row is.
   */
  sort(column: Float64Array): void {
    const { rows, keys } = this;
    counts.fill(0);
    this.missing = [];
    let held = 0;
    for (let i = 0; i < column.length; i++) {
      const v = column[i] + 0;
      if (v - v !== 0) {
        this.missing.push(i); // NaN or infinite
        continue;
      }
      const high = highWord(v);
      const flip = high >> 31; // all ones if v is negative
      rows[held++] = i;
      keys[2 * i] = lowWord(v) ^ flip;
      keys[2 * i + 1] = high ^ (flip | 0x80000000);
      countBytes(0, keys[2 * i]);
      countBytes(1024, keys[2 * i + 1]);
    }
    this.held = held;
    for (let digit = 0; digit < DIGITS; digit++) {
      this.pass(digit);
    }
  }

  /** Sorts by one digit, keeping the order of equal ones. */
  private pass(digit: number): void {
    const { held, rows, rows2, keys } = this;
    const word = digit >> 2;
    const shift = 8 * (digit & 3);
    const first = digit * 256;
    if (held === 0 || counts[first + ((keys[2 * rows[0] + word] >>> shift) & 255)] === held) {
      return; // all alike
    }
    for (let value = first, next = 0; value < first + 256; value++) {
      const count = counts[value];
      counts[value] = next;
      next += count;
    }
    for (let k = 0; k < held; k++) {
      const row = rows[k];
      rows2[counts[first + ((keys[2 * row + word] >>> shift) & 255)]++] = row;
    }
    this.rows = rows2;
    this.rows2 = rows;
  }
}

function countBytes(first: number, word: number): void {
  counts[first + (word & 255)]++;
  counts[first + 256 + ((word >>> 8) & 255)]++;
  counts[first + 512 + ((word >>> 16) & 255)]++;
  counts[first + 768 + (word >>> 24)]++;
}
