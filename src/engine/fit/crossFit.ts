/**
 * Fits all rows, and each fold's from the others.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/crossFit.go.
 */
import { solveGram } from './cholesky';
import { addGram, copyGram, Gram, gramOf, newGram, subtractGram } from './gram';
import { LinearMaking, penalties, product } from './linearFit';
import type { Candidate } from './model';
import { Profile, significantProfile } from './profile';
import { Block, blocksOf, FOLDS, LEAST_OUTSIDE } from './sample';

/**
 * Fits all rows, then each fold's rows from the others, with the weights of the whole: one Gram a block serves all.
 *
 * @param making - not modified
 */
export function crossFit(making: LinearMaking): Candidate {
  const blocks = blocksOf(making.sample);
  const { parts, total } = foldGrams(making, blocks);
  const whole = solve(making, total, blocks, -1);
  const outOfFold = whole.predicted.slice();
  parts.forEach((part, fold) => {
    if (total.rows - part.rows < LEAST_OUTSIDE || part.rows === 0) {
      return;
    }
    const others = copyGram(total);
    subtractGram(others, part);
    const { predicted } = solve(making, others, blocks, fold);
    for (const { from, to } of blocks.filter((b) => b.fold === fold)) {
      outOfFold.set(predicted.subarray(from, to), from);
    }
  });
  const linear = {
    recipe: making.recipe,
    mean: Array.from(making.mean),
    deviation: Array.from(making.deviation),
    coefficients: Array.from(whole.coefficients),
    rest: whole.rest,
  };
  return { model: { kind: 'linear', linear }, fit: whole.predicted, outOfFold, dropped: whole.dropped };
}

/** The Gram of each fold and of all. */
function foldGrams({ x, sample, weights }: LinearMaking, blocks: Block[]): { parts: Gram[]; total: Gram } {
  const parts = Array.from({ length: FOLDS }, () => newGram(x.cols));
  for (const { from, to, fold } of blocks) {
    addGram(parts[fold], gramOf(x.data, sample.values, weights, from, to));
  }
  const total = newGram(x.cols);
  for (const part of parts) {
    addGram(total, part);
  }
  return { parts, total };
}

/** A solution with its predictions of all rows, shape [n]. */
interface Solved {
  coefficients: Float64Array;
  predicted: Float64Array;
  rest: Profile | null;
  dropped: number;
}

/** Fits the rows of a Gram, which leaves out one fold or, with fold −1, none, and the leftover shape of the same rows. */
function solve(making: LinearMaking, gram: Gram, blocks: Block[], fold: number): Solved {
  const { x, sample, rest } = making;
  const { coefficients, dropped } = solveGram(gram, penalties(x.cols, making.ridge, gram.weight));
  const predicted = product(x, coefficients);
  if (!rest) {
    return { coefficients, predicted, rest: null, dropped: dropped.length };
  }
  const rows = rowsOf(blocks.filter((b) => b.fold !== fold));
  const profile = significantProfile(
    rest.shape,
    rows.map((i) => rest.slot[i]),
    Float64Array.from(rows, (i) => sample.values[i] - predicted[i])
  );
  for (let i = 0; i < predicted.length; i++) {
    predicted[i] += profile.values[rest.slot[i]];
  }
  return { coefficients, predicted, rest: profile, dropped: dropped.length };
}

function rowsOf(blocks: Block[]): Int32Array {
  const rows = [];
  for (const { from, to } of blocks) {
    for (let i = from; i < to; i++) {
      rows.push(i);
    }
  }
  return Int32Array.from(rows);
}
