/**
 * How a function is run on the cases of spec/vectors. Only tests import this folder.
 * Twin: pkg/engine/vectors/vectors_test.go. Format: spec/README.md.
 */

/** What a function gives: numbers, words and truth values, in arrays and named parts. */
export type Result = number | string | boolean | null | ArrayLike<number> | Result[] | { [part: string]: Result };

/** One function under test. */
export interface Runner {
  /** The input keys of a case; a key that ends in `?` may be absent. No other key is accepted. */
  inputs: string[];
  run(inputs: Inputs): Result;
}

const SPECIALS: Record<string, number> = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity, '-0': -0 };

/** A number of a vector file: JSON has no NaN, infinity or (in all writers) −0, so these are words. */
function toNumber(json: unknown): number {
  if (typeof json === 'number') {
    return json;
  }
  if (typeof json === 'string' && json in SPECIALS) {
    return SPECIALS[json];
  }
  throw new Error(
    `vector: ${JSON.stringify(json)} is not a number; want a number, "NaN", "Infinity", "-Infinity" or "-0"`
  );
}

/** The inputs of one case, by name. */
export class Inputs {
  constructor(private readonly json: Record<string, unknown>) {}

  has(name: string): boolean {
    return name in this.json;
  }

  number(name: string): number {
    return toNumber(this.json[name]);
  }

  numbers(name: string): Float64Array {
    return Float64Array.from(this.json[name] as unknown[], toNumber);
  }

  rows(name: string): Float64Array[] {
    return (this.json[name] as unknown[][]).map((row) => Float64Array.from(row, toNumber));
  }

  /** Anything else, as JSON.parse gave it. */
  raw(name: string): unknown {
    return this.json[name];
  }
}
