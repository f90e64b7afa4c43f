package history

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

const (
	// lookPoints is what a look asks for of each series.
	lookPoints = 24
	// unknownMany stands for the size of a query that did not fit into one call.
	unknownMany = maxPiecePoints
	// sizesBytes bounds what is remembered of sizes.
	sizesBytes = 1 << 20
)

// cold reads a range of which nothing is known, in one call where one may answer it. How many
// series there are, hence what all will cost and in which pieces to ask for it, only the first
// answer tells. It is cut off where it would be longer than a piece; then, and at each later
// attempt until the number is known, a look at the newest points takes its place.
func (s *Store) cold(ctx context.Context, r Request) (*History, error) {
	newest, err := s.newest(ctx, r)
	if err != nil {
		return nil, err
	}
	s.sizes.Put(r.key(), len(newest.Series), 8)
	release, err := r.Admit(len(newest.Series))
	if err != nil {
		return nil, err
	}
	defer release()
	if err := checkPoints(r.Limits, len(newest.Series), r.Range.Points()); err != nil {
		return nil, err
	}
	if newest.covers(r.Range) {
		return newest, nil
	}
	older := r.Range
	older.ToMs = newest.Range.FromMs - older.StepMs
	rest, err := s.read(ctx, r, older, len(newest.Series))
	if err != nil {
		s.keep(r, rest.join(newest)) // the next attempt goes on from there
		return nil, err
	}
	return rest.join(newest), nil
}

// newest makes the first call of a cold read.
func (s *Store) newest(ctx context.Context, r Request) (*History, error) {
	series, _ := s.sizes.Get(r.key())
	points := pointsACall(series)
	if points > lookPoints {
		h, err := s.end(ctx, r, points, maxPiecePoints)
		if err != nil {
			s.sizes.Put(r.key(), unknownMany, 8)
		}
		if !isTooMuch(err) {
			return h, err
		}
	}
	return s.end(ctx, r, lookPoints, 0)
}

// end reads so many points at the range's end, most of all series together unless that is 0.
func (s *Store) end(ctx context.Context, r Request, points int64, most int) (*History, error) {
	end := r.Range
	end.FromMs, end.Most = max(end.FromMs, end.ToMs-(points-1)*end.StepMs), most
	if err := checkPoints(r.Limits, 1, end.Points()); err != nil {
		return nil, err
	}
	result, err := s.ask(ctx, r, end)
	if err != nil {
		return nil, err
	}
	observePoints(result)
	end.Most = 0
	return newHistory(result, end, s.now().UnixMilli()), nil
}

// isTooMuch says whether the upstream might answer a smaller question. Prometheus calls one that
// would load too many samples a bad query.
func isTooMuch(err error) bool {
	switch fault.Code(err) {
	case "upstream/too-many-series", "upstream/too-many-points", "upstream/body-too-large", "query/bad-expression":
		return true
	}
	return false
}
