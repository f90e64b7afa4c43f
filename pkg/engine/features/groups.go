package features

import "strconv"

// Group is columns of Design that stand or fall together.
type Group struct {
	Part    string // of the Parts
	Name    string // of a regressor its own
	Columns int    // how many, in the order of Design

	drop func(r *DesignSpec)
}

// Groups lists what a design specification's columns but the level are made of, in the order of Design.
// Twin: groupsOf.
func (r DesignSpec) Groups() []Group {
	groups := []Group{
		{PartSeason, "day", 2 * r.Day, func(r *DesignSpec) { r.Day = 0 }},
		{PartSeason, "week", 2 * r.Week, func(r *DesignSpec) { r.Week = 0 }},
		{PartSeason, "year", 2 * r.Year, func(r *DesignSpec) { r.Year = 0 }},
		{PartCalendar, "weekend", 2*r.Weekend + 1, func(r *DesignSpec) { r.Weekend = -1 }},
		{PartCalendar, "holiday", 2*r.Holiday + 1, func(r *DesignSpec) { r.Holiday = -1 }},
	}
	for _, c := range r.Cycles {
		groups = append(groups, Group{PartSeason, strconv.FormatInt(c.PeriodMs, 10) + " ms", 2 * c.Pairs, func(r *DesignSpec) { r.dropCycle(c) }})
	}
	if r.Slope {
		groups = append(groups, Group{PartTrend, "slope", 1, func(r *DesignSpec) { r.Slope = false }})
	}
	groups = append(groups, Group{PartTrend, "steps", len(r.Steps), func(r *DesignSpec) { r.Steps = []int64{} }})
	for i, in := range r.Regressors {
		groups = append(groups, Group{PartRegressor, in.Name, in.width(), func(r *DesignSpec) { r.Regressors[i].Unused = true }})
	}
	return groups
}

func (r *DesignSpec) dropCycle(but Cycle) {
	kept := []Cycle{}
	for _, c := range r.Cycles {
		if c != but {
			kept = append(kept, c)
		}
	}
	r.Cycles = kept
}

// Without returns the design specification without groups of its own. It is not changed. Twin: without.
func (r DesignSpec) Without(groups []Group) DesignSpec {
	r.Regressors = append([]Input{}, r.Regressors...)
	for _, g := range groups {
		g.drop(&r)
	}
	return r
}
