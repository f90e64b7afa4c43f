package demo

import "math"

// random is SplitMix64: the same numbers on every machine and in every Go version.
type random uint64

func (r *random) next() float64 {
	*r += 0x9e3779b97f4a7c15
	return mix(uint64(*r))
}

// normal is near enough to a standard normal for a demo: twelve uniforms less six.
func (r *random) normal() float64 {
	sum := -6.0
	for range 12 {
		sum += r.next()
	}
	return sum
}

// mix turns any number into a uniform one in [0, 1).
func mix(z uint64) float64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

// noiseAt is a standard normal that depends only on its arguments, so that a restarted
// lab tells the same past.
func noiseAt(seed uint64, slot int64) float64 {
	r := random(seed*0x9e3779b97f4a7c15 ^ uint64(slot)*0xd1342543de82ef95)
	return r.normal()
}

// driftAt is slow noise: normals an hour apart, joined by a cosine.
func driftAt(seed uint64, ms int64) float64 {
	const hour = 3_600_000
	slot := ms / hour
	part := (1 - math.Cos(math.Pi*float64(ms%hour)/hour)) / 2
	return noiseAt(seed, slot)*(1-part) + noiseAt(seed, slot+1)*part
}
