package history

import (
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

const (
	// maxPieceSeriesPoints is Prometheus' limit on the points of one series in one answer
	// (web/api/v1/api.go, "exceeded maximum resolution of 11,000 points per timeseries").
	maxPieceSeriesPoints = 11_000
	// maxPiecePoints keeps one answer near 30 MB of JSON, half of the default body limit.
	maxPiecePoints = 1_000_000
)

// split cuts a range into pieces that one upstream call may answer; one, if it may. Cuts stand at whole
// multiples of the piece's length since the epoch, so that equal training ranges are asked
// for in equal pieces, which caches before the upstream can answer.
func split(whole upstream.Range, series int) []upstream.Range {
	points := pointsACall(series)
	if whole.Points() <= points {
		return []upstream.Range{whole}
	}
	length := points * whole.StepMs
	var pieces []upstream.Range
	for from := whole.FromMs; from <= whole.ToMs; {
		end := (from/length+1)*length - whole.StepMs
		piece := upstream.Range{FromMs: from, ToMs: min(end, whole.ToMs), StepMs: whole.StepMs}
		pieces = append(pieces, piece)
		from = piece.ToMs + whole.StepMs
	}
	return pieces
}

// pointsACall is how many points of each series one call may ask for.
func pointsACall(series int) int64 {
	return min(maxPieceSeriesPoints, max(1, maxPiecePoints/int64(max(series, 1))))
}

// checkPoints refuses a read by its estimated size, before it begins.
func checkPoints(limits query.Limits, series int, points int64) error {
	if estimate := int64(max(series, 1)) * points; estimate > int64(limits.MaxPoints) {
		return tooManyPoints(limits, int(estimate))
	}
	return nil
}

func tooManyPoints(limits query.Limits, points int) error {
	return backend.DownstreamError(fault.New("query/too-many-points",
		"query: about %d points with training history; want at most %d. Lengthen grid.step, shorten train.window, ask for fewer series, or raise limits.maxPoints.", points, limits.MaxPoints))
}

// isShared says whether an error of another caller's read would also meet one's own: those
// that come from the upstream do, those that come from the other's range or time don't.
func isShared(err error) bool {
	switch fault.Code(err) {
	case "query/too-many-points", "query/too-costly", "query/too-much-memory", "query/busy",
		"upstream/too-many-points", "upstream/body-too-large", "upstream/timeout", "upstream/cancelled", "uncoded":
		return false
	}
	return true
}
