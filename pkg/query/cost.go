package query

import (
	"math"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Work is what an analysis will have to do at worst: with no model in the cache.
type Work struct {
	Series      int
	TrainPoints int64 // of one series and one training cut
	Trainings   int64 // of one series
	Judged      int64 // slots that one series is judged or forecast at, those remembered included
	Remembered  int64 // slots of the trailing windows that each of them slides through
	Predictions int64 // how often each of those slots is predicted: once, but for importance
	Kind        string
	Columns     int64 // of the linear model's design
	Inputs      int64 // regressors at each of their lags, which are among the columns
	Groups      int64 // of columns that features.select tries; 0 if it is off
	Trees       Trees
	Network     Network
}

// Trees is what growing costs.
type Trees struct {
	Columns, Count, Leaves int64 // Leaves of one tree at most
	Fits                   int64 // of Count trees each: the whole, its folds, a trial
}

// Network is what training costs.
type Network struct {
	Weights, Epochs, Batch int64
	Tanh                   int64 // units of that activation
}

// The prices of a training, in units of about 0.1 µs on the machine that they were measured on.
// TestTheCostIsWhatIsMeasured holds each to the CPU clock.
const (
	pointPrice  = 20.0  // a point of any model: the grid, the calendar, the band
	inputPrice  = 3.0   // a point of a regressor at a lag: its grid
	columnPrice = 0.42  // a point in a column: made, standardised, multiplied
	pairPrice   = 0.01  // a point in a pair of columns: their products for weights and folds
	solvePrice  = 0.033 // a column³: the factors of all systems of a training

	groupPrice      = 0.1  // a point in a column for each group that is tried
	groupSolvePrice = 0.04 // a column³ for each group that is tried

	leafPrice  = 4.3   // a leaf's histogram of one column
	levelPrice = 0.005 // a point in a column at a level of a tree
	treePrice  = 0.15  // a point that a tree is asked for

	rowPrice    = 17.5  // a row of a pass of a network
	weightPrice = 0.015 // a weight in that
	tanhPrice   = 0.9   // a unit of tanh in that
	stepPrice   = 9.0   // a step of its optimiser
	adamPrice   = 0.026 // a weight in that
	networkFits = 2.5   // between 0.8, a trial on four fifths, and 6 where it pays: five folds, the whole

	judgedPrice = 20.0   // a slot that is judged
	memoryPrice = 0.0008 // a slot for each that its verdict remembers
)

// Cost is the estimated work, in the unit of limits.maxCost.
func (w Work) Cost() float64 {
	return float64(w.Series) * (float64(w.Trainings)*w.training() + float64(w.Judged)*(judgedPrice+memoryPrice*float64(w.Remembered)+float64(w.Predictions)*w.prediction()))
}

// training is the price of one model.
func (w Work) training() float64 {
	n := float64(w.TrainPoints)
	price := n * (pointPrice + memoryPrice*float64(w.Remembered) + inputPrice*float64(w.Inputs))
	switch w.Kind {
	case "seasonal":
	case "tree", "forest":
		price += w.growing()
	case "boosted":
		price += w.linear() + boostedGrows*w.growing()
	case "neural":
		price += w.linear() + w.passes()
	case "auto":
		price += w.linear() + boostedGrows*w.growing()/autoGrows
	default:
		price += w.linear()
	}
	return price
}

const (
	// boostedGrows: a boosted tree reads what the trees before it leave, and adds to it, for each point.
	boostedGrows = 1.6
	// autoGrows: of auto, trees are grown only where a quick look says that they pay.
	autoGrows = 3
)

func (w Work) linear() float64 {
	n, c, groups := float64(w.TrainPoints), float64(w.Columns), float64(w.Groups)
	return n*c*(columnPrice+pairPrice*c+groupPrice*groups) + math.Pow(c, 3)*(solvePrice+groupSolvePrice*groups)
}

func (w Work) growing() float64 {
	n, columns, leaves := float64(w.TrainPoints), float64(w.Trees.Columns), float64(w.Trees.Leaves)
	levels := math.Log2(leaves) + 1
	tree := leaves*columns*leafPrice + n*(columns*levels*levelPrice+treePrice)
	return float64(w.Trees.Count*w.Trees.Fits) * tree
}

func (w Work) passes() float64 {
	n, weights, batch := float64(w.TrainPoints), float64(w.Network.Weights), float64(w.Network.Batch)
	row := rowPrice + weightPrice*weights + tanhPrice*float64(w.Network.Tanh) + (stepPrice+adamPrice*weights)/batch
	return networkFits * float64(w.Network.Epochs) * n * row
}

// prediction is the price of what a model expects of one slot.
func (w Work) prediction() float64 {
	price := columnPrice * float64(w.Columns)
	switch w.Kind {
	case "seasonal":
		return 1
	case "tree", "forest", "boosted", "auto":
		price += float64(w.Trees.Count) * treePrice
	case "neural":
		price += rowPrice + weightPrice*float64(w.Network.Weights) + tanhPrice*float64(w.Network.Tanh)
	}
	return price
}

// The memory of a training, in bytes.
const (
	slotBytes   = 300 // a slot's grid, calendar and residuals
	numberBytes = 8
	codeBytes   = 2 // a point in a column of a tree: its code, its order
)

// Bytes is the memory that one series needs while it is learnt and judged, beside its points.
func (w Work) Bytes() int64 {
	slots := w.TrainPoints + w.Judged
	bytes := slots * (slotBytes + 3*numberBytes*w.Inputs)
	design := w.TrainPoints * w.Columns * numberBytes
	switch w.Kind {
	case "seasonal", "tree", "forest":
		design = 0
	case "neural":
		design *= 2 // row after row as well
	}
	if w.Inputs > 0 {
		design *= 2 // before it is standardised as well
	}
	gram := 16 * w.Columns * w.Columns * numberBytes // of each fold, of the others, of the whole
	treeFeatures := w.TrainPoints * w.Trees.Columns * (numberBytes + codeBytes)
	nodes := w.Trees.Count * w.Trees.Leaves * nodeBytes
	return bytes + design + gram + treeFeatures + nodes + w.Network.Weights*8*numberBytes
}

// nodeBytes is a leaf with the node above it, while it is grown and as it is kept.
const nodeBytes = 160

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
			"query: %d series × %d trainings on %d points cost about %.2g; want at most %.2g. Look at a shorter range, lengthen grid.step, ask for fewer columns, trees or passes, use model.kind \"seasonal\", or raise limits.maxCost.",
			w.Series, w.Trainings, w.TrainPoints, cost, l.MaxCost))
	}
	return nil
}
