package tree

import "math"

// order sorts the rows of one column after the other, in the same memory.
type order struct {
	rows    []int32 // those with a value, ascending by it, equal ones as they come
	missing []int32
	rows2   []int32
	keys    []uint64 // of each row: the value's bits, but in the order of values
}

func newOrder(n int) *order {
	return &order{rows: make([]int32, 0, n), rows2: make([]int32, n), keys: make([]uint64, n)}
}

// digits of a key, the lowest first, are bytes.
const digits = 8

// sort orders the rows of a column by value, −0 as 0. A radix sort takes less than half of
// the time of a comparing one, and leaves where each row is.
func (o *order) sort(column []float64) {
	o.rows, o.missing = o.rows[:0], o.missing[:0]
	var counts [digits][256]int32
	for i, v := range column {
		if v-v != 0 { // NaN or infinite
			o.missing = append(o.missing, int32(i))
			continue
		}
		key := math.Float64bits(v + 0)
		key ^= uint64(int64(key)>>63) | 1<<63 // all bits of a negative value
		o.rows, o.keys[i] = append(o.rows, int32(i)), key
		for d := range digits {
			counts[d][uint8(key>>(8*d))]++
		}
	}
	for d := range digits {
		o.pass(&counts[d], uint(8*d))
	}
}

// pass sorts by one digit, keeping the order of equal ones.
func (o *order) pass(counts *[256]int32, shift uint) {
	n := len(o.rows)
	if n == 0 || int(counts[uint8(o.keys[o.rows[0]]>>shift)]) == n {
		return // all alike
	}
	next := int32(0)
	for digit, count := range counts {
		counts[digit] = next
		next += count
	}
	rows := o.rows2[:n]
	for _, r := range o.rows {
		digit := uint8(o.keys[r] >> shift)
		rows[counts[digit]] = r
		counts[digit]++
	}
	o.rows, o.rows2 = rows, o.rows
}
