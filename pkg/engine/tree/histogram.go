package tree

// slotsPerColumn is how many codes a byte has; a histogram has a slot for each.
const slotsPerColumn = 256

// histogramOf returns the packed sums of a leaf's rows by column and code.
func (g *grower) histogramOf(o openLeaf) []int64 {
	h := g.take()
	clear(h)
	rows := g.rows[o.from:o.to]
	ordered := g.ordered[:len(rows)]
	for k, r := range rows {
		ordered[k] = g.packed[r]
	}
	for j := 0; j < g.bins.Cols; j += 4 {
		addFour(h[j*slotsPerColumn:], g.bins.column(j), rows, ordered)
	}
	return h
}

// addFour adds rows to the histograms of four columns at once: a row's codes are one load,
// and the four additions do not wait for each other.
func addFour(h []int64, words []uint32, rows []int32, ordered []int64) {
	h0 := (*[slotsPerColumn]int64)(h)
	h1 := (*[slotsPerColumn]int64)(h[slotsPerColumn:])
	h2 := (*[slotsPerColumn]int64)(h[2*slotsPerColumn:])
	h3 := (*[slotsPerColumn]int64)(h[3*slotsPerColumn:])
	ordered = ordered[:len(rows)]
	for k, r := range rows {
		word, v := words[r], ordered[k]
		h0[uint8(word)] += v
		h1[uint8(word>>8)] += v
		h2[uint8(word>>16)] += v
		h3[uint8(word>>24)] += v
	}
}

// histograms gives two leaves the histograms that they need: the smaller's is summed, the
// larger's is what it leaves of their parent's, whose memory is used up.
func (g *grower) histograms(parent []int64, left, right *openLeaf) {
	small, large := left, right
	if right.to-right.from < left.to-left.from {
		small, large = right, left
	}
	if !g.canSplit(*large) && !g.canSplit(*small) {
		g.release(parent)
		return
	}
	h := g.histogramOf(*small)
	if g.canSplit(*large) {
		h := h[:len(parent)]
		for k := range parent {
			parent[k] -= h[k]
		}
		large.histogram = parent
	} else {
		g.release(parent)
	}
	if g.canSplit(*small) {
		small.histogram = h
	} else {
		g.release(h)
	}
}

// take returns memory for a histogram, which may hold anything.
func (g *grower) take() []int64 {
	if last := len(g.spare) - 1; last >= 0 {
		h := g.spare[last]
		g.spare = g.spare[:last]
		return h
	}
	return make([]int64, (g.bins.Cols+3)/4*4*slotsPerColumn)
}

func (g *grower) release(h []int64) {
	if h != nil {
		g.spare = append(g.spare, h)
	}
}
