/**
 * Sine and cosine of one angle; seasonal features rest on them.
 * Twin: SinCos in pkg/engine/num/sin.go. Numbers: spec/vectors/num/{sin,cos}.json.
 */
import { reduceAngle, rest } from './reduceAngle';

const S1 = -1.66666666666666324348e-1; // 0xBFC55555 55555549
const S2 = 8.33333333332248946124e-3; // 0x3F811111 1110F8A6
const S3 = -1.98412698298579493134e-4; // 0xBF2A01A0 19C161D5
const S4 = 2.75573137070700676789e-6; // 0x3EC71DE3 57B1FE7D
const S5 = -2.50507602534068634195e-8; // 0xBE5AE5E6 8A2B9CEB
const S6 = 1.58969099521155010221e-10; // 0x3DE5D93A 5ACFD57C

const C1 = 4.16666666666666019037e-2; // 0x3FA55555 5555554C
const C2 = -1.38888888888741095749e-3; // 0xBF56C16C 16C15177
const C3 = 2.48015872894767294178e-5; // 0x3EFA01A0 19CB1590
const C4 = -2.75573143513906633035e-7; // 0xBE927E4F 809C52AD
const C5 = 2.0875723212981748279e-9; // 0x3E21EE9E BDB4B1C4
const C6 = -1.13596475577881948265e-11; // 0xBDA8FAE9 BE8838D4

const TINY = 7.450580596923828e-9; // 2^−27: below it sin x is x

/**
 * Puts the sine of pair[0] radians into pair[0], and its cosine into pair[1]; both within 1 ulp, for every finite angle.
 * Numbers come and go in a typed array since those handed to a function or returned may be boxed.
 *
 * Special cases: both are NaN of NaN and ±∞; the sine of ±0 is ±0.
 * @see FDLIBM s_sin, s_cos, k_sin, k_cos
 */
export function sinCos(pair: Float64Array): void {
  rest[0] = pair[0];
  const quadrant = reduceAngle();
  const odd = quadrant & 1;
  putSine(pair, odd);
  putCosine(pair, 1 - odd);
  if (quadrant >= 2) {
    pair[0] = -pair[0];
  }
  if (quadrant === 1 || quadrant === 2) {
    pair[1] = -pair[1];
  }
}

/** Puts the sine of hi + lo = rest[0] + rest[1] into pair[at], for |hi| ≤ π/4, lo below half an ulp of hi. */
function putSine(pair: Float64Array, at: number): void {
  const hi = rest[0];
  const lo = rest[1];
  if (Math.abs(hi) < TINY) {
    pair[at] = hi;
    return;
  }
  const z = hi * hi;
  const v = z * hi;
  const r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
  pair[at] = hi - (z * (0.5 * lo - v * r) - lo - v * S1);
}

/** putSine's cosine. */
function putCosine(pair: Float64Array, at: number): void {
  const hi = rest[0];
  const lo = rest[1];
  const z = hi * hi;
  const w = z * z;
  const r = z * (C1 + z * (C2 + z * C3)) + w * w * (C4 + z * (C5 + z * C6));
  const half = 0.5 * z;
  const one = 1 - half;
  pair[at] = one + (1 - one - half + (z * r - hi * lo));
}
