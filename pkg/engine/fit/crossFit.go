package fit

// crossFit fits all rows, then each fold's rows from the others, with the weights of the
// whole: one Gram a block serves all.
func (l *linearFit) crossFit() (Fitted, error) {
	blocks := l.sample.blocks()
	parts, total, err := l.foldGrams(blocks)
	if err != nil {
		return Fitted{}, err
	}
	fit, rest, err := l.solve(total, blocks, -1)
	if err != nil {
		return Fitted{}, err
	}
	l.Coefficients, l.dropped = fit.coefficients, fit.dropped
	if l.Rest != nil {
		l.Rest = &rest
	}
	out := Fitted{Model: Model{Kind: KindLinear, Linear: &l.Linear}, Fit: fit.predicted, Dropped: l.dropped}
	out.OutOfFold = append([]float64(nil), fit.predicted...)
	for fold, part := range parts {
		if total.Rows-part.Rows < leastOutside || part.Rows == 0 {
			continue
		}
		others := copyOf(total)
		if err := others.Subtract(part); err != nil {
			return Fitted{}, err
		}
		without, _, err := l.solve(others, blocks, fold)
		if err != nil {
			return Fitted{}, err
		}
		for _, b := range blocks {
			if b.fold == fold {
				copy(out.OutOfFold[b.from:b.to], without.predicted[b.from:b.to])
			}
		}
	}
	return out, nil
}

// foldGrams returns the Gram of each fold and of all.
func (l *linearFit) foldGrams(blocks []block) (parts []*Gram, total *Gram, err error) {
	parts = make([]*Gram, folds)
	for fold := range parts {
		parts[fold] = emptyGram(l.x.Cols)
	}
	total = emptyGram(l.x.Cols)
	for _, b := range blocks {
		g, err := GramOf(l.x.Data, l.sample.Values, l.weights, b.from, b.to)
		if err != nil {
			return nil, nil, err
		}
		if err := parts[b.fold].Add(g); err != nil {
			return nil, nil, err
		}
	}
	for _, part := range parts {
		if err := total.Add(part); err != nil {
			return nil, nil, err
		}
	}
	return parts, total, nil
}

// solved is a solution with its predictions of all rows, shape [n].
type solved struct {
	coefficients []float64
	predicted    []float64
	dropped      int
}

// solve fits the rows of a Gram, which leaves out one fold or, with fold −1, none, and
// the leftover shape of the same rows.
func (l *linearFit) solve(g *Gram, blocks []block, fold int) (solved, Profile, error) {
	solution, err := SolveGram(g, l.penalties(g.Weight))
	if err != nil {
		return solved{}, Profile{}, err
	}
	out := solved{coefficients: solution.Coefficients, predicted: l.predict(solution.Coefficients), dropped: len(solution.Dropped)}
	if l.Rest == nil {
		return out, Profile{}, nil
	}
	var slot []int
	var residuals []float64
	for _, b := range blocks {
		if b.fold == fold {
			continue
		}
		slot = append(slot, l.slot[b.from:b.to]...)
		for i := b.from; i < b.to; i++ {
			residuals = append(residuals, l.sample.Values[i]-out.predicted[i])
		}
	}
	rest := significantProfile(*l.Rest, slot, residuals)
	for i, s := range l.slot {
		out.predicted[i] += rest.Values[s]
	}
	return out, rest, nil
}

func emptyGram(p int) *Gram {
	return &Gram{Columns: p, XtX: make([]float64, p*p), XtY: make([]float64, p)}
}

func copyOf(g *Gram) *Gram {
	c := *g
	c.XtX, c.XtY = append([]float64(nil), g.XtX...), append([]float64(nil), g.XtY...)
	return &c
}
