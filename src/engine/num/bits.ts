/**
 * The bits of a double, through one shared buffer: nothing is allocated per call.
 * Twin: pkg/engine/num/bits.go.
 */
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

double[0] = 1;
const HIGH = words[1] === 0x3ff00000 ? 1 : 0; // by the machine's byte order
const LOW = 1 - HIGH;

/** The upper 32 bits of x: sign, exponent and 20 bits of fraction. */
export function highWord(x: number): number {
  double[0] = x;
  return words[HIGH];
}

/** The lower 32 bits of x. */
export function lowWord(x: number): number {
  double[0] = x;
  return words[LOW];
}

/** x with its upper 32 bits replaced. */
export function withHighWord(x: number, high: number): number {
  double[0] = x;
  words[HIGH] = high;
  return double[0];
}

/** x with its lower 32 bits set to zero: 21 leading bits, so that products of two such numbers are exact. */
export function clearLowWord(x: number): number {
  double[0] = x;
  words[LOW] = 0;
  return double[0];
}

/** 2^k exactly, for whole −1022 ≤ k ≤ 1023. */
export function pow2(k: number): number {
  words[HIGH] = (k + 1023) << 20;
  words[LOW] = 0;
  return double[0];
}

/**
 * x·2^k, rounded once, for any x and whole −1980 ≤ k ≤ 1980. The result may be infinite,
 * subnormal or zero. Twin: Scale in pkg/engine/num/bits.go.
 */
export function scale(x: number, k: number): number {
  if (k > 1023) {
    return x * pow2(k - 960) * pow2(960); // the first factor is exact, or beyond saving, so only the second rounds
  }
  if (k >= -1022) {
    return x * pow2(k);
  }
  return x * pow2(k + 960) * pow2(-960);
}

/** floor(log2|x|) for finite x other than 0. Twin: Exponent. */
export function exponent(x: number): number {
  const e = (highWord(x) >>> 20) & 0x7ff;
  if (e === 0) {
    return ((highWord(x * pow2(54)) >>> 20) & 0x7ff) - 1077; // subnormal
  }
  return e - 1023;
}
