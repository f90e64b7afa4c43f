/**
 * Backward elimination of features by held-out error.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/selectFeatures.go. Numbers: spec/vectors/fit.
 */
import { mad } from '../num/mad';
import { columnOf } from '../features/matrix';
import { Group, groupsOf } from '../features/groups';
import { DesignSpec } from '../features/designSpec';
import { mean } from '../num/mean';
import { solveGram } from './cholesky';
import { foldGrams } from './crossFit';
import { copyGram, Gram, newGram, subtractGram } from './gram';
import { LAST_ROUNDS, LinearMaking, LinearOptions, makingOf } from './linearFit';
import { clearlyLess } from './noise';
import { penalties, reweight, standardise } from './reweight';
import { Block, blocksOf, MIN_OUTSIDE, Sample } from './sample';
import { FAR_MISS } from './treesGrow';

/**
 * Says of one group of features whether the linear model keeps it, and the mean absolute error out of fold that decided:
 * with it, and without. Errors count as far as FAR_MISS robust deviations, in the history's unit.
 */
export interface Elimination {
  part: Group['part'];
  name: string;
  kept: boolean;
  with: number;
  without: number;
}

/** A design specification without the features that were left out. */
export interface SelectedFeatures {
  designSpec: DesignSpec;
  /** In the order of the design specification's groups; none if a fold would leave too few rows. */
  eliminations: Elimination[];
}

/**
 * Eliminates from a design specification the groups of columns without which a linear model predicts rows of other
 * folds no worse: the
 * simplest within noise. Groups are tried one after the other, first those whose absence alone harms least, of equals the
 * last one listed; a group goes unless the best error so far is less by more than a standard error of the difference, block
 * by block. Nothing is modified.
 *
 * @throws those of gramOf and solveGram
 * @see Breiman et al. (1984), section 3.4, for the one standard error. Twin: SelectFeatures
 */
export function selectFeatures(sample: Sample, designSpec: DesignSpec, options: LinearOptions): SelectedFeatures {
  const search = searchOf(sample, designSpec, options);
  if (!search) {
    return { designSpec, eliminations: [] };
  }
  const { groups } = search;
  const eliminations: Elimination[] = Array.from(groups, ({ part, name }) => ({
    part,
    name,
    kept: true,
    with: 0,
    without: 0,
  }));
  let best = lossesOf(search);
  let current = best;
  let left = designSpec;
  for (const g of orderOf(search)) {
    search.out[g] = true;
    const without = lossesOf(search);
    const kept = clearlyLess(best, without);
    eliminations[g] = { ...eliminations[g], kept, with: mean(current), without: mean(without) };
    search.out[g] = !kept;
    if (kept) {
      continue;
    }
    left = groups[g].drop(left);
    current = without;
    best = mean(without) < mean(best) ? without : best;
  }
  sample.scratch?.leave(search.making.x);
  return { designSpec: left, eliminations };
}

/** Tries groups of columns. Grams of the whole design serve every try. */
interface Search {
  making: LinearMaking;
  blocks: Block[];
  groups: Group[];
  /** The first column of each group. */
  first: number[];
  /** Of the rows of all folds but one. */
  others: Gram[];
  far: number;
  /** Groups that are left out. */
  out: boolean[];
}

/** Undefined where a fold would leave too few rows. */
function searchOf(sample: Sample, designSpec: DesignSpec, options: LinearOptions): Search | undefined {
  const making = makingOf(sample, designSpec, options);
  standardise(making, 0);
  reweight(making, LAST_ROUNDS);
  const blocks = blocksOf(sample);
  const { parts, total } = foldGrams(making, blocks);
  if (parts.some(({ rows }) => total.rows - rows < MIN_OUTSIDE || rows === 0)) {
    return undefined;
  }
  const others = parts.map((part) => {
    const gram = copyGram(total);
    subtractGram(gram, part);
    return gram;
  });
  const groups: Group[] = [];
  const first: number[] = [];
  let at = 1; // after the level
  for (const group of groupsOf(designSpec)) {
    if (group.columns > 0) {
      groups.push(group);
      first.push(at);
    }
    at += Math.max(group.columns, 0);
  }
  const search = { making, blocks, groups, first, others, far: Infinity, out: groups.map(() => false) };
  const far = FAR_MISS * mad(missesOf(search));
  return far > 0 ? { ...search, far } : search;
}

/** The groups by the harm that the absence of each alone does. */
function orderOf(search: Search): number[] {
  const harm = search.groups.map((_, g) => {
    search.out[g] = true;
    const loss = mean(lossesOf(search));
    search.out[g] = false;
    return loss;
  });
  return Array.from(harm.keys())
    .reverse()
    .sort((a, b) => harm[a] - harm[b]);
}

/** Each block's mean absolute error by a model that has not seen its fold and has the columns that are in. */
function lossesOf(search: Search): Float64Array {
  const misses = missesOf(search);
  return Float64Array.from(search.blocks, ({ from, to }) => {
    let loss = 0;
    for (let i = from; i < to; i++) {
      loss += Math.min(Math.abs(misses[i]), search.far);
    }
    return loss / (to - from);
  });
}

/** The out-of-fold residual of each row, shape [n]. */
function missesOf(search: Search): Float64Array {
  const { making, blocks, others } = search;
  const { x, target, options } = making;
  const columns = columnsIn(search);
  const misses = target.slice();
  others.forEach((gram, fold) => {
    const { coefficients } = solveGram(pickGram(gram, columns), penalties(columns.length, options.ridge, gram.weight));
    const own = blocks.filter((b) => b.fold === fold);
    columns.forEach((j, k) => {
      const column = columnOf(x, j);
      for (const { from, to } of own) {
        for (let i = from; i < to; i++) {
          misses[i] -= column[i] * coefficients[k];
        }
      }
    });
  });
  return misses;
}

/** The columns that are in, the level's first. */
function columnsIn({ groups, first, out }: Search): number[] {
  const columns = [0];
  groups.forEach((group, g) => {
    for (let k = 0; !out[g] && k < group.columns; k++) {
      columns.push(first[g] + k);
    }
  });
  return columns;
}

/** The Gram of some columns alone. */
function pickGram(gram: Gram, columns: number[]): Gram {
  const p = columns.length;
  const { rows, weight, yty } = gram;
  const out = { ...newGram(p), rows, weight, yty };
  columns.forEach((i, a) => {
    out.xty[a] = gram.xty[i];
    columns.forEach((j, b) => {
      out.xtx[a * p + b] = gram.xtx[i * gram.columns + j];
    });
  });
  return out;
}
