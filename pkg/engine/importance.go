package engine

import (
	"context"
	"math"

	"github.com/tidemark/tidemark/pkg/engine/explain"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/notice"
)

// Importances holds permutation importances. Lengths are in the series' unit.
type Importances struct {
	CutMs   int64                `json:"cutMs"` // of the model; 0 without one
	Kind    string               `json:"kind"`
	Rows    int                  `json:"rows"` // that it was tried on
	MAE     float64              `json:"mae"`  // on those rows, with its local level
	Groups  []explain.Importance `json:"groups"`
	Notices []Notice             `json:"notices"`

	Selection []Selected `json:"selection,omitempty"` // of the model
}

// minHeldOut is the least number of rows for an importance.
const minHeldOut = 24

// ImportanceOf tries the model of the window's first slot on all of the window's slots,
// none of which it has learnt from, with each group of features shuffled in turn. So the
// window should span days or weeks. The local level is taken as given. models may be
// nil. Without a model, or slots enough, there are no groups, and a notice. Nothing is changed.
//
// Errors: those of Analyse. Twin: importanceOf in src/engine/explain/importance.ts.
func ImportanceOf(ctx context.Context, in Input, s Spec, w Window, models ModelStore) (*Importances, error) {
	out := &Importances{Groups: []explain.Importance{}, Notices: []Notice{}}
	grid, err := gridFor(in.Series, s, w)
	if err != nil {
		return nil, err
	}
	p, err := prepare(grid, s, in.Regressors)
	if err != nil {
		return nil, err
	}
	first := p.firstAt(w.FromMs)
	rows := p.usable(first, len(grid.TimesMs))
	if len(rows) < minHeldOut {
		out.Notices = append(out.Notices, tooFewHeldOut)
		return out, nil
	}
	m, err := p.modelOf(ctx, cuts(s, p.zone).Floor(grid.TimesMs[first]), models)
	if fault.Code(err) == "fit/too-few-points" {
		out.Notices = append(out.Notices, p.learning(err))
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	return out, out.permute(ctx, p, m, rows)
}

var tooFewHeldOut = Notice{Code: "explain/too-few-points", Severity: notice.Warning,
	Text: "explain: fewer than 24 usable points in this range; widen it to days or weeks that the model has not learnt from."}

func (out *Importances) permute(ctx context.Context, p *prepared, m *Model, rows []int) error {
	from := p.firstRemembered(rows[0])
	level := p.judge(ctx, m, from, len(p.grid.TimesMs)).deviations.Level
	errorAt := func(i int, expected float64) float64 {
		row := rows[i]
		off := math.Abs(p.grid.Values[row] - m.Normalisation.Denormalise(expected+level[row-from]))
		if off < maxError {
			return off
		}
		return maxError
	}
	meanError, groups, err := explain.Permute(ctx, m.Center, p.clock.At(rows), pickCovariates(p.covariates, rows), errorAt, 0)
	if err != nil {
		return err
	}
	out.Selection = m.Summary.Selection
	for _, n := range m.Notices {
		if n.Code == leftOut {
			out.Notices = append(out.Notices, n)
		}
	}
	out.CutMs, out.Kind, out.Rows, out.MAE, out.Groups = m.CutMs, m.Center.Kind, len(rows), meanError, groups
	return nil
}

// maxError keeps sums of errors finite. It stands for no number as well: what is expected
// may be beyond all numbers, one way, and its local level the other.
const maxError = 1e300
