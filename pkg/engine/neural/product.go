package neural

// addProducts adds p·qᵀ to c. p has shape [m, k], q [n, k] and c [m, n]; only c is changed.
// Each entry is a sum from left to right that begins with what c holds, so that the tiles,
// 2 by 3 entries whose six sums stay in amd64's registers, are no part of the numbers.
// Twin: src/engine/neural/product.ts.
func addProducts(c, p, q []float64, m, n, k int) {
	i := 0
	for ; i+2 <= m; i += 2 {
		p0, p1 := p[i*k:][:k], p[(i+1)*k:][:k]
		c0, c1 := c[i*n:][:n], c[(i+1)*n:][:n]
		j := 0
		for ; j+3 <= n; j += 3 {
			addTile(c0[j:][:3], c1[j:][:3], p0, p1, q[j*k:][:3*k])
		}
		for ; j < n; j++ {
			r := q[j*k:][:k]
			s0, s1 := c0[j], c1[j]
			for t := range k {
				s0 += float64(p0[t] * r[t]) // num.Mul, written out for speed
				s1 += float64(p1[t] * r[t])
			}
			c0[j], c1[j] = s0, s1
		}
	}
	if i < m {
		addRow(c[i*n:][:n], p[i*k:][:k], q)
	}
}

// addTile adds the products of two rows of p with three of q.
func addTile(c0, c1, p0, p1, q []float64) {
	k := len(p0)
	p1 = p1[:k]
	q0, q1, q2 := q[:k], q[k:][:k], q[2*k:][:k]
	s00, s01, s02 := c0[0], c0[1], c0[2]
	s10, s11, s12 := c1[0], c1[1], c1[2]
	for t := range k {
		u, v := p0[t], p1[t]
		s00 += float64(u * q0[t])
		s10 += float64(v * q0[t])
		s01 += float64(u * q1[t])
		s11 += float64(v * q1[t])
		s02 += float64(u * q2[t])
		s12 += float64(v * q2[t])
	}
	c0[0], c0[1], c0[2] = s00, s01, s02
	c1[0], c1[1], c1[2] = s10, s11, s12
}

// addRow adds the products of one row of p with every row of q.
func addRow(c, p, q []float64) {
	k := len(p)
	for j := range c {
		r := q[j*k:][:k]
		s := c[j]
		for t, u := range p {
			s += float64(u * r[t])
		}
		c[j] = s
	}
}

// transpose writes the transpose of a, shape [rows, columns], to into.
func transpose(into, a []float64, rows, columns int) {
	for i := range rows {
		for j, v := range a[i*columns:][:columns] {
			into[j*rows+i] = v
		}
	}
}
