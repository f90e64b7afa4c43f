// Package engine learns the normal behaviour of a series, and finds its anomalies.
//
// Analyse is the whole path: clean → features → fit → band → detect. The stages stand in
// packages of their own, one beside each folder of the twin, src/engine, with which this
// package shares every bit of every number.
package engine

import (
	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/notice"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// What a caller passes and gets; see the packages that they come from.
type (
	Spec      = spec.Spec
	Series    = series.Series
	Regressor = series.Regressor
	Notice    = notice.Notice
	Grid      = clean.Grid
)

// ParseSpec is spec.Parse.
func ParseSpec(text []byte) (Spec, []Notice, error) { return spec.Parse(text) }

// RegularGrid is clean.RegularGrid.
func RegularGrid(s Series, sp Spec, o clean.Options) (Grid, error) {
	return clean.RegularGrid(s, sp, o)
}
