/** Runners of stage tree. Twin: pkg/engine/vectors/tree_test.go. */
import { type Bins, binColumns, codeOf, MAX_BINS } from '../tree/bins';
import { boost } from '../tree/boost';
import { growCart } from '../tree/cart';
import { classOf, type ClassifyOptions, growClassifier } from '../tree/classify';
import { decodeEnsemble } from '../tree/decode';
import { answerOf, effectsOf, type Ensemble, importanceOf } from '../tree/ensemble';
import { growForest } from '../tree/forest';
import type { Options } from '../tree/grow';
import type { Tree } from '../tree/tree';
import type { Inputs, Result, Runner } from './runner';

/** The keys of all cases that grow regression trees. */
const growthInputs = ['x', 'y', 'rows?', 'most?', 'maxDepth?', 'maxLeaves?', 'minLeaf?', 'l2?'];

export const treeRunners: Record<string, Runner> = {
  'tree/binColumns': {
    inputs: ['x', 'most'],
    run: (i) => {
      const { x, n } = columns(i);
      const bins = binColumns(x, n, i.number('most'));
      return {
        edges: bins.edges,
        codes: bins.edges.map((_, j) => Array.from({ length: n }, (_row, r) => codeOf(bins, r, j))),
      };
    },
  },
  'tree/growCart': { inputs: growthInputs, run: (i) => ensembleOf(i, growCart) },
  'tree/growForest': {
    inputs: ['trees', 'seed', 'features', ...growthInputs],
    run: (i) =>
      ensembleOf(i, (bins, y, rows, o) =>
        growForest(bins, y, rows, { ...o, trees: i.number('trees'), seed: i.number('seed') })
      ),
  },
  'tree/boost': {
    inputs: ['rounds', 'learningRate', 'quantile?', 'bound?', 'validation?', 'patience?', ...growthInputs],
    run: (i) =>
      ensembleOf(i, (bins, y, rows, o) =>
        boost(bins, y, rows, rowList(i, 'validation') ?? new Int32Array(0), {
          ...o,
          rounds: i.number('rounds'),
          learningRate: i.number('learningRate'),
          quantile: numberOr(i, 'quantile', 0),
          bound: numberOr(i, 'bound', 0),
          patience: numberOr(i, 'patience', 0),
        })
      ),
  },
  'tree/growClassifier': {
    inputs: ['x', 'labels', 'classes', 'criterion', 'rows?', 'maxDepth?', 'minLeaf?'],
    run: (i) => {
      const { x, n } = columns(i);
      const labels = Int32Array.from(i.numbers('labels'));
      const classifier = growClassifier(binColumns(x, n, MAX_BINS), labels, i.number('classes'), rowList(i, 'rows'), {
        criterion: i.raw('criterion') as ClassifyOptions['criterion'],
        maxDepth: numberOr(i, 'maxDepth', 0),
        minLeaf: numberOr(i, 'minLeaf', 1),
      });
      return {
        tree: treeParts(classifier.tree),
        counts: classifier.counts,
        answers: Array.from(labels, (_, row) => classOf(classifier, x, n, row)),
      };
    },
  },
  'tree/decodeEnsemble': {
    inputs: ['text'],
    run: (i) => {
      const ensemble = decodeEnsemble(i.raw('text') as string);
      return [0, 1, 2].map((row) => answerOf(ensemble, Float64Array.of(1, 2, NaN), 3, row));
    },
  },
};

/** A case's columns one after another. */
function columns(i: Inputs): { x: Float64Array; n: number } {
  const rows = i.rows('x');
  return { x: Float64Array.from(rows.flatMap((row) => Array.from(row))), n: rows[0].length };
}

function rowList(i: Inputs, name: string): Int32Array | null {
  return i.has(name) ? Int32Array.from(i.numbers(name)) : null;
}

function numberOr(i: Inputs, name: string, otherwise: number): number {
  return i.has(name) ? i.number(name) : otherwise;
}

type Grow = (bins: Bins, y: Float64Array, rows: Int32Array | null, options: Options) => Ensemble;

/** Grows an ensemble on a case, and gives it with its answers, the effects on the first row, and the importances. */
function ensembleOf(i: Inputs, grow: Grow): Result {
  const { x, n } = columns(i);
  const ensemble = grow(binColumns(x, n, numberOr(i, 'most', MAX_BINS)), i.numbers('y'), rowList(i, 'rows'), {
    maxDepth: numberOr(i, 'maxDepth', 0),
    maxLeaves: numberOr(i, 'maxLeaves', 0),
    minLeaf: numberOr(i, 'minLeaf', 1),
    l2: numberOr(i, 'l2', 0),
    features: numberOr(i, 'features', 0),
  });
  const effects = new Float64Array(ensemble.cols);
  const level = effectsOf(ensemble, effects, x, n, 0);
  return {
    base: ensemble.base,
    trees: ensemble.trees.map(treeParts),
    answers: Array.from({ length: n }, (_, row) => answerOf(ensemble, x, n, row)),
    level,
    effects,
    importance: importanceOf(ensemble),
  };
}

const treeParts = (tree: Tree): Result => ({ ...tree });
