/**
 * Fits all rows, and each fold's from the others.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/crossFit.go.
 */
import { columnOf, Matrix } from '../features/matrix';
import { solveGram } from './cholesky';
import { cycleMedians } from './cycle';
import { addGram, copyGram, Gram, gramOf, newGram, subtractGram } from './gram';
import { Linear } from './linear';
import type { LinearMaking } from './linearFit';
import type { Fitted } from './model';
import { product, used } from './product';
import { significantProfile } from './profile';
import { penalties } from './reweight';
import { Block, blocksOf, FOLDS, MIN_OUTSIDE } from './sample';

/** A linear candidate with its intermediate results. */
export interface LinearCandidate extends Fitted {
  model: { kind: 'linear'; linear: Linear };
  /** The standardised design, shape [n × columns]. */
  x: Matrix;
  /** Of each fold, predictions for all rows by the fit without it, shape [n]. */
  without: Float64Array[];
}

/**
 * Fits all rows, then each fold's rows from the others, with the weights of the whole: one Gram a fold serves all.
 *
 * @param making - not modified
 */
export function crossFit(making: LinearMaking): LinearCandidate {
  const blocks = blocksOf(making.sample);
  const { parts, total } = foldGrams(making, blocks);
  const whole = solve(making, total, rowsBut(blocks, -1));
  const outOfFold = whole.predicted.slice();
  const without = parts.map((part, fold) => {
    if (total.rows - part.rows < MIN_OUTSIDE || part.rows === 0) {
      return whole.predicted;
    }
    const others = copyGram(total);
    subtractGram(others, part);
    const { predicted } = solve(making, others, rowsBut(blocks, fold));
    for (const { from, to } of blocks.filter((b) => b.fold === fold)) {
      outOfFold.set(predicted.subarray(from, to), from);
    }
    return predicted;
  });
  const model = { kind: 'linear' as const, linear: linearOf(making, whole) };
  return { model, fit: whole.predicted, outOfFold, dropped: whole.dropped, x: making.x, without };
}

function linearOf(making: LinearMaking, whole: Solved): Linear {
  const { designSpec, mean, deviation, interaction, cycles, residualProfile } = making;
  return {
    designSpec,
    mean,
    deviation,
    coefficients: Array.from(whole.coefficients),
    interaction,
    cycles: cycles.map(({ found }, k) => ({ periodMs: found.periodMs, values: whole.cycles[k] })),
    residualProfile: residualProfile && { ...residualProfile.shape, values: whole.residualProfile },
  };
}

/** The Gram of each fold and of all. */
export function foldGrams({ x, target, weights }: LinearMaking, blocks: Block[]): { parts: Gram[]; total: Gram } {
  const total = newGram(x.cols);
  const parts = Array.from({ length: FOLDS }, (_, fold) => {
    const ofFold = new Float64Array(x.rows);
    for (const { from, to } of blocks.filter((b) => b.fold === fold)) {
      ofFold.set(weights.subarray(from, to), from);
    }
    const part = gramOf(x.data, target, ofFold, 0, x.rows);
    addGram(total, part);
    return part;
  });
  return { parts, total };
}

/** The rows of all folds but one; of all with fold −1. */
export function rowsBut(blocks: Block[], fold: number): Int32Array {
  const kept = blocks.filter(({ fold: own }) => own !== fold);
  const rows = new Int32Array(kept.reduce((n, { from, to }) => n + to - from, 0));
  let n = 0;
  for (const { from, to } of kept) {
    for (let i = from; i < to; i++) {
      rows[n++] = i;
    }
  }
  return rows;
}

/** A solution of some rows with its predictions of all, shape [n]. */
interface Solved {
  coefficients: Float64Array;
  cycles: number[][];
  residualProfile: number[];
  predicted: Float64Array;
  dropped: number;
}

/** Coefficients and seasonal profiles are fitted to the residuals of each other, in turns. */
const CYCLE_ROUNDS = 2;

/** Fits the rows of a Gram matrix, and the profiles of their residuals. */
function solve(making: LinearMaking, gram: Gram, rows: Int32Array): Solved {
  const { cycles, residualProfile, sample } = making;
  let out = solveOnce(making, gram);
  const learnt: number[][] = [];
  for (let round = 0; cycles.length > 0 && round < CYCLE_ROUNDS; round++) {
    fitCycles(making, learnt, out.predicted, rows);
    if (round === CYCLE_ROUNDS - 1) {
      out.cycles = learnt;
      addCycles(out.predicted, cycles, learnt, -1);
    } else {
      const shapes = new Float64Array(sample.values.length);
      addCycles(shapes, cycles, learnt, -1);
      const target = sample.values.map((v, i) => v - shapes[i]);
      out = solveOnce(making, { ...gram, xty: products(making, rows, target) });
    }
  }
  if (residualProfile) {
    out.residualProfile = leftPer(
      residualProfile.slot,
      sample.values,
      out.predicted,
      rows,
      (slot, left) => significantProfile(residualProfile.shape, slot, left).values
    );
    addPer(out.predicted, residualProfile.slot, out.residualProfile);
  }
  return out;
}

/** Learns each seasonal profile, in place, from the residuals of a prediction and of the other profiles. */
function fitCycles(making: LinearMaking, learnt: number[][], predicted: Float64Array, rows: Int32Array): void {
  const { cycles, sample } = making;
  cycles.forEach(({ found, bin }, k) => {
    const others = predicted.slice();
    addCycles(others, cycles, learnt, k);
    learnt[k] = leftPer(bin, sample.values, others, rows, (bins, left) =>
      cycleMedians(bins, left, found.values.length)
    );
  });
}

/** Adds all cycles that are learnt, but one, to a value of each row. */
function addCycles(to: Float64Array, cycles: LinearMaking['cycles'], learnt: number[][], but: number): void {
  learnt.forEach((values, k) => {
    if (k !== but) {
      addPer(to, cycles[k].bin, values);
    }
  });
}

function solveOnce({ x, options }: LinearMaking, gram: Gram): Solved {
  const { coefficients, dropped } = solveGram(gram, penalties(x.cols, options.ridge, gram.weight));
  return {
    coefficients,
    cycles: [],
    residualProfile: [],
    predicted: product(x, coefficients, used(coefficients)),
    dropped: dropped.length,
  };
}

/** Xᵀ·W·target over rows, shape [columns]. */
function products({ x, weights }: LinearMaking, rows: Int32Array, target: Float64Array): Float64Array {
  const weighted = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    weighted[k] = weights[rows[k]] * target[rows[k]];
  }
  return new Float64Array(x.cols).map((_, j) => {
    const column = columnOf(x, j);
    let total = 0;
    for (let k = 0; k < rows.length; k++) {
      total += column[rows[k]] * weighted[k];
    }
    return total;
  });
}

/** The profile, by bin, of the residuals of some rows. */
function leftPer(
  bin: Int32Array,
  values: Float64Array,
  predicted: Float64Array,
  rows: Int32Array,
  shapeOf: (bin: Int32Array, left: Float64Array) => number[]
): number[] {
  const left = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    left[k] = values[rows[k]] - predicted[rows[k]];
  }
  return shapeOf(
    rows.map((i) => bin[i]),
    left
  );
}

/** Adds each row's bin's value, in place. */
function addPer(predicted: Float64Array, bin: Int32Array, values: number[]): void {
  for (let i = 0; i < predicted.length; i++) {
    predicted[i] += values[bin[i]];
  }
}
