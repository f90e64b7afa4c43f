/**
 * Reads models that were written as JSON.
 * Twin: pkg/engine/tree/decode.go.
 */
import { Fault } from '../fault/fault';
import type { Classifier } from './classify';
import { Ensemble, TREE_VERSION } from './ensemble';
import { LEAF, Tree } from './tree';

/**
 * Reads the JSON of an Ensemble, and refuses one whose answers could run for ever or beyond a list.
 *
 * @throws Fault `tree/not-json`, `tree/wrong-version`, `tree/bad-model`
 */
export function decodeEnsemble(text: string): Ensemble {
  const ensemble = parse(text) as Ensemble;
  checkEnsemble(ensemble);
  return ensemble;
}

/**
 * Reads the JSON of a Classifier as decodeEnsemble does.
 *
 * @throws Fault `tree/not-json`, `tree/wrong-version`, `tree/bad-model`
 */
export function decodeClassifier(text: string): Classifier {
  const classifier = parse(text) as Classifier;
  checkVersion(classifier.version);
  checkTree(classifier.tree, classifier.cols);
  classifier.tree.value.forEach((v, node) => {
    if (!Number.isInteger(v) || v < 0 || v >= classifier.classes) {
      throw badModel(`node ${node} answers class ${v} of ${classifier.classes}`);
    }
  });
  return classifier;
}

/**
 * Says whether an ensemble that was decoded can be asked. Twin: Ensemble.Check.
 *
 * @throws Fault `tree/wrong-version`, `tree/bad-model`
 */
export function checkEnsemble({ version, cols, base, trees }: Ensemble): void {
  checkVersion(version);
  if (!Number.isFinite(base) || !Array.isArray(trees)) {
    throw badModel('no base or no trees');
  }
  trees.forEach((tree) => checkTree(tree, cols));
}

function parse(text: string): object {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  if (json === null || typeof json !== 'object') {
    throw new Fault('tree/not-json', 'tree: not the JSON of a model; want what this engine wrote');
  }
  return json;
}

function checkVersion(version: number): void {
  if (version !== TREE_VERSION) {
    throw new Fault(
      'tree/wrong-version',
      `tree: version ${version}; this engine reads ${TREE_VERSION}. Train the model again.`
    );
  }
}

/**
 * Refuses lists of unequal lengths, features that no column has, and children that do not come after their parent: these
 * could make a path a circle.
 */
function checkTree(tree: Tree, cols: number): void {
  const { feature, threshold, missingLeft, left, right, value, gain, rows } = tree ?? {};
  for (const list of [feature, threshold, missingLeft, left, right, value, gain, rows]) {
    if (!Array.isArray(list) || list.length === 0 || list.length !== feature.length) {
      throw badModel('lists of unequal lengths');
    }
  }
  if (![...threshold, ...value].every(Number.isFinite)) {
    throw badModel('a threshold or an answer is no number');
  }
  feature.forEach((j, node) => {
    if (j === LEAF) {
      return;
    }
    if (!Number.isInteger(j) || j < 0 || !(j < cols)) {
      throw badModel(`node ${node} asks for feature ${j} of ${cols}`);
    }
    for (const child of [left[node], right[node]]) {
      if (!Number.isInteger(child) || child <= node || child >= feature.length) {
        throw badModel(`node ${node} of ${feature.length} has the child ${child}`);
      }
    }
  });
}

function badModel(what: string): Fault {
  return new Fault('tree/bad-model', `tree: ${what}; want a model that this engine wrote. Train it again.`);
}
