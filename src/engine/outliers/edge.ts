/**
 * Where a group's edge is, and how far outside a value lies.
 * Twin: pkg/engine/outliers/edge.go.
 */
import { extentOf } from '../spec/extent';
import { Extent } from '../spec/spec';

/** Keeps scores finite where the others are all alike. */
const MOST_SCORE = 1e12;

/** How far the edge is from what is normal: so many spreads, at least minWidth. */
export function edgeAt(spreads: number, spread: number, minWidth: Extent, center: number): number {
  return bounded(Math.max(spreads * spread, extentOf(minWidth, Math.abs(center))));
}

/** A distance in units of the edge; 0 where both are 0. */
export function scoreOf(distance: number, edge: number): number {
  return distance === 0 ? 0 : Math.min(distance / edge, MOST_SCORE);
}

/** Keeps sums and differences of values finite. */
export function bounded(v: number): number {
  return Math.min(Math.max(v, -Number.MAX_VALUE), Number.MAX_VALUE);
}
