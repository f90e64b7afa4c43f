/** The two claims of a case: right (near the oracle) and same (the twin's bits). */
import { flatten, flattenJson, type Leaf } from './flatten';
import type { Result } from './runner';

/** One success case's claims, as in its file. */
export interface Claims {
  want: Result;
  tol: Result;
  pin?: Result;
}

/** What is wrong with got, one sentence a leaf; empty if both claims hold. */
export function compare(got: Result, { want, tol, pin }: Claims): string[] {
  const gotLeaves = flatten(got);
  const wantLeaves = flattenJson(want);
  const pinLeaves = pin === undefined ? wantLeaves : flattenJson(pin);
  const missing = [...wantLeaves.keys(), ...pinLeaves.keys()].filter((path) => !gotLeaves.has(path));
  const extra = [...gotLeaves.keys()].filter((path) => !wantLeaves.has(path));
  if (missing.length + extra.length > 0) {
    return [`shape: missing ${missing.join(', ') || 'nothing'}; not wanted ${extra.join(', ') || 'nothing'}`];
  }
  const tolerance = toleranceOf(tol);
  const wrong: string[] = [];
  const different: string[] = [];
  for (const [path, value] of gotLeaves) {
    const wanted = wantLeaves.get(path)!;
    const allowed = tolerance(path);
    if (!isNear(value, wanted, allowed)) {
      wrong.push(`right: ${path || 'got'} = ${String(value)}; want ${String(wanted)} ± ${allowed}`);
    } else if (!Object.is(value, pinLeaves.get(path))) {
      different.push(`same: ${path || 'got'} = ${String(value)}; want the bits of ${String(pinLeaves.get(path))}`);
    }
  }
  return [...wrong, ...different];
}

function isNear(got: Leaf, want: Leaf, tol: number): boolean {
  return Object.is(got, want) || (typeof got === 'number' && typeof want === 'number' && Math.abs(got - want) <= tol);
}

/** One number holds for every leaf; otherwise `tol` has the shape of `want`. */
function toleranceOf(tol: Result): (path: string) => number {
  if (typeof tol === 'number') {
    return () => tol;
  }
  const leaves = flattenJson(tol);
  return (path) => (leaves.get(path) as number | undefined) ?? 0;
}
