/** Runners of stage num. Twin: pkg/engine/vectors/num_test.go. */
import { cos } from '../num/cos';
import { lost, twoProduct, twoSum } from '../num/doubleDouble';
import { exp } from '../num/exp';
import { expm1 } from '../num/expm1';
import { log } from '../num/log';
import { log1p } from '../num/log1p';
import { mad } from '../num/mad';
import { mean } from '../num/mean';
import { median } from '../num/median';
import { extent, max, min } from '../num/minmax';
import { pow } from '../num/pow';
import { quantileInPlace } from '../num/quantile';
import { quantileSorted } from '../num/quantileSorted';
import { Random, shuffle } from '../num/random';
import { floorDiv, floorMod, round } from '../num/round';
import { selectInPlace } from '../num/select';
import { sin } from '../num/sin';
import { sort } from '../num/sort';
import { sum } from '../num/sum';
import { tanh } from '../num/tanh';
import type { Inputs, Result, Runner } from './runner';

const ofX = (f: (x: number) => number): Runner => ({ inputs: ['x'], run: (i) => f(i.number('x')) });

const ofTwo = (a: string, b: string, f: (a: number, b: number) => Result): Runner => ({
  inputs: [a, b],
  run: (i) => f(i.number(a), i.number(b)),
});

const ofValues = (f: (values: Float64Array) => Result): Runner => ({
  inputs: ['values'],
  run: (i) => f(i.numbers('values')),
});

/** `draws` numbers of the stream of `seed`. */
const ofStream = (draw: (random: Random) => number): Runner => ({
  inputs: ['seed', 'draws'],
  run: (i) => {
    const random = new Random(i.number('seed'));
    return Float64Array.from({ length: i.number('draws') }, () => draw(random));
  },
});

const elementary: Record<string, (x: number) => number> = {
  exp,
  expm1,
  log,
  log1p,
  tanh,
  sin,
  cos,
  pow: (x) => pow(x, 1.3),
};

/** FNV-1a of the bits of a function at `draws` arguments, uniform from `low` to `high`. */
function digest(i: Inputs): number {
  const f = elementary[i.raw('of') as string];
  const random = new Random(i.number('seed'));
  const low = i.number('low');
  const width = i.number('high') - low;
  const double = new Float64Array(1);
  const words = new DataView(double.buffer);
  let hash = 0x811c9dc5;
  for (let k = 0; k < i.number('draws'); k++) {
    words.setFloat64(0, f(low + width * random.uniform()));
    hash = Math.imul(hash ^ words.getUint32(0), 0x01000193);
    hash = Math.imul(hash ^ words.getUint32(4), 0x01000193);
  }
  return hash >>> 0;
}

export const numRunners: Record<string, Runner> = {
  'num/exp': ofX(exp),
  'num/expm1': ofX(expm1),
  'num/log': ofX(log),
  'num/log1p': ofX(log1p),
  'num/tanh': ofX(tanh),
  'num/sin': ofX(sin),
  'num/cos': ofX(cos),
  'num/pow': ofTwo('x', 'y', pow),
  'num/digest': { inputs: ['of', 'seed', 'draws', 'low', 'high'], run: digest },
  'num/twoSum': ofTwo('a', 'b', (a, b) => ({ value: twoSum(a, b), error: lost.error })),
  'num/twoProduct': ofTwo('a', 'b', (a, b) => ({ value: twoProduct(a, b), error: lost.error })),
  'num/sum': ofValues(sum),
  'num/mean': ofValues(mean),
  'num/mad': ofValues(mad),
  'num/median': ofValues(median),
  'num/sort': ofValues(sort),
  'num/extent': ofValues((values) => ({ ...extent(values) })),
  'num/select': {
    inputs: ['values', 'k'],
    run: (i) => selectInPlace(i.numbers('values'), i.number('k')),
  },
  'num/quantile': {
    inputs: ['values', 'p'],
    run: (i) => quantileInPlace(i.numbers('values'), i.number('p')),
  },
  'num/quantileSorted': {
    inputs: ['sorted', 'p'],
    run: (i) => quantileSorted(i.numbers('sorted'), i.number('p')),
  },
  'num/min': ofTwo('a', 'b', min),
  'num/max': ofTwo('a', 'b', max),
  'num/round': ofX(round),
  'num/floorDiv': ofTwo('a', 'b', floorDiv),
  'num/floorMod': ofTwo('a', 'b', floorMod),
  'num/uint32': ofStream((random) => random.uint32()),
  'num/uniform': ofStream((random) => random.uniform()),
  'num/normal': ofStream((random) => random.normal()),
  'num/integer': {
    inputs: ['seed', 'draws', 'n'],
    run: (i) => {
      const random = new Random(i.number('seed'));
      return Float64Array.from({ length: i.number('draws') }, () => random.integer(i.number('n')));
    },
  },
  'num/shuffle': {
    inputs: ['seed', 'values'],
    run: (i) => {
      const values = i.numbers('values');
      shuffle(new Random(i.number('seed')), values);
      return values;
    },
  },
};
