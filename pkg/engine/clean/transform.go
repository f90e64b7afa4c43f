package clean

import (
	"math"

	"github.com/tidemark/tidemark/pkg/engine/num"
)

// The kinds of Transform.
const (
	TransformNone  = "none"
	TransformLog1p = "log1p"
	TransformLogit = "logit"
)

// Transform maps a series' values before training, so that multiplicative effects become additive, and bounds do not
// narrow the interval. It is part of a
// model. Each kind is defined for all numbers and never falls, so bands and scores keep
// their order.
type Transform struct {
	Kind string  `json:"kind"`
	Size float64 `json:"size"` // of log1p, what counts as one: values far below hardly bend
	Low  float64 `json:"low"`  // the bounds of logit
	High float64 `json:"high"`
}

// straight is the share of logit's range at either end, and beyond, where the tangent
// stands in for the curve: a value on a bound must not be infinitely far.
const straight = 1.0 / 256

// farBent bounds what To returns: a value beyond logit's bounds may be any number.
const farBent = 1e300

// To returns log(1 + |v|/Size) with v's sign, or log(p/(1 − p)) of the share p of the way
// from Low to High, or v. NaN stays NaN; a |v|/Size beyond the doubles is the greatest one.
func (t Transform) To(v float64) float64 {
	switch t.Kind {
	case TransformLog1p:
		x := num.Log1p(min(math.Abs(v)/t.Size, math.MaxFloat64))
		if v < 0 {
			return -x
		}
		return x
	case TransformLogit:
		return logit((v/2 - t.Low/2) / (t.High/2 - t.Low/2)) // halves, lest the range overflow
	}
	return v
}

func logit(p float64) float64 {
	switch {
	case p < straight:
		return max((p-straight)/slopeWidth-logitEnd, -farBent)
	case p > 1-straight:
		return min((p-(1-straight))/slopeWidth+logitEnd, farBent)
	}
	return num.Log(p / (1 - p))
}

// logitEnd is the logit of 1 − straight, log(255), and 1/slopeWidth its slope there.
var (
	logitEnd   = num.Log((1 - straight) / straight)
	slopeWidth = num.Mul(straight, 1-straight)
)

// From undoes To; the result is finite if x is.
func (t Transform) From(x float64) float64 {
	v := x
	switch t.Kind {
	case TransformLog1p:
		v = num.Mul(min(num.Expm1(math.Abs(x)), math.MaxFloat64), t.Size)
		if x < 0 {
			v = 0 - v // an expected value is never −0
		}
	case TransformLogit:
		v = num.Mul(num.Mul(share(x), t.High/2-t.Low/2)+t.Low/2, 2)
	}
	if v > math.MaxFloat64 {
		return math.MaxFloat64
	}
	if v < -math.MaxFloat64 {
		return -math.MaxFloat64
	}
	return v
}

// share undoes logit.
func share(x float64) float64 {
	switch {
	case x < -logitEnd:
		return num.Mul(x+logitEnd, slopeWidth) + straight
	case x > logitEnd:
		return num.Mul(x-logitEnd, slopeWidth) + (1 - straight)
	}
	return 1 / (1 + num.Exp(-x))
}
