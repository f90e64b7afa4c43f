package features

import (
	"slices"
	"sort"
	"unicode/utf16"
)

// rankLabels returns the labels that occur, the most frequent first, equally frequent
// ones in the order of JavaScript's texts.
func rankLabels(labels []string) []string {
	counts := map[string]int{}
	for _, label := range labels {
		if label != "" {
			counts[label]++
		}
	}
	ranked := make([]string, 0, len(counts))
	for label := range counts {
		ranked = append(ranked, label)
	}
	sort.Slice(ranked, func(a, b int) bool {
		if counts[ranked[a]] != counts[ranked[b]] {
			return counts[ranked[a]] > counts[ranked[b]]
		}
		return compareText(ranked[a], ranked[b]) < 0
	})
	return ranked
}

// compareText orders texts as JavaScript does: by UTF-16 code units. Go's own order, by
// bytes, differs beyond the Basic Multilingual Plane.
func compareText(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}
