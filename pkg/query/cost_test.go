package query_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

// Work is refused by its estimate, at the limit and not before it.
func TestAdmitNamesItsLimits(t *testing.T) {
	limits := query.DefaultLimits()
	dear := query.Work{Series: 1, TrainPoints: 1000, Trainings: 1}
	limits.MaxCost = dear.Cost()
	for _, tt := range []struct {
		name        string
		work        query.Work
		code, named string
	}{
		{"as much as is allowed", dear, "", ""},
		{"a point more", query.Work{Series: 1, TrainPoints: 1001, Trainings: 1}, "query/too-costly", "limits.maxCost"},
		{"as many series", query.Work{Series: limits.MaxSeries}, "", ""},
		{"a series more", query.Work{Series: limits.MaxSeries + 1}, "query/too-many-series", "limits.maxSeries"},
	} {
		if err := limits.Admit(tt.work); fault.Code(err) != tt.code || err != nil && !strings.Contains(err.Error(), tt.named) {
			t.Errorf("%s: Admit = %v; want %q, which names %q", tt.name, err, tt.code, tt.named)
		}
	}
}
