package tree

import "math"

// column returns the words that hold the codes of column j, each in its byte j&3.
func (b *Bins) column(j int) []uint32 {
	group := j >> 2
	return b.words[group*b.Rows : (group+1)*b.Rows]
}

// threshold returns where a split cuts values; beyond all if only missing ones go right.
func (b *Bins) threshold(s Split) float64 {
	if edges := b.Edges[s.Feature]; s.Bin < len(edges) {
		return edges[s.Bin]
	}
	return math.MaxFloat64
}

// partition puts the rows that a split sends left before the others, both still in order,
// and returns how many they are. aside is scratch of at least as many rows.
func (b *Bins) partition(s Split, rows, aside []int32) int {
	var goesLeft [slotsPerColumn]uint8
	for code := 0; code <= s.Bin; code++ {
		goesLeft[code] = 1
	}
	missing := len(b.Edges[s.Feature]) + 1
	goesLeft[missing] = 0
	if s.MissingLeft {
		goesLeft[missing] = 1
	}
	words, shift := b.column(s.Feature), uint(s.Feature&3)*8
	aside = aside[:len(rows)]
	at := 0
	for k, r := range rows { // without a branch, which a processor could not predict
		rows[at], aside[k-at] = r, r
		at += int(goesLeft[uint8(words[r]>>shift)])
	}
	copy(rows[at:], aside)
	return at
}
