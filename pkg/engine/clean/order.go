package clean

import (
	"sort"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/series"
)

// The instants that a stamp may name: years 1 to 9999.
const (
	firstMs = -62_135_596_800_000
	lastMs  = 253_402_300_799_999
)

// order returns the series sorted by time; of equal stamps the last given stays. The
// input is not changed, and is returned itself if it is in order already.
func order(s series.Series) (series.Series, error) {
	if len(s.TimesMs) != len(s.Values) {
		return s, fault.New("clean/unequal-lengths", "clean: %d times and %d values; want as many of each", len(s.TimesMs), len(s.Values))
	}
	ascending := true
	for i, t := range s.TimesMs {
		if t < firstMs || t > lastMs {
			return s, fault.New("clean/bad-time", "clean: stamp %d of the series is %d ms; want whole milliseconds in the years 1 to 9999", i, t)
		}
		ascending = ascending && (i == 0 || t > s.TimesMs[i-1])
	}
	if ascending {
		return s, nil
	}
	return sorted(s), nil
}

func sorted(s series.Series) series.Series {
	rank := make([]int, len(s.TimesMs))
	for i := range rank {
		rank[i] = i
	}
	sort.SliceStable(rank, func(a, b int) bool { return s.TimesMs[rank[a]] < s.TimesMs[rank[b]] })
	out := series.Series{}
	for i, r := range rank {
		if i+1 < len(rank) && s.TimesMs[rank[i+1]] == s.TimesMs[r] {
			continue // a later sample has this stamp
		}
		out.TimesMs = append(out.TimesMs, s.TimesMs[r])
		out.Values = append(out.Values, s.Values[r])
	}
	return out
}
