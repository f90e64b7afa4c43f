/**
 * Values in another order.
 * Twin: a loop wherever Go needs it.
 */

/** The values at `rows`, in their order. Float64Array.from takes ten times as long and an object a value. */
export function gather(values: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    out[k] = values[rows[k]];
  }
  return out;
}
