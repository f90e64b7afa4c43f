package tree

// Split is the best question of a node.
type Split struct {
	Feature     int     // −1: none
	Bin         int     // bins up to it go left
	MissingLeft bool    // where missing values go
	Gain        float64 // squared error taken away, in units of the packed target
	left        int64   // packed sum of the left side
}

// roundingOfGain: a gain below this part of the node's own sum of squares is rounding, and
// would split rows that are all alike.
const roundingOfGain = 0x1p-46

// finder looks for splits in histograms of packed sums.
type finder struct {
	bins      *Bins
	countBits uint
	minRows   int64
	l2        float64
	inverse   []float64 // 1/(rows + l2) by rows: the scan divides nothing
}

// best returns the best split of a node among features, or of all if features is nil.
//
// The gain of a split is L²/(l + l2) + R²/(r + l2) − T²/(n + l2), where L, R, T are sums of
// the target and l, r, n counts of rows. Of equal gains the first feature, then the first
// bin, then missing values to the right win. Source: Chen & Guestrin (2016), equation 7.
func (f *finder) best(histogram []int64, total int64, features []int) Split {
	count := total & (1<<f.countBits - 1)
	sum := float64(total >> f.countBits)
	whole := float64(float64(sum*sum) * f.inverse[count])
	s := Split{Feature: leaf, Gain: whole + float64(whole*roundingOfGain)}
	if features == nil {
		for j := range f.bins.Cols {
			f.scan(&s, histogram, total, j)
		}
	} else {
		for _, j := range features {
			f.scan(&s, histogram, total, j)
		}
	}
	s.Gain -= whole
	return s
}

// scan improves s by the splits of one feature.
func (f *finder) scan(s *Split, histogram []int64, total int64, j int) {
	h := (*[slotsPerColumn]int64)(histogram[j*slotsPerColumn:])
	last := len(f.bins.Edges[j]) // the last bin of values
	missing := h[last+1]
	if missing == 0 {
		f.walk(s, h, total, 0, last-1, j)
		return
	}
	f.walk(s, h, total, 0, last, j)
	f.walk(s, h, total, missing, last-1, j)
}

// walk tries every bin up to upTo as the last on the left, where start lies already.
func (f *finder) walk(s *Split, h *[slotsPerColumn]int64, total, start int64, upTo, j int) {
	bits, mask := f.countBits, int64(1)<<f.countBits-1
	inverse := f.inverse
	n, sum := total&mask, float64(total>>bits)
	least, most := f.minRows, n-f.minRows
	left, gain, at := start, s.Gain, -1
	for b, v := range h[:upTo+1] {
		left += v
		l := left & mask
		if l < least {
			continue
		}
		if l > most {
			break
		}
		sumLeft := float64(left >> bits)
		sumRight := sum - sumLeft
		g := float64(float64(sumLeft*sumLeft)*inverse[l]) + float64(float64(sumRight*sumRight)*inverse[n-l])
		if g > gain {
			gain, at = g, b
			s.left = left
		}
	}
	if at >= 0 {
		s.Feature, s.Bin, s.MissingLeft, s.Gain = j, middleOfGap(h, at, upTo), start != 0, gain
	}
}

// middleOfGap returns the bin in the middle of those that split a node's rows as bin at
// does: the bins behind it without rows.
func middleOfGap(h *[slotsPerColumn]int64, at, upTo int) int {
	end := at
	for end < upTo && h[end+1] == 0 {
		end++
	}
	return (at + end) / 2
}
