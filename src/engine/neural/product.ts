/**
 * The inner loops of a network.
 * Twin: pkg/engine/neural/product.go.
 */

/**
 * Adds p·qᵀ to c. Each entry is a sum from left to right that begins with what c holds, so that the tiles, 2 by 4 entries
 * whose eight sums run at once, are no part of the numbers.
 *
 * @param c - shape [m, n]; changed
 * @param p - shape [m, k]; not modified
 * @param q - shape [n, k]; not modified
 */
export function addProducts(c: Float64Array, p: Float64Array, q: Float64Array, m: number, n: number, k: number): void {
  let i = 0;
  for (; i + 2 <= m; i += 2) {
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      addTile(c, p, q, n, k, i, j);
    }
    for (; j < n; j++) {
      addOne(c, p, q, n, k, i, j);
      addOne(c, p, q, n, k, i + 1, j);
    }
  }
  for (let j = 0; i < m && j < n; j++) {
    addOne(c, p, q, n, k, i, j);
  }
}

function addTile(c: Float64Array, p: Float64Array, q: Float64Array, n: number, k: number, i: number, j: number): void {
  const top = i * n + j;
  const low = top + n;
  let s00 = c[top];
  let s01 = c[top + 1];
  let s02 = c[top + 2];
  let s03 = c[top + 3];
  let s10 = c[low];
  let s11 = c[low + 1];
  let s12 = c[low + 2];
  let s13 = c[low + 3];
  const q1 = k;
  const q2 = 2 * k;
  const q3 = 3 * k;
  let at = j * k;
  const end = i * k + k;
  for (let t = i * k; t < end; t++, at++) {
    const u = p[t];
    const v = p[t + k];
    const a = q[at];
    const b = q[at + q1];
    const d = q[at + q2];
    const e = q[at + q3];
    s00 += u * a;
    s10 += v * a;
    s01 += u * b;
    s11 += v * b;
    s02 += u * d;
    s12 += v * d;
    s03 += u * e;
    s13 += v * e;
  }
  c[top] = s00;
  c[top + 1] = s01;
  c[top + 2] = s02;
  c[top + 3] = s03;
  c[low] = s10;
  c[low + 1] = s11;
  c[low + 2] = s12;
  c[low + 3] = s13;
}

function addOne(c: Float64Array, p: Float64Array, q: Float64Array, n: number, k: number, i: number, j: number): void {
  let s = c[i * n + j];
  for (let t = 0; t < k; t++) {
    s += p[i * k + t] * q[j * k + t];
  }
  c[i * n + j] = s;
}

/** Writes the transpose of a, shape [rows, columns], to `into`. */
export function transpose(into: Float64Array, a: Float64Array, rows: number, columns: number): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      into[j * rows + i] = a[i * columns + j];
    }
  }
}
