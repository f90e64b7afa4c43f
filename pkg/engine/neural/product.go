package neural

// addProducts adds p·qᵀ to c. p has shape [m, k], q [n, k] and c [m, n]; only c is changed.
// Each entry is a sum from left to right that begins with what c holds, so that the tiles,
// 2 by 4 entries whose eight sums run at once, are no part of the numbers.
// Twin: src/engine/neural/product.ts.
func addProducts(c, p, q []float64, m, n, k int) {
	i := 0
	for ; i+2 <= m; i += 2 {
		p0, p1 := p[i*k:][:k], p[(i+1)*k:][:k]
		c0, c1 := c[i*n:][:n], c[(i+1)*n:][:n]
		j := 0
		for ; j+4 <= n; j += 4 {
			addTile(c0[j:][:4], c1[j:][:4], p0, p1, q[j*k:][:4*k])
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

// addTile adds the products of two rows of p with four of q.
func addTile(c0, c1, p0, p1, q []float64) {
	k := len(p0)
	p1 = p1[:k]
	q0, q1, q2, q3 := q[:k], q[k:][:k], q[2*k:][:k], q[3*k:][:k]
	s00, s01, s02, s03 := c0[0], c0[1], c0[2], c0[3]
	s10, s11, s12, s13 := c1[0], c1[1], c1[2], c1[3]
	for t := range k {
		u, v := p0[t], p1[t]
		s00 += float64(u * q0[t])
		s10 += float64(v * q0[t])
		s01 += float64(u * q1[t])
		s11 += float64(v * q1[t])
		s02 += float64(u * q2[t])
		s12 += float64(v * q2[t])
		s03 += float64(u * q3[t])
		s13 += float64(v * q3[t])
	}
	c0[0], c0[1], c0[2], c0[3] = s00, s01, s02, s03
	c1[0], c1[1], c1[2], c1[3] = s10, s11, s12, s13
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
