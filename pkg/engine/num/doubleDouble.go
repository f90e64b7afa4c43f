package num

const splitter = 0x1p27 + 1

// TwoSum returns a + b as sum + err exactly, for any finite a and b without overflow.
// Source: Knuth, TAOCP 2, 4.2.2. Twin: src/engine/num/doubleDouble.ts.
func TwoSum(a, b float64) (sum, err float64) {
	sum = a + b
	bb := sum - a
	return sum, (a - (sum - bb)) + (b - bb)
}

// TwoProduct returns a·b as product + err exactly, for |a|, |b| < 2^970 and a product
// above 2^−960 or zero. Source: Dekker 1971 (splitting; no fused multiply-add, which
// JavaScript lacks). Twin: src/engine/num/doubleDouble.ts.
func TwoProduct(a, b float64) (product, err float64) {
	product = Mul(a, b)
	c := Mul(splitter, a)
	ah := c - (c - a)
	al := a - ah
	c = Mul(splitter, b)
	bh := c - (c - b)
	bl := b - bh
	return product, Mul(al, bl) - (((product - Mul(ah, bh)) - Mul(al, bh)) - Mul(ah, bl))
}
