package fit

import (
	"context"
	"math"
	"sort"

	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Elimination says of one group of features whether the linear model keeps it, and the mean
// absolute error out of fold that decided: with it, and without. Errors count as far as
// farMiss robust deviations, in the history's unit.
type Elimination struct {
	Part, Name    string
	Kept          bool
	With, Without float64
}

// SelectFeatures eliminates from a design specification the groups of columns without which a linear model predicts
// rows of other folds no worse: the simplest within noise. Groups are tried one after the
// other, first those whose absence alone harms least, of equals the last one listed; a group
// goes unless the best error so far is less by more than a standard error of the difference,
// block by block. Eliminations are listed in the order of the design specification's groups, none if a fold
// would leave too few rows. Nothing is changed.
//
// Errors: the context's; those of GramOf and SolveGram. Source: backward elimination by cross-validation,
// with the one standard error of Breiman et al. (1984), section 3.4. Twin: choose.
func SelectFeatures(ctx context.Context, s Sample, designSpec features.DesignSpec, o LinearOptions) (features.DesignSpec, []Elimination, error) {
	c, err := newChooser(ctx, s, designSpec, o)
	if err != nil || c == nil {
		return designSpec, nil, err
	}
	defer s.Scratch.Leave(c.x)
	best, err := c.losses(ctx)
	if err != nil {
		return designSpec, nil, err
	}
	order, err := c.order(ctx)
	if err != nil {
		return designSpec, nil, err
	}
	with := best
	var gone []features.Group
	for _, g := range order {
		c.out[g] = true
		without, err := c.losses(ctx)
		if err != nil {
			return designSpec, nil, err
		}
		kept := clearlyLess(best, without)
		c.eliminations[g].Kept, c.eliminations[g].With, c.eliminations[g].Without = kept, num.Mean(with), num.Mean(without)
		if c.out[g] = !kept; kept {
			continue
		}
		gone = append(gone, c.groups[g])
		with = without
		if num.Mean(without) < num.Mean(best) {
			best = without
		}
	}
	return designSpec.Without(gone), c.eliminations, nil
}

// search tries groups of columns. Grams of the whole design serve every try.
type search struct {
	*linearFit
	blocks       []block
	groups       []features.Group
	first        []int // the first column of each group
	others       []*Gram
	far          float64
	out          []bool // groups that are left out
	eliminations []Elimination
}

// newChooser returns nil where a fold would leave too few rows.
func newChooser(ctx context.Context, s Sample, designSpec features.DesignSpec, o LinearOptions) (*search, error) {
	l := &linearFit{Linear: Linear{DesignSpec: designSpec}, sample: s, options: o, target: s.Values, x: designSpec.Design(ctx, s.Calendar, s.Covariates, s.Scratch)}
	l.standardise(0)
	if _, err := l.reweight(ctx, lastRounds); err != nil {
		return nil, err
	}
	c := &search{linearFit: l, blocks: s.blocks(), far: math.Inf(1)}
	at := 1 // after the level
	for _, g := range designSpec.Groups() {
		if g.Columns > 0 {
			c.groups, c.first = append(c.groups, g), append(c.first, at)
			c.eliminations = append(c.eliminations, Elimination{Part: g.Part, Name: g.Name})
		}
		at += max(g.Columns, 0)
	}
	c.out = make([]bool, len(c.groups))
	parts, total, err := l.foldGrams(ctx, c.blocks)
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		if total.Rows-part.Rows < minOutside || part.Rows == 0 {
			return nil, nil
		}
		others := total.Copy()
		if err := others.Subtract(part); err != nil {
			return nil, err
		}
		c.others = append(c.others, others)
	}
	misses, err := c.misses(ctx)
	if err != nil {
		return nil, err
	}
	if far := num.Mul(farMiss, num.MAD(misses)); far > 0 {
		c.far = far
	}
	return c, nil
}

// order lists the groups by the harm that the absence of each alone does.
func (c *search) order(ctx context.Context) ([]int, error) {
	order, harm := make([]int, len(c.groups)), make([]float64, len(c.groups))
	for g := range c.groups {
		order[len(order)-1-g] = g
		c.out[g] = true
		losses, err := c.losses(ctx)
		if err != nil {
			return nil, err
		}
		c.out[g] = false
		harm[g] = num.Mean(losses)
	}
	sort.SliceStable(order, func(a, b int) bool { return harm[order[a]] < harm[order[b]] })
	return order, nil
}

// losses returns each block's mean absolute error by a model that has not seen its fold and
// has the columns that are in.
func (c *search) losses(ctx context.Context) ([]float64, error) {
	misses, err := c.misses(ctx)
	losses := make([]float64, len(c.blocks))
	for k, b := range c.blocks {
		for _, miss := range misses[b.from:b.to] {
			losses[k] += min(math.Abs(miss), c.far)
		}
		losses[k] /= float64(b.to - b.from)
	}
	return losses, err
}

// misses returns the out-of-fold residual of each row, shape [n].
func (c *search) misses(ctx context.Context) ([]float64, error) {
	columns := c.columnsIn()
	misses := append([]float64(nil), c.target...)
	for fold, others := range c.others {
		part := others.pick(columns)
		solution, err := SolveGram(ctx, part, c.penalties(part.Weight)[:len(columns)])
		if err != nil {
			return misses, err
		}
		for k, j := range columns {
			column, coefficient := c.x.Column(j), solution.Coefficients[k]
			for _, b := range c.blocks {
				for i := b.from; b.fold == fold && i < b.to; i++ {
					misses[i] -= num.Mul(column[i], coefficient)
				}
			}
		}
	}
	return misses, nil
}

// columnsIn lists the columns that are in, the level's first.
func (c *search) columnsIn() []int {
	columns := []int{0}
	for g, group := range c.groups {
		for k := 0; !c.out[g] && k < group.Columns; k++ {
			columns = append(columns, c.first[g]+k)
		}
	}
	return columns
}

// pick returns the Gram of some columns alone.
func (g *Gram) pick(columns []int) *Gram {
	p := len(columns)
	out := NewGram(p)
	out.Rows, out.Weight, out.YtY = g.Rows, g.Weight, g.YtY
	for a, i := range columns {
		out.XtY[a] = g.XtY[i]
		for b, j := range columns {
			out.XtX[a*p+b] = g.XtX[i*g.Columns+j]
		}
	}
	return out
}
