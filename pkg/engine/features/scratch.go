package features

// Scratch lends the memory of one matrix to the next: a design is most of what learning a model
// takes, and one is learnt after the other. The zero value is ready; nil lends nothing. It is
// not safe for concurrent use. Twin: Scratch in src/engine/features/scratch.ts.
type Scratch struct{ spare []float64 }

// take returns n numbers of any value.
func (r *Scratch) take(n int) []float64 {
	if r == nil || cap(r.spare) < n {
		return make([]float64, n)
	}
	taken := r.spare[:n]
	r.spare = nil
	return taken
}

// Leave hands the memory of a matrix that nobody reads any more to the next one.
func (r *Scratch) Leave(m Matrix) {
	if r != nil {
		r.spare = m.Data
	}
}
