// Package series holds the engine's input: raw series and regressors.
// Twin: src/engine/series/series.ts.
package series

// Series is raw samples in any order, as a data source returned them.
//
// TimesMs and Values have shape [n]; times are epoch milliseconds. NaN and the
// infinities in Values mean "missing". clean.RegularGrid makes a Grid of it.
type Series struct {
	TimesMs []int64
	Values  []float64
}

// The two kinds of Regressor.
const (
	Number   = "number"
	Category = "category"
)

// Regressor is a second series that may explain the first: a number such as a
// temperature, or a category such as the weather.
//
// Of a Number regressor only Series is read, of a Category regressor TimesMs and
// Labels, both of shape [n]. NaN, the infinities and "" mean "missing". A sample
// holds until the next one is due, and a slot more.
type Regressor struct {
	Name    string
	Kind    string
	Series  Series
	TimesMs []int64
	Labels  []string
}
