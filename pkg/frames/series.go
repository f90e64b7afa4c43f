// Package frames turns Grafana's data frames into the engine's series and the engine's
// analysis into frames. Twin: src/frames. Stage: … → detect → **frames** → draw.
package frames

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Series is one labelled series of an upstream answer.
//
// TimesMs and Values have the same length n ≥ 0; times are integer milliseconds since the
// epoch in the upstream's order, values are in the upstream's unit and NaN where missing.
// Series of one answer may share one TimesMs; neither slice may be changed.
type Series struct {
	Name    string
	Labels  data.Labels
	Unit    string
	TimesMs []int64
	Values  []float64
}

// Key identifies a series among those of one query: its labels, and its name where several
// columns share labels.
func (s Series) Key() string {
	return string(appendText(appendText(nil, LabelsKey(s.Labels)), s.Name))
}

// LabelsKey is equal for equal label sets and different for different ones, whatever bytes they
// hold: each text has its length before it.
func LabelsKey(labels data.Labels) string {
	names := make([]string, 0, len(labels))
	size := 0
	for name, value := range labels {
		names = append(names, name)
		size += len(name) + len(value) + 2*lengthBytes
	}
	slices.Sort(names)
	key := make([]byte, 0, size)
	for _, name := range names {
		key = appendText(appendText(key, name), labels[name])
	}
	return string(key)
}

const lengthBytes = 4 // of a text of up to 999 bytes, with its colon

// appendText writes a text so that no other two texts give the same bytes.
func appendText(to []byte, text string) []byte {
	to = strconv.AppendInt(to, int64(len(text)), 10)
	to = append(to, ':')
	return append(to, text...)
}

// RefuseDuplicates fails if two of n series share the same identity, and names up to 3 of
// them. Grafana's alerting would fail the whole rule, without a retry, on the same finding.
//
// Errors: frames/duplicate-series.
func RefuseDuplicates(n int, identity func(i int) string, title func(i int) string) error {
	seen := make(map[string]bool, n)
	var examples []string
	duplicates := 0
	for i := range n {
		id := identity(i)
		if !seen[id] {
			seen[id] = true
			continue
		}
		duplicates++
		if len(examples) < 3 {
			examples = append(examples, short(title(i)))
		}
	}
	if duplicates == 0 {
		return nil
	}
	return fault.New("frames/duplicate-series",
		"frames: %d of %d series have the labels of another one (%s); want labels that tell them apart. Keep the label that differs, or aggregate the series in the query.",
		duplicates, n, strings.Join(examples, "; "))
}

// maxTitle bounds a title in a message, in bytes: labels may be as long as an answer.
const maxTitle = 100

func short(title string) string {
	if len(title) <= maxTitle {
		return title
	}
	return strings.ToValidUTF8(title[:maxTitle], "") + "…"
}

// Title is how a series is called in messages and legends: its name, else its labels.
func (s Series) Title() string {
	if s.Name != "" {
		return s.Name
	}
	return FormatLabels(s.Labels)
}

// FormatLabels writes labels as Prometheus does: name{a="b", c="d"}; "value" if there are none.
func FormatLabels(labels data.Labels) string {
	metric := labels["__name__"]
	names := make([]string, 0, len(labels))
	for name := range labels {
		if name != "__name__" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf("%s=%q", name, labels[name])
	}
	switch {
	case len(parts) > 0:
		return metric + "{" + strings.Join(parts, ", ") + "}"
	case metric != "":
		return metric
	}
	return "value"
}
