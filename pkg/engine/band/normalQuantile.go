package band

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Coefficients of algorithm AS 241 (PPND7): numerator and denominator near the middle, in
// the shoulder and in the tail.
var (
	ppndMiddle   = [2][4]float64{{3.3871327179, 50.434271938, 159.29113202, 59.109374720}, {1, 17.895169469, 78.757757664, 67.187563600}}
	ppndShoulder = [2][4]float64{{1.4234372777, 2.7568153900, 1.3067284816, 0.17023821103}, {1, 0.73700164250, 0.12021132975, 0}}
	ppndTail     = [2][4]float64{{6.6579051150, 3.0812263860, 0.42868294337, 0.017337203997}, {1, 0.24197894225, 0.012258202635, 0}}
)

// NormalQuantile returns the p-quantile of the standard normal distribution, to seven
// digits; 0 < p < 1. Source: Wichura (1988), algorithm AS 241, PPND7. Twin: normalQuantile.
func NormalQuantile(p float64) float64 {
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		return num.Mul(q, ratio(ppndMiddle, 0.180625-num.Mul(q, q)))
	}
	r := math.Sqrt(-num.Log(min(p, 1-p)))
	z := 0.0
	if r <= 5 {
		z = ratio(ppndShoulder, r-1.6)
	} else {
		z = ratio(ppndTail, r-5)
	}
	if q < 0 {
		return -z
	}
	return z
}

// ratio evaluates two cubic polynomials and divides them.
func ratio(c [2][4]float64, x float64) float64 { return cubic(c[0], x) / cubic(c[1], x) }

func cubic(c [4]float64, x float64) float64 {
	return num.Mul(num.Mul(num.Mul(c[3], x)+c[2], x)+c[1], x) + c[0]
}
