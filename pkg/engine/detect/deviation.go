package detect

// Deviation is the slot's own residual. Twin: deviation.
var Deviation = Statistic{
	Name:     "deviation",
	Lengths:  func(w Window) []float64 { return w.Residuals },
	Boundary: func(_ Window, _ int, _, limit float64) float64 { return limit },
}
