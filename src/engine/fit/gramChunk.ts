/**
 * The inner loops of a Gram: rows packed side by side, then multiplied 3 by 3 columns at a
 * time. Twin: pkg/engine/fit/gram.go. Numbers: spec/vectors/fit/gram.json.
 */

/**
 * Rows packed at a time: 44 columns of them fit a 32 KB cache. It is part of the numbers:
 * sums run within a chunk, then over chunks.
 */
export const CHUNK = 64;

/** Up to CHUNK rows that count, and the roots of their weights. */
export class RowChunk {
  size = 0;
  weight = 0;
  private readonly row = new Int32Array(CHUNK);
  private readonly root = new Float64Array(CHUNK);

  /** Fills the chunk from row i on and returns the row it stopped before. */
  take(weights: Float64Array | null, i: number, to: number): number {
    this.size = 0;
    this.weight = 0;
    for (; i < to && this.size < CHUNK; i++) {
      const w = weights === null ? 1 : weights[i];
      if (w > 0) {
        this.row[this.size] = i;
        this.root[this.size] = Math.sqrt(w);
        this.weight += w;
        this.size++;
      }
    }
    return i;
  }

  /** Copies the chunk's rows of the column at x[start…] to into[at…], each times the root of its weight. */
  pack(into: Float64Array, at: number, x: Float64Array, start: number): void {
    const { size, row, root } = this;
    const first = start + row[0];
    if (row[size - 1] - row[0] === size - 1) {
      // neighbours, as mostly: nothing to look up
      for (let k = 0; k < size; k++) {
        into[at + k] = root[k] * x[first + k];
      }
      return;
    }
    for (let k = 0; k < size; k++) {
      into[at + k] = root[k] * x[start + row[k]];
    }
  }
}

/**
 * Adds to sums, shape [q, q], the products of m packed rows, on and above the diagonal, 3 by
 * 3 entries at a time: V8 checks every index, so that few loads a product count more than
 * registers. Tiles are no part of the numbers; Go's are 2 by 3.
 */
export function addProducts(sums: Float64Array, packed: Float64Array, q: number, m: number): void {
  for (let i = 0; i < q; i += 3) {
    for (let j = i; j < q; j += 3) {
      addTile(sums, packed, q, m, i, j);
    }
  }
}

function addTile(sums: Float64Array, packed: Float64Array, q: number, m: number, i: number, j: number): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  const a = i * CHUNK;
  const b = j * CHUNK;
  for (let k = 0; k < m; k++) {
    const u = packed[a + k];
    const v = packed[a + CHUNK + k];
    const w = packed[a + 2 * CHUNK + k];
    const b0 = packed[b + k];
    const b1 = packed[b + CHUNK + k];
    const b2 = packed[b + 2 * CHUNK + k];
    s00 += u * b0;
    s10 += v * b0;
    s20 += w * b0;
    s01 += u * b1;
    s11 += v * b1;
    s21 += w * b1;
    s02 += u * b2;
    s12 += v * b2;
    s22 += w * b2;
  }
  const top = i * q + j;
  const middle = top + q;
  const low = middle + q;
  sums[top] += s00;
  sums[top + 1] += s01;
  sums[top + 2] += s02;
  sums[middle] += s10;
  sums[middle + 1] += s11;
  sums[middle + 2] += s12;
  sums[low] += s20;
  sums[low + 1] += s21;
  sums[low + 2] += s22;
}
