/**
 * Dense matrices.
 * Twin: pkg/engine/features/matrix.go.
 */
import type { Scratch } from './scratch';

/** A dense matrix, column after column: element (i, j) is data[j·rows + i]. */
export interface Matrix {
  rows: number;
  cols: number;
  data: Float64Array;
}

/** Column j of a matrix; it shares memory. */
export function columnOf(m: Matrix, j: number): Float64Array {
  return m.data.subarray(j * m.rows, (j + 1) * m.rows);
}

/** So many rows are made side by side and then taken apart into columns: of 40 numbers they stay in a 32 KB cache. */
const BLOCK_ROWS = 64;

/**
 * Makes a matrix of rows, in the memory of a scratch.
 *
 * @param fill - writes row i to into[at], into[at + 1] …, given as zeros
 */
export function matrixOf(
  scratch: Scratch,
  rows: number,
  cols: number,
  fill: (into: Float64Array, at: number, i: number) => void
): Matrix {
  const data = scratch.take(rows * cols);
  const block = new Float64Array(BLOCK_ROWS * cols);
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const n = Math.min(BLOCK_ROWS, rows - from);
    block.fill(0);
    for (let k = 0; k < n; k++) {
      fill(block, k * cols, from + k);
    }
    for (let j = 0; j < cols; j++) {
      for (let k = 0; k < n; k++) {
        data[j * rows + from + k] = block[k * cols + j];
      }
    }
  }
  return { rows, cols, data };
}
