/**
 * The functions of num, by name, for comparison over many arguments.
 * Twin: cli/functions.go.
 */
import { Fault } from '../src/engine/fault/fault';
import { cos } from '../src/engine/num/cos';
import { exp } from '../src/engine/num/exp';
import { expm1 } from '../src/engine/num/expm1';
import { log } from '../src/engine/num/log';
import { log1p } from '../src/engine/num/log1p';
import { mean } from '../src/engine/num/mean';
import { median } from '../src/engine/num/median';
import { pow } from '../src/engine/num/pow';
import { round } from '../src/engine/num/round';
import { sin } from '../src/engine/num/sin';
import { sum } from '../src/engine/num/sum';
import { tanh } from '../src/engine/num/tanh';

// by names of their own: a minifier changes those of functions
const functions = new Map(Object.entries({ cos, exp, expm1, log, log1p, round, sin, tanh }));
const reductions = new Map(Object.entries({ mean, median, sum }));

/** Applies a function to each argument, a reduction to all of them, and pow to pairs. */
export function evaluate(name: string, args: Float64Array): Float64Array {
  const f = functions.get(name);
  if (f) {
    return args.map((x) => f(x));
  }
  const reduce = reductions.get(name);
  if (reduce) {
    return Float64Array.of(reduce(args));
  }
  if (name === 'pow') {
    return Float64Array.from({ length: args.length >> 1 }, (_, i) => pow(args[2 * i], args[2 * i + 1]));
  }
  throw new Fault('cli/unknown-function', `cli: num has no function "${name}"`);
}
