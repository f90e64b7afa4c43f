/**
 * Outliers by density.
 * Twin: pkg/engine/outliers/dbscan.go. Numbers: spec/vectors/outliers.
 */
import { trailingMedian } from '../adapt/trailingMedian';
import { medianInPlace } from '../num/median';
import { selectInPlace } from '../num/select';
import { Extent } from '../spec/spec';
import { bounded, limitAt, scoreOf } from './limit';
import { deviationsFrom, Member, membersOf, spreadOf, valuesOf } from './spread';
import { Verdict } from './verdict';

/**
 * Calls the cluster normal that more than half of the values of a slot belong to; a cluster goes on as long as its
 * neighbours are within so many spreads of the group, the median spread of the last slots. Where no cluster holds a
 * majority none is normal.
 *
 * @param v - filled in
 * @see Ester et al. (1996), DBSCAN in one dimension with two points to a cluster
 */
export function byDensity(v: Verdict, values: Float64Array[], spreads: number, minWidth: Extent, points: number): void {
  const spread = trailingMedian(slotSpreads(v, values), points).median;
  for (let slot = 0; slot < v.expected.length; slot++) {
    const members = membersOf(values, slot);
    if (members.length === 0) {
      continue;
    }
    const limit = limitAt(spreads, spread[slot], minWidth, v.expected[slot]);
    const links = linksOf(members);
    for (let i = 0; i < members.length; i++) {
      const score = scoreOf(links[i], limit);
      v.scores[members[i].series][slot] = score;
      if (score > 1) {
        continue;
      }
      if (Number.isNaN(v.lower[slot])) {
        v.lower[slot] = bounded(members[i].value - limit);
      }
      v.upper[slot] = bounded(members[i].value + limit);
    }
  }
}

/** The spread of each slot; fills in its median. */
function slotSpreads(v: Verdict, values: Float64Array[]): Float64Array {
  return v.expected.map((_, slot) => {
    const members = membersOf(values, slot);
    if (members.length === 0) {
      return NaN;
    }
    v.expected[slot] = medianInPlace(valuesOf(members));
    return spreadOf(deviationsFrom(v.expected[slot], members));
  });
}

/**
 * The least distance of neighbours at which each value belongs to a cluster of the majority. Every such cluster holds the
 * middle value, so it is the widest gap on the way there, or that which the majority itself needs.
 *
 * @returns shape [n]
 */
function linksOf(members: Member[]): Float64Array {
  const n = members.length;
  const middle = (n - 1) >> 1;
  const links = new Float64Array(n);
  for (let i = middle + 1; i < n; i++) {
    links[i] = Math.max(links[i - 1], bounded(members[i].value - members[i - 1].value));
  }
  for (let i = middle - 1; i >= 0; i--) {
    links[i] = Math.max(links[i + 1], bounded(members[i + 1].value - members[i].value));
  }
  const majority = selectInPlace(links.slice(), n >> 1);
  return links.map((link) => Math.max(link, majority));
}
