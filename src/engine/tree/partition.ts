/**
 * Sends a node's rows to its children.
 * Twin: pkg/engine/tree/partition.go.
 */
import type { Bins } from './bins';
import { SLOTS_PER_COLUMN } from './histogram';
import type { Split } from './split';

/** Where a split cuts values; beyond all if only missing ones go right. */
export function thresholdOf({ edges }: Bins, { feature, bin }: Split): number {
  return bin < edges[feature].length ? edges[feature][bin] : Number.MAX_VALUE;
}

const goesLeft = new Uint8Array(SLOTS_PER_COLUMN);

/**
 * Puts the rows of from ≤ k < to that a split sends left before the others, both still in order, and returns where the
 * others begin.
 *
 * @param rows - reordered in that range
 * @param aside - scratch of at least as many rows
 */
export function partition(
  { edges, words }: Bins,
  { feature, bin, missingLeft }: Split,
  rows: Int32Array,
  aside: Int32Array,
  from: number,
  to: number
): number {
  goesLeft.fill(0).fill(1, 0, bin + 1);
  goesLeft[edges[feature].length + 1] = missingLeft ? 1 : 0;
  const middle = move(rows, aside, words[feature >> 2], (feature & 3) * 8, from, to);
  rows.set(aside.subarray(0, to - middle), middle);
  return middle;
}

/**
 * Moves the rows that go left to the front, and the others to the front of aside: four at a time, for which an array is
 * checked once, and without a branch, which a processor could not predict.
 */
function move(rows: Int32Array, aside: Int32Array, words: Int32Array, shift: number, from: number, to: number): number {
  let at = from;
  let k = from;
  for (; k + 3 < to; k += 4) {
    const [a, b, c, d] = [rows[k], rows[k + 1], rows[k + 2], rows[k + 3]];
    const at1 = (at + goesLeft[(words[a] >>> shift) & 255]) | 0;
    const at2 = (at1 + goesLeft[(words[b] >>> shift) & 255]) | 0;
    const at3 = (at2 + goesLeft[(words[c] >>> shift) & 255]) | 0;
    rows[at] = a;
    aside[k - at] = a;
    rows[at1] = b;
    aside[k + 1 - at1] = b;
    rows[at2] = c;
    aside[k + 2 - at2] = c;
    rows[at3] = d;
    aside[k + 3 - at3] = d;
    at = (at3 + goesLeft[(words[d] >>> shift) & 255]) | 0;
  }
  for (; k < to; k++) {
    const row = rows[k];
    rows[at] = row;
    aside[k - at] = row;
    at = (at + goesLeft[(words[row] >>> shift) & 255]) | 0;
  }
  return at;
}
