/**
 * Whether the parts of a model that was read fit together.
 * Twin: pkg/engine/fit/check.go.
 */
import { Fault } from '../fault/fault';
import { checkDesignSpec } from '../features/check';
import { columnsOf } from '../features/design';
import { DesignSpec, DesignSpecInput } from '../features/designSpec';
import { treeColumnsOf } from '../features/treeFeatures';
import { checkRead } from '../neural/network';
import { checkEnsemble } from '../tree/decode';
import { Ensemble } from '../tree/ensemble';
import { Linear } from './linear';
import { Model } from './model';
import { Neural } from './neural';
import { Profile, slotCount } from './profile';
import { Seasonal } from './seasonal';
import { Trees } from './trees';

/**
 * Says whether the parts of a model that was read fit together, so that nothing that is asked of it can fail.
 *
 * @throws Fault `model/wrong-field` if another field than kind's is set; `model/wrong-size`, `model/out-of-range`.
 * Twin: Model.Check
 */
export function checkCenter(center: Model): void {
  const { kind } = center;
  const isTrees = kind === 'tree' || kind === 'forest' || kind === 'boosted';
  const belongs = {
    seasonal: kind === 'seasonal',
    linear: kind === 'linear',
    neural: kind === 'neural',
    trees: isTrees,
  };
  if (Object.entries(belongs).some(([field, own]) => Object.hasOwn(center, field) !== own)) {
    throw new Fault(
      'model/wrong-field',
      `model: center.kind is "${kind}"; want the field that belongs to it, and no other`
    );
  }
  const { weekStart = 0 } = center;
  if (weekStart < 0 || weekStart > 6) {
    throw new Fault('model/out-of-range', `model: center.weekStart is ${weekStart}; want 0, Monday, to 6`);
  }
  switch (kind) {
    case 'seasonal':
      return checkSeasonal(center.seasonal);
    case 'linear':
      return checkLinear(center.linear);
    case 'neural':
      return checkNeural(center.neural);
    case 'tree':
    case 'forest':
    case 'boosted':
      return checkTrees(center.trees);
    default:
      throw new Fault('model/wrong-field', `model: center.kind is "${String(kind)}"; want one that this engine learns`);
  }
}

function checkSeasonal({ levels, steps, shape }: Seasonal): void {
  if (levels.length !== steps.length + 1) {
    throw wrongSize('levels', levels.length, steps.length + 1);
  }
  checkProfile(shape);
}

// Bounds of a profile's slots; those of a spec are within.
const MIN_SLOT_MS = 1000;
const MAX_SLOT_MS = 2 ** 40;

function checkProfile(profile: Profile): void {
  const { slotMs, values } = profile;
  if (slotMs < MIN_SLOT_MS || slotMs > MAX_SLOT_MS) {
    throw new Fault('model/out-of-range', `model: slots of ${slotMs} ms; want ${MIN_SLOT_MS} to ${MAX_SLOT_MS}`);
  }
  if (values.length !== slotCount(profile)) {
    throw wrongSize('values of a profile', values.length, slotCount(profile));
  }
}

function checkLinear(linear: Linear): void {
  const { designSpec, interaction, mean, deviation, coefficients } = linear;
  checkDesignSpec(designSpec);
  const columns = columnsOf(designSpec);
  const regressors = columns.filter(({ part }) => part === 'regressor').length;
  if (interaction) {
    const wanted = columns.length - regressors;
    if (interaction.coefficients.length !== wanted) {
      throw wrongSize('coefficients of the interaction', interaction.coefficients.length, wanted);
    }
    if (!(interaction.deviation > 0)) {
      throw new Fault(
        'model/out-of-range',
        `model: the interaction's deviation is ${interaction.deviation}; want more than 0`
      );
    }
  }
  const width = columns.length + (interaction ? regressors : 0);
  for (const list of [mean, deviation, coefficients]) {
    if (list.length !== width) {
      throw wrongSize('means, deviations or coefficients', list.length, width);
    }
  }
  for (const d of deviation) {
    if (!(d > 0)) {
      throw new Fault('model/out-of-range', `model: a column's deviation is ${d}; want more than 0`);
    }
  }
  checkShapes(linear);
}

/** Bounds a cycle: a period is added to epoch milliseconds. */
const MAX_PERIOD_MS = 2 ** 50;

function checkShapes({ cycles, residualProfile }: Linear): void {
  for (const { periodMs, values } of cycles) {
    if (values.length === 0 || !(periodMs >= 1 && periodMs <= MAX_PERIOD_MS)) {
      throw new Fault(
        'model/out-of-range',
        `model: a cycle of ${periodMs} ms with ${values.length} values; want 1 to ${MAX_PERIOD_MS} ms and at least one value`
      );
    }
  }
  if (residualProfile) {
    checkProfile(residualProfile);
  }
}

function checkNeural({ linear, network }: Neural): void {
  checkLinear(linear);
  checkRead(network);
  if (network.layers[0].inputs !== linear.mean.length) {
    throw wrongSize('inputs of the network', network.layers[0].inputs, linear.mean.length);
  }
}

function checkTrees({ linear, designSpec, ensemble }: Trees): void {
  checkLinear(linear);
  checkDesignSpec(designSpec);
  const asked = linear.designSpec.regressors;
  const same = ({ name, kind }: DesignSpecInput, i: number) =>
    name === designSpec.regressors[i].name && kind === designSpec.regressors[i].kind;
  if (asked.length > 0 && !(asked.length === designSpec.regressors.length && asked.every(same))) {
    throw new Fault(
      'model/wrong-size',
      'model: the trees ask for other regressors than their linear model; want the same'
    );
  }
  checkAsked(designSpec, ensemble);
}

/** Whether trees ask for the columns of a design specification. */
function checkAsked(designSpec: DesignSpec, ensemble: Ensemble): void {
  try {
    checkEnsemble(ensemble);
  } catch (error) {
    throw new Fault('model/wrong-size', `model: ${(error as Error).message}`);
  }
  const columns = treeColumnsOf(designSpec).length;
  if (ensemble.cols !== columns) {
    throw wrongSize('features of the trees', ensemble.cols, columns);
  }
}

/**
 * Checks that trees for quantiles use the features of the boosted model.
 *
 * @throws Fault `model/wrong-field` of another model; `model/wrong-size`. Twin: Model.CheckQuantiles
 */
export function checkQuantiles(center: Model, ensembles: Ensemble[]): void {
  if (center.kind !== 'boosted') {
    throw new Fault(
      'model/wrong-field',
      `model: a ${center.kind} model has quantiles; want them of a boosted one alone`
    );
  }
  ensembles.forEach((ensemble) => checkAsked(center.trees.designSpec, ensemble));
}

function wrongSize(what: string, got: number, want: number): Fault {
  return new Fault('model/wrong-size', `model: ${got} ${what}; want ${want}`);
}
