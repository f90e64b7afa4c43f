package query

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Work is what an analysis will have to do at worst: with no model in the cache.
type Work struct {
	Series      int
	TrainPoints int64 // of one series and one cut
	Cuts        int64
	Kind        string // model.kind
	Trees       int64  // of a forest, or rounds of boosting
	Passes      int64  // of a network: units of its hidden layers × passes over the points
}

// Features of one row by model kind, as far as they decide the time of a fit: medians look at
// a point once, a linear model at some trend, Fourier and weekday columns.
const (
	seasonalFeatures = 2
	linearFeatures   = 60
	treeFeatures     = 16 // of a forest: deep trees for five folds and the whole
	roundFeatures    = 3  // of boosting: 31 leaves, for a trial, five folds and the whole
	passFeatures     = 7  // a trial, five folds and the whole: each pass costs a unit a feature
)

// Cost is series × points × features × trainings.
func (w Work) Cost() float64 {
	features := float64(linearFeatures)
	switch w.Kind {
	case "seasonal":
		features = seasonalFeatures
	case "auto":
		features = seasonalFeatures + linearFeatures
	case "tree":
		features = linearFeatures + treeFeatures
	case "forest":
		features = linearFeatures + treeFeatures*float64(w.Trees)
	case "boosted":
		features = linearFeatures + roundFeatures*float64(w.Trees)
	case "neural":
		features = linearFeatures + passFeatures*float64(w.Passes)
	}
	return float64(w.Series) * float64(w.TrainPoints) * float64(max(w.Cuts, 1)) * features
}

// Admit refuses work beyond the limits, before any of it is done.
//
// Errors: query/too-many-series, query/too-costly.
func (l Limits) Admit(w Work) error {
	if w.Series > l.MaxSeries {
		return backend.DownstreamError(fault.New("query/too-many-series",
			"query: %d series; want at most %d. Aggregate or filter in the query, or raise limits.maxSeries.", w.Series, l.MaxSeries))
	}
	if cost := w.Cost(); cost > l.MaxCost {
		return backend.DownstreamError(fault.New("query/too-costly",
			"query: %d series × %d points × %d training cuts cost about %.2g; want at most %.2g. Look at a shorter range, lengthen grid.step, use model.kind \"seasonal\", or raise limits.maxCost.",
			w.Series, w.TrainPoints, w.Cuts, cost, l.MaxCost))
	}
	return nil
}
