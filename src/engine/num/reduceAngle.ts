/**
 * An angle brought to within π/4 of 0, with more bits than a double holds.
 * Twin: pkg/engine/num/reduceAngle.go. Numbers: spec/vectors/num/{sin,cos}.json.
 */
import { exponent, pow2 } from './bits';
import { lost, twoProduct } from './doubleDouble';

const QUARTER_PI = 7.85398163397448278999e-1; // 0x3FE921FB 54442D18
const TWO_OVER_PI = 6.36619772367581382433e-1; // 0x3FE45F30 6DC9C883
const HALF_PI_1 = 1.57079632673412561417; // first 33 bits of π/2, 0x3FF921FB 54400000
const HALF_PI_2 = 6.0771005063039659766e-11; // next 33 bits, 0x3DD0B461 1A600000
const HALF_PI_2_OFF = 2.02226624879595063154e-21; // π/2 − (HALF_PI_1 + HALF_PI_2), 0x3BA3198A 2E037073
const HALF_PI_3 = 2.0222662487111664558e-21; // next 33 bits, 0x3BA3198A 2E000000
const HALF_PI_3_OFF = 8.47842766036889956997e-32; // the rest, 0x397B839A 252049C1
const TWO_M45 = 2.842170943040401e-14; // 2^−45

const HALF_PI_HI = 1.570796326794896558; // 0x3FF921FB 54442D18
const HALF_PI_LO = 6.12323399573676603587e-17; // 0x3C91A626 33145C07

const CODY_MAX = 1.647099e6; // 2^20·π/2: below it k·HALF_PI_1 and its like are exact

/** The angle that reduceAngle takes, and then the two parts that it leaves: in a typed array, no number is boxed. */
export const rest = new Float64Array(2);

/**
 * Brings x = rest[0] to x − k·π/2, within about π/4 of 0, as the sum of rest[0] and a lower part, rest[1]; NaN for NaN and
 * ±∞. Returns k mod 4.
 * @see FDLIBM e_rem_pio2 (Cody and Waite)
 */
export function reduceAngle(): number {
  const x = rest[0];
  const a = Math.abs(x);
  rest[1] = 0;
  if (a <= QUARTER_PI) {
    return 0;
  }
  if (!(a < Infinity)) {
    rest[0] = NaN;
    return 0;
  }
  if (a > CODY_MAX) {
    return reduceLargeAngle(x);
  }
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  let t = x - k * HALF_PI_1;
  let w = k * HALF_PI_2;
  let r = t - w;
  w = k * HALF_PI_2_OFF - (t - r - w);
  let hi = r - w;
  if (Math.abs(hi) < a * TWO_M45) {
    // x is so near a multiple that more bits are needed
    t = r;
    w = k * HALF_PI_3;
    r = t - w;
    w = k * HALF_PI_3_OFF - (t - r - w);
    hi = r - w;
  }
  rest[0] = hi;
  rest[1] = r - hi - w;
  return k & 3;
}

/** The first 1216 bits of 2/π: enough for the largest double. */
const TWO_OVER_PI_BITS = BigInt(
  '0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424d' +
    'd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639' +
    '835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f46' +
    '3f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6bab'
);
const ZERO = BigInt(0);
const ONE = BigInt(1);

/**
 * reduceAngle for |x| > CODY_MAX, in whole numbers: with |x| = m·2^e, the product
 * m·TWO_OVER_PI_BITS is x·2/π scaled by 2^(1216−e). About a microsecond a call.
 * @see Payne and Hanek 1983
 */
function reduceLargeAngle(x: number): number {
  const a = Math.abs(x);
  const e = exponent(a) - 52;
  const m = BigInt(a * pow2(-e));
  const shift = BigInt(1216 - e);
  const turns = m * TWO_OVER_PI_BITS;
  const k = (turns + (ONE << (shift - ONE))) >> shift;
  const quadrant = Number(k & BigInt(3));
  leaveTimesHalfPi(turns - (k << shift), 1216 - e);
  if (x < 0) {
    rest[0] = -rest[0];
    rest[1] = -rest[1];
    return (4 - quadrant) & 3;
  }
  return quadrant;
}

/** Leaves over·2^−shift·π/2, from the leading 106 bits of `over`, in `rest`. */
function leaveTimesHalfPi(over: bigint, shift: number): void {
  const size = (over < ZERO ? -over : over).toString(2).length;
  const top = (over < ZERO ? -over : over) >> BigInt(size - 106);
  const upper = Number(top >> BigInt(53));
  const lower = Number(top & ((ONE << BigInt(53)) - ONE));
  const unit = pow2(size - 53 - shift);
  const a = upper * unit;
  const b = lower * unit * 1.1102230246251565e-16; // 2^−53
  const p = twoProduct(a, HALF_PI_HI);
  const err = lost.error + (a * HALF_PI_LO + b * HALF_PI_HI);
  const hi = p + err;
  const lo = p - hi + err;
  rest[0] = over < ZERO ? -hi : hi;
  rest[1] = over < ZERO ? -lo : lo;
}
