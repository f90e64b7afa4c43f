/**
 * Where a group's limit is, and how far outside a value lies.
 * Twin: pkg/engine/outliers/limit.go.
 */
import { extentOf } from '../spec/extent';
import { Extent } from '../spec/spec';

/** Keeps scores finite where the others are all alike. */
const MAX_SCORE = 1e12;

/** The distance of the limit from the normal value: a multiple of the spread, at least minWidth. */
export function limitAt(spreads: number, spread: number, minWidth: Extent, center: number): number {
  return bounded(Math.max(spreads * spread, extentOf(minWidth, Math.abs(center))));
}

/** A distance in units of the limit; 0 where both are 0. */
export function scoreOf(distance: number, limit: number): number {
  return distance === 0 ? 0 : Math.min(distance / limit, MAX_SCORE);
}

/** Keeps sums and differences of values finite. */
export function bounded(v: number): number {
  return Math.min(Math.max(v, -Number.MAX_VALUE), Number.MAX_VALUE);
}
