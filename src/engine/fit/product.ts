/**
 * A design times its coefficients.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/product.go.
 */
import { columnOf, Matrix } from '../features/matrix';

/**
 * x·b over some columns, in the order given, shape [n]. Four are read at once, which spares three quarters of the way to
 * the result and back; the sum of a row runs from left to right all the same.
 */
export function product(x: Matrix, b: ArrayLike<number>, columns: number[]): Float64Array {
  const out = new Float64Array(x.rows);
  const whole = columns.length - (columns.length % 4);
  for (let k = 0; k < whole; k += 4) {
    const four = columns.slice(k, k + 4);
    addFour(
      out,
      four.map((j) => columnOf(x, j)),
      four.map((j) => b[j])
    );
  }
  for (const j of columns.slice(whole)) {
    addOne(out, columnOf(x, j), b[j]);
  }
  return out;
}

function addFour(out: Float64Array, [c0, c1, c2, c3]: Float64Array[], [b0, b1, b2, b3]: number[]): void {
  for (let i = 0; i < out.length; i++) {
    out[i] = out[i] + c0[i] * b0 + c1[i] * b1 + c2[i] * b2 + c3[i] * b3;
  }
}

function addOne(out: Float64Array, column: Float64Array, coefficient: number): void {
  for (let i = 0; i < out.length; i++) {
    out[i] += column[i] * coefficient;
  }
}

/** The columns 0 … n − 1. */
export function every(n: number): number[] {
  return Array.from({ length: n }, (_, j) => j);
}

/** The columns whose coefficient is not 0: the others may hold what is no number. */
export function used(b: ArrayLike<number>): number[] {
  return every(b.length).filter((j) => b[j] !== 0);
}
