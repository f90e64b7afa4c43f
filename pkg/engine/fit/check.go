package fit

import (
	"slices"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/tree"
)

// Check says whether the parts of a model that was read fit together, so that nothing that
// is asked of it can fail.
//
// Errors: model/wrong-field if another field than Kind's is set; model/wrong-size,
// model/out-of-range. Twin: checkCenter in src/engine/fit/check.ts.
func (m Model) Check() error {
	isTrees := m.Kind == KindTree || m.Kind == KindForest || m.Kind == KindBoosted
	if (m.Seasonal != nil) != (m.Kind == KindSeasonal) || (m.Linear != nil) != (m.Kind == KindLinear) ||
		(m.Neural != nil) != (m.Kind == KindNeural) || (m.Trees != nil) != isTrees {
		return fault.New("model/wrong-field", "model: center.kind is %q; want the field that belongs to it, and no other", m.Kind)
	}
	if m.WeekStart < 0 || m.WeekStart > 6 {
		return fault.New("model/out-of-range", "model: center.weekStart is %d; want 0, Monday, to 6", m.WeekStart)
	}
	switch {
	case m.Seasonal != nil:
		return m.Seasonal.check()
	case m.Linear != nil:
		return m.Linear.check()
	case m.Neural != nil:
		return m.Neural.check()
	case m.Trees != nil:
		return m.Trees.check()
	}
	return fault.New("model/wrong-field", "model: center.kind is %q; want one that this engine learns", m.Kind)
}

func (m Seasonal) check() error {
	if len(m.Levels) != len(m.Steps)+1 {
		return wrongSize("levels", len(m.Levels), len(m.Steps)+1)
	}
	return m.Shape.check()
}

// minSlotMs and maxSlotMs bound a profile's slots; those of a spec are within.
const (
	minSlotMs = 1000
	maxSlotMs = 1 << 40
)

func (p Profile) check() error {
	if p.SlotMs < minSlotMs || p.SlotMs > maxSlotMs {
		return fault.New("model/out-of-range", "model: slots of %d ms; want %d to %d", p.SlotMs, minSlotMs, int64(maxSlotMs))
	}
	if len(p.Values) != p.slots() {
		return wrongSize("values of a profile", len(p.Values), p.slots())
	}
	return nil
}

func (l Linear) check() error {
	if err := l.DesignSpec.Check(); err != nil {
		return err
	}
	columns, regressors := l.DesignSpec.Columns(), 0
	for _, c := range columns {
		if c.Part == features.PartRegressor {
			regressors++
		}
	}
	width := len(columns)
	if a := l.Interaction; a != nil {
		if len(a.Coefficients) != len(columns)-regressors {
			return wrongSize("coefficients of the interaction", len(a.Coefficients), len(columns)-regressors)
		}
		if !(a.Deviation > 0) {
			return fault.New("model/out-of-range", "model: the interaction's deviation is %v; want more than 0", a.Deviation)
		}
		width += regressors
	}
	for _, list := range [][]float64{l.Mean, l.Deviation, l.Coefficients} {
		if len(list) != width {
			return wrongSize("means, deviations or coefficients", len(list), width)
		}
	}
	for _, d := range l.Deviation {
		if !(d > 0) {
			return fault.New("model/out-of-range", "model: a column's deviation is %v; want more than 0", d)
		}
	}
	return l.checkShapes()
}

// maxPeriodMs bounds a cycle: a period is added to epoch milliseconds.
const maxPeriodMs = 1 << 50

func (l Linear) checkShapes() error {
	for _, c := range l.Cycles {
		if len(c.Values) == 0 || !(c.PeriodMs >= 1 && c.PeriodMs <= maxPeriodMs) {
			return fault.New("model/out-of-range", "model: a cycle of %v ms with %d values; want 1 to %d ms and at least one value", c.PeriodMs, len(c.Values), int64(maxPeriodMs))
		}
	}
	if l.ResidualProfile != nil {
		return l.ResidualProfile.check()
	}
	return nil
}

func (m Neural) check() error {
	if err := m.Linear.check(); err != nil {
		return err
	}
	if err := m.Network.Check(); err != nil {
		return err
	}
	if m.Network.Inputs() != len(m.Linear.Mean) {
		return wrongSize("inputs of the network", m.Network.Inputs(), len(m.Linear.Mean))
	}
	return nil
}

func (m Trees) check() error {
	if err := m.Linear.check(); err != nil {
		return err
	}
	if err := m.DesignSpec.Check(); err != nil {
		return err
	}
	if regressors := m.Linear.DesignSpec.Regressors; len(regressors) > 0 && !slices.EqualFunc(regressors, m.DesignSpec.Regressors, sameInput) {
		return fault.New("model/wrong-size", "model: the trees ask for other regressors than their linear model; want the same")
	}
	return m.checkEnsemble(m.Ensemble)
}

func (m Trees) checkEnsemble(e tree.Ensemble) error {
	if err := e.Check(); err != nil {
		return fault.New("model/wrong-size", "model: %s", err)
	}
	if columns := len(m.DesignSpec.TreeColumns()); e.Cols != columns {
		return wrongSize("features of the trees", e.Cols, columns)
	}
	return nil
}

// CheckQuantiles checks that trees for quantiles use the features of the boosted model.
//
// Errors: model/wrong-field of another model; model/wrong-size. Twin: checkQuantiles.
func (m Model) CheckQuantiles(ensembles ...tree.Ensemble) error {
	if m.Kind != KindBoosted {
		return fault.New("model/wrong-field", "model: a %s model has quantiles; want them of a boosted one alone", m.Kind)
	}
	for _, e := range ensembles {
		if err := m.Trees.checkEnsemble(e); err != nil {
			return err
		}
	}
	return nil
}

func sameInput(a, b features.Input) bool { return a.Name == b.Name && a.Kind == b.Kind }

func wrongSize(what string, got, want int) error {
	return fault.New("model/wrong-size", "model: %d %s; want %d", got, what, want)
}
