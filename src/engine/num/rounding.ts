/**
 * The share of a value below which a difference may be rounding alone: the error bound n·u of a sum of n = 8192 terms, with
 * u = 2⁻⁵³.
 * Twin: pkg/engine/num/rounding.go.
 *
 * @see Higham (2002), Accuracy and Stability of Numerical Algorithms, section 4.2
 */
export const ROUNDING = 2 ** -40;
