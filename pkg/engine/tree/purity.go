package tree

import "github.com/tidemark/tidemark/pkg/engine/num"

// classSplit is a question to a node of a classifier.
type classSplit struct {
	Split
	merit      float64 // what the criterion compares features by
	sawMissing bool    // whether a row of the node misses the feature
}

// purity measures how alike the classes of rows are: the greater, the more. Gini's is
// Σ c²/n; the entropy's is Σ c·log(c) − n·log(n), over classes with c rows of n.
type purity struct {
	criterion string
	classes   int
	log       []float64 // k·log(k) by k; nil for Gini
}

func newPurity(criterion string, classes, rows int) purity {
	p := purity{criterion: criterion, classes: classes}
	if criterion == GainRatio {
		p.log = make([]float64, rows+1)
		for k := 2; k <= rows; k++ {
			p.log[k] = num.Mul(float64(k), num.Log(float64(k)))
		}
	}
	return p
}

// of returns the purity of n ≥ 1 rows by class.
func (p purity) of(counts []int, n int) float64 {
	if p.log == nil {
		return squares(counts) / float64(n)
	}
	sum := 0.0
	for _, count := range counts {
		sum += p.log[count]
	}
	return sum - p.log[n]
}

// ofTwo returns the purity of l rows and r rows together. Gini's is one quotient of whole
// numbers, so that questions that are equally good have equal doubles.
func (p purity) ofTwo(left []int, l int, right []int, r int) float64 {
	if p.log == nil {
		return (num.Mul(squares(left), float64(r)) + num.Mul(squares(right), float64(l))) / float64(l*r)
	}
	return p.of(left, l) + p.of(right, r)
}

func squares(counts []int) float64 {
	sum := 0.0
	for _, count := range counts {
		sum += num.Mul(float64(count), float64(count))
	}
	return sum
}

// meritOf returns what features are compared by, for a gain by l rows of n on one side.
func (p purity) meritOf(gain float64, l, n int) float64 {
	if p.log == nil {
		return gain
	}
	return gain / (p.log[n] - p.log[l] - p.log[n-l])
}

// scan returns the question of greatest gain to one feature.
func (g *classGrower) scan(o classNode, counts []int, j int) classSplit {
	k := g.classes
	byCode := make([]int, slotsPerColumn*k)
	column := g.bins.column(j)
	shift := uint(j&3) * 8
	for _, r := range g.rows[o.from:o.to] {
		byCode[int(uint8(column[r]>>shift))*k+g.labels[r]]++
	}
	last := len(g.bins.Edges[j])
	missing := byCode[(last+1)*k : (last+2)*k]
	n := o.to - o.from
	whole := g.purity.of(counts, n)
	s := classSplit{Split: Split{Feature: leaf, Gain: float64(n) * roundingOfGain}, sawMissing: sum(missing) > 0}
	if s.sawMissing {
		g.walk(&s, byCode, counts, make([]int, k), whole, last, j)
		g.walk(&s, byCode, counts, append([]int(nil), missing...), whole, last-1, j)
	} else {
		g.walk(&s, byCode, counts, make([]int, k), whole, last-1, j)
	}
	return s
}

// walk tries every bin up to upTo as the last on the left, where left lies already.
func (g *classGrower) walk(s *classSplit, byCode, counts, left []int, whole float64, upTo, j int) {
	k, least := g.classes, max(1, g.options.MinLeaf)
	right := make([]int, k)
	n, l := sum(counts), sum(left)
	withMissing, at := l > 0, -1
	for b := 0; b <= upTo; b++ {
		observed := sum(byCode[b*k : (b+1)*k])
		for c := range left {
			left[c] += byCode[b*k+c]
			right[c] = counts[c] - left[c]
		}
		l += observed
		if observed == 0 || l < least || n-l < least {
			continue // without rows it is the same split as the bin before
		}
		if gain := g.purity.ofTwo(left, l, right, n-l) - whole; gain > s.Gain {
			s.Gain, s.merit, at = gain, g.purity.meritOf(gain, l, n), b
		}
	}
	if at < 0 {
		return
	}
	end := at
	for end < upTo && sum(byCode[(end+1)*k:(end+2)*k]) == 0 {
		end++
	}
	s.Feature, s.Bin, s.MissingLeft = j, (at+end)/2, withMissing
}

func sum(counts []int) int {
	total := 0
	for _, count := range counts {
		total += count
	}
	return total
}
