// Package num holds the arithmetic that must round as JavaScript does, so that both
// engines give equal bits. Only + − × ÷, sqrt, floor and comparisons come from the
// platform; exp, log, sin and their like are ours, after FDLIBM, since those of Go and of
// V8 differ in the last bits. Twin: src/engine/num. Numbers: spec/vectors/num.
package num

// Mul is x*y rounded to float64. Go may fuse x*y + z into one rounding (arm64,
// GOAMD64=v3); JavaScript never does. The conversion forbids it and is not a no-op:
// without it vectors fail under GOAMD64=v3. It has no twin: JavaScript's * is this already.
// See go.dev/ref/spec#Floating_point_operators.
func Mul(x, y float64) float64 { return float64(x * y) }
