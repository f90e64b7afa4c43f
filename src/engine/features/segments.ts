/**
 * Cuts a series into levels.
 * Twin: pkg/engine/features/segments.go.
 */
import { median } from '../num/median';

const MAX_STEPS = 4;

// The shortest levels, in blocks: at either end, where a shift that began after the cut before must be none, however long it
// lasts until the cut; and between, where a weekend must be none.
const EDGE_BLOCKS = 8;
const MIDDLE_BLOCKS = 12;

/** Blocks cut into levels. */
export interface Segmentation {
  /** Of all levels but the first, ascending. */
  starts: number[];
  /** Sum of absolute deviations from the levels' medians. */
  left: number;
}

/** The best segmentation with 1, 2 … MAX_STEPS starts, as far as levels fit. */
export function segmentations(blocks: Float64Array): Segmentation[] {
  const n = blocks.length;
  const errors = levelErrors(blocks);
  let best = errors[0]; // best[to]: of blocks before `to`, with the starts so far
  const from: Int32Array[] = []; // from[k][to]: the last start of the best with k + 1 starts
  const out: Segmentation[] = [];
  for (let k = 1; k <= MAX_STEPS && 2 * EDGE_BLOCKS + (k - 1) * MIDDLE_BLOCKS <= n; k++) {
    out.push(bestWith(k, best, errors, from));
    const next = new Float64Array(n + 1).fill(Infinity);
    const last = new Int32Array(n + 1);
    for (let to = 0; to <= n; to++) {
      for (let at = EDGE_BLOCKS; at + MIDDLE_BLOCKS <= to; at++) {
        const e = best[at] + errors[at][to];
        if (e < next[to]) {
          [next[to], last[to]] = [e, at];
        }
      }
    }
    best = next;
    from.push(last);
  }
  return out;
}

/** The best segmentation with k starts. */
function bestWith(k: number, best: Float64Array, errors: Float64Array[], from: Int32Array[]): Segmentation {
  const n = errors.length;
  const starts: number[] = Array(k).fill(0);
  let left = Infinity;
  for (let at = EDGE_BLOCKS; at + EDGE_BLOCKS <= n; at++) {
    const e = best[at] + errors[at][n];
    if (e < left) {
      left = e;
      starts[k - 1] = at;
    }
  }
  for (let i = k - 2; i >= 0; i--) {
    starts[i] = from[i][starts[i + 1]];
  }
  return { starts, left };
}

/** For at < to, the sum of absolute deviations of the blocks at ≤ i < to from their median. */
function levelErrors(blocks: Float64Array): Float64Array[] {
  const n = blocks.length;
  const sorted = new Float64Array(n);
  return Array.from(blocks, (_, at) => {
    const row = new Float64Array(n + 1);
    for (let to = at + 1; to <= n; to++) {
      insert(sorted, to - at, blocks[to - 1]);
      row[to] = errorOfSorted(sorted, to - at);
    }
    return row;
  });
}

/** Puts a value where the first length − 1 of an ascending list want it. */
function insert(sorted: Float64Array, length: number, v: number): void {
  let i = length - 1;
  for (; i > 0 && sorted[i - 1] > v; i--) {
    sorted[i] = sorted[i - 1];
  }
  sorted[i] = v;
}

/**
 * The sum of absolute deviations of the first `length` of an ascending list from their median: the upper half's sum less the
 * lower half's.
 */
function errorOfSorted(sorted: Float64Array, length: number): number {
  let total = 0;
  for (let i = 0; i < Math.floor(length / 2); i++) {
    total += sorted[length - 1 - i] - sorted[i];
  }
  return total;
}

/** Whether each level differs from the one before by more than `least`. */
export function changesExceed({ starts }: Segmentation, blocks: Float64Array, least: number): boolean {
  const bounds = [0, ...starts, blocks.length];
  const levels = bounds.slice(1).map((to, i) => median(blocks.subarray(bounds[i], to)));
  return levels.every((level, i) => i === 0 || Math.abs(level - levels[i - 1]) > least);
}
