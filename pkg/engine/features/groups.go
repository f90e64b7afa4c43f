package features

import "strconv"

// Group is columns of Design that stand or fall together.
type Group struct {
	Part    string // of the Parts
	Name    string // of a regressor its own
	Columns int    // how many, in the order of Design

	drop func(r *Recipe)
}

// Groups lists what a recipe's columns but the level are made of, in the order of Design.
// Twin: groupsOf.
func (r Recipe) Groups() []Group {
	groups := []Group{
		{PartSeason, "day", 2 * r.Day, func(r *Recipe) { r.Day = 0 }},
		{PartSeason, "week", 2 * r.Week, func(r *Recipe) { r.Week = 0 }},
		{PartSeason, "year", 2 * r.Year, func(r *Recipe) { r.Year = 0 }},
		{PartCalendar, "weekend", 2*r.Weekend + 1, func(r *Recipe) { r.Weekend = -1 }},
		{PartCalendar, "holiday", 2*r.Holiday + 1, func(r *Recipe) { r.Holiday = -1 }},
	}
	for _, c := range r.Cycles {
		groups = append(groups, Group{PartSeason, strconv.FormatInt(c.PeriodMs, 10) + " ms", 2 * c.Pairs, func(r *Recipe) { r.dropCycle(c) }})
	}
	if r.Slope {
		groups = append(groups, Group{PartTrend, "slope", 1, func(r *Recipe) { r.Slope = false }})
	}
	groups = append(groups, Group{PartTrend, "steps", len(r.Steps), func(r *Recipe) { r.Steps = []int64{} }})
	for i, in := range r.Regressors {
		groups = append(groups, Group{PartRegressor, in.Name, in.width(), func(r *Recipe) { r.Regressors[i].Unused = true }})
	}
	return groups
}

func (r *Recipe) dropCycle(but Cycle) {
	kept := []Cycle{}
	for _, c := range r.Cycles {
		if c != but {
			kept = append(kept, c)
		}
	}
	r.Cycles = kept
}

// Without returns the recipe without groups of its own. It is not changed. Twin: without.
func (r Recipe) Without(groups []Group) Recipe {
	r.Regressors = append([]Input{}, r.Regressors...)
	for _, g := range groups {
		g.drop(&r)
	}
	return r
}
