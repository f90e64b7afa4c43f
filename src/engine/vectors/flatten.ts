/** Results as lists of leaves, so that arrays and named parts compare like single numbers. */
import type { Result } from './runner';

export type Leaf = number | string | boolean | null;

/** The leaves of a result by their path, such as `coefficients[3]`; "" is a bare number. */
export function flatten(result: Result, path = '', into = new Map<string, Leaf>()): Map<string, Leaf> {
  if (result === null || typeof result !== 'object') {
    into.set(path, result);
  } else if (Array.isArray(result) || ArrayBuffer.isView(result)) {
    const items = Array.from(result as ArrayLike<Result>);
    into.set(`${path}.length`, items.length);
    items.forEach((item, i) => flatten(item, `${path}[${i}]`, into));
  } else {
    for (const [part, value] of Object.entries(result)) {
      flatten(value, path === '' ? part : `${path}.${part}`, into);
    }
  }
  return into;
}

const SPECIALS: Record<string, number> = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity, '-0': -0 };

/** The leaves of a `want`, `pin` or `tol` of a vector file, its special words turned into numbers. */
export function flattenJson(json: Result): Map<string, Leaf> {
  const leaves = flatten(json);
  for (const [path, leaf] of leaves) {
    if (typeof leaf === 'string' && leaf in SPECIALS) {
      leaves.set(path, SPECIALS[leaf]);
    }
  }
  return leaves;
}

/** A result as a vector file writes it. */
export function toJson(result: Result): string {
  return JSON.stringify(result, (_key, value: unknown) => {
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
      return Object.is(value, -0) ? '-0' : String(value);
    }
    return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  });
}
