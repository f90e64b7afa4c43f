package num

// Rounding is the share of a value below which a difference may be rounding alone: the
// error bound n·u of a sum of n = 8192 terms, with u = 2⁻⁵³.
// Source: Higham (2002), Accuracy and Stability of Numerical Algorithms, section 4.2.
// Twin: src/engine/num/rounding.ts.
const Rounding = 1.0 / (1 << 40)
