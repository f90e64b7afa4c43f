package num

// QuantileInPlace is QuantileSorted for a buffer in any order that the caller owns, in linear
// time: x is reordered. It holds no NaN and no −0.
//
// Errors: num/empty-sample if n = 0; num/p-out-of-range if p is NaN or outside [0, 1].
// Source: Hyndman & Fan (1996), definition 7. Twin: src/engine/num/quantile.ts.
func QuantileInPlace(x []float64, p float64) (float64, error) {
	i, t, err := rankOf(len(x), p)
	if err != nil {
		return 0, err
	}
	lower := SelectInPlace(x, i)
	if t == 0 {
		return lower, nil
	}
	upper := x[i+1]
	for _, v := range x[i+2:] {
		if v < upper {
			upper = v
		}
	}
	return between(lower, upper, t), nil
}
