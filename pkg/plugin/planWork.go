package plugin

import (
	"runtime"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/spec"
	"github.com/tidemark/tidemark/pkg/engine/zone"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
)

// Columns of a linear design as package features plans them at most.
const (
	autoColumns    = 41 // level, 8 pairs of a day, 3 of a week, 2 of a year, a weekend with 6
	holidayColumns = 9
	stepColumns    = 3
	clockColumns   = 6 // of a tree's design: what the wall says
	autoGroups     = 6
	folds          = 5
	importanceRuns = 5 // shuffles of one group
	clockGroups    = 4 // that importance shuffles beside the regressors
)

// work is what an output of a number of series will take at worst.
func (p plan) work(series int, output query.Output) query.Work {
	s := p.spec
	w := query.Work{Series: series, Judged: p.slots() + engine.MemoryMs/p.stepMs, Remembered: engine.MemoryMs / p.stepMs, Predictions: 1, Kind: s.Model.Kind}
	if output == query.Outliers {
		w.Kind = "seasonal" // nothing is learnt
		return w
	}
	w.TrainPoints = (p.fromMs - p.ask.FromMs) / p.stepMs
	w.Trainings = (p.toMs-p.fromMs)/duration(s.Train.Every, zone.DayMs) + 1
	for _, r := range s.Features.Regressors {
		w.Inputs += int64(len(r.Lag))
	}
	switch output {
	case query.Forecast: // a second model measures how forecasts fare
		w.Trainings++
		w.Judged += p.rows(output) + w.TrainPoints/3
	case query.Importance:
		w.Trainings, w.Predictions = 1, 1+importanceRuns*(clockGroups+w.Inputs)
	}
	w.Columns, w.Groups = columns(s.Features), groups(s.Features)
	w.Columns += 2 * w.Inputs // each may grow with the season
	if w.Groups > 0 {
		w.Groups += w.Inputs
	}
	w.Trees, w.Network = trees(s, w), network(s.Model.Neural, w.Columns)
	return w
}

// columns is the width of a design without its regressors.
func columns(f spec.Features) int64 {
	all := int64(autoColumns)
	if !f.Seasonality.Auto {
		all = 1
		for _, p := range f.Seasonality.Periods {
			all += 2 * int64(p.Harmonics)
		}
	}
	if f.Holidays.Days != nil {
		all += holidayColumns
	}
	return all + stepColumns
}

// groups is how many groups of those columns features.select tries.
func groups(f spec.Features) int64 {
	switch {
	case f.Select == "off":
		return 0
	case f.Seasonality.Auto:
		return autoGroups
	}
	return int64(len(f.Seasonality.Periods)) + 2
}

// trees is what a model grows at most, those of two quantiles included.
func trees(s spec.Spec, w query.Work) query.Trees {
	t := query.Trees{Columns: clockColumns + w.Inputs, Fits: folds + 1}
	if !s.Features.Seasonality.Auto {
		t.Columns += int64(len(s.Features.Seasonality.Periods))
	}
	leavesOf := func(depth, minLeaf int) int64 {
		return max(1, min(int64(1)<<min(depth, 40), w.TrainPoints/int64(max(minLeaf, 1))))
	}
	switch s.Model.Kind {
	case "tree":
		t.Count, t.Fits, t.Leaves = 1, folds+2, leavesOf(s.Model.Tree.MaxDepth, s.Model.Tree.MinLeaf)
	case "forest":
		t.Count, t.Leaves = int64(s.Model.Forest.Trees), leavesOf(s.Model.Forest.MaxDepth, s.Model.Forest.MinLeaf)
	case "boosted", "auto":
		t.Count, t.Fits = int64(s.Model.Boosted.Rounds), folds+2 // with the trial that counts rounds
		t.Leaves = max(1, min(int64(s.Model.Boosted.Leaves), w.TrainPoints/int64(s.Model.Boosted.MinLeaf)))
		if s.Band.Method == "cqr" {
			t.Fits *= 2 // two quantiles, each in the time of half a mean
		}
	default:
		t.Columns, t.Leaves = 0, 1
	}
	return t
}

// network is what training one on so many inputs takes.
func network(n spec.Neural, inputs int64) query.Network {
	out := query.Network{Epochs: int64(n.Epochs), Batch: int64(n.Batch)}
	if n.Activation == "tanh" {
		for _, units := range n.Hidden {
			out.Tanh += int64(units)
		}
	}
	for _, units := range append(append([]int(nil), n.Hidden...), 1) {
		out.Weights += (inputs + 1) * int64(units)
		inputs = int64(units)
	}
	return out
}

// bytes is the memory that judging so many series takes, beside their points: the designs of those
// that are at work at one time, and the verdicts of all.
func (p plan) bytes(output query.Output, series int) int64 {
	atOnce := int64(min(series, runtime.GOMAXPROCS(0)))
	return atOnce*p.work(1, output).Bytes() + int64(series)*max(p.rows(output), p.judgedRows(output))*rowBytes
}

// answerBytes is the memory of an answer: its rows, and its texts as frames and as they are sent.
func (p plan) answerBytes(output query.Output, series []frames.Series) int64 {
	row := int64(rowBytes)
	if output == query.Explanation { // which has a column for each regressor beside those of a row
		row += p.work(1, output).Inputs * 2 * pointerBytes
	}
	return (int64(len(series))*p.rows(output)+p.incidents(output, len(series)))*row + 2*p.textBytes(output, series)
}

// pointerBytes is the memory of a number that may be null, or of the pointer to it.
const pointerBytes = 8

// incidents is how many an answer lists at most.
func (p plan) incidents(output query.Output, series int) int64 {
	if output != query.Evaluation {
		return 0
	}
	return min(maxIncidents, int64(series)*p.slots())
}

// judgedRows are the slots of one series whose verdicts are held until the answer is made.
func (p plan) judgedRows(output query.Output) int64 {
	if output == query.Forecast || output == query.Importance {
		return 1
	}
	return p.slots()
}

// textBytes is the text of an answer: each field of a frame has a copy of its series' labels and
// name, each incident of those of the longest at worst.
func (p plan) textBytes(output query.Output, series []frames.Series) int64 {
	fields := int64(1)
	if output.Rows() || output == query.Forecast {
		fields = fieldsOfFrame
	}
	bytes, longest := int64(0), int64(0)
	for _, s := range series {
		own := int64(len(s.Name))
		for name, value := range s.Labels {
			own += int64(len(name) + len(value))
		}
		bytes, longest = bytes+own, max(longest, own)
	}
	return fields*bytes + p.incidents(output, len(series))*longest
}

// fieldsOfFrame is how many fields a frame of bands has, with its display names.
const fieldsOfFrame = 20
