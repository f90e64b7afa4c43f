package history_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"go.uber.org/goleak"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/history"
	"github.com/tidemark/tidemark/pkg/query/upstream"
	"github.com/tidemark/tidemark/pkg/query/work"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const minute = 60_000

// source answers with n series of value = time, and remembers what it was asked for.
type source struct {
	mu      sync.Mutex
	asked   []upstream.Range
	cut     int // how many of the calls asked for more than they may have
	series  int
	partial bool
	err     error
}

func (s *source) read(_ context.Context, r upstream.Range) (upstream.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, r)
	if r.Most > 0 && s.series*int(r.Points()) > r.Most {
		s.cut++
		return upstream.Result{}, fault.New("upstream/too-many-points", "cut off")
	}
	result := upstream.Result{Partial: s.partial}
	for i := range s.series {
		series := frames.Series{Labels: data.Labels{"i": fmt.Sprint(i)}}
		for t := r.FromMs; t <= r.ToMs; t += r.StepMs {
			series.TimesMs = append(series.TimesMs, t)
			series.Values = append(series.Values, float64(t))
		}
		result.Series = append(result.Series, series)
	}
	return result, s.err
}

func (s *source) points() int64 {
	n := int64(0)
	for _, r := range s.asked {
		n += r.Points()
	}
	return n
}

func (s *source) request(fromMin, toMin int64) history.Request {
	return history.Request{
		Scope: "s ", Question: "k", SettledMs: math.MaxInt64, Range: upstream.Range{FromMs: fromMin * minute, ToMs: toMin * minute, StepMs: minute},
		Read: s.read, Admit: admit(nil, nil), Limits: query.DefaultLimits(),
	}
}

// admit answers every Admit with err, and remembers the number of series in asked if not nil.
func admit(asked *int, err error) func(int) (func(), error) {
	return func(series int) (func(), error) {
		if asked != nil {
			*asked = series
		}
		return func() {}, err
	}
}

func newStore() *history.Store { return history.NewStore(64<<20, time.Now) }

// check holds for every history: each series has every point once, in order.
func check(t *testing.T, h *history.History, r upstream.Range) {
	t.Helper()
	for _, s := range h.Series {
		for i, at := range s.TimesMs {
			if i > 0 && at != s.TimesMs[i-1]+r.StepMs || s.Values[i] != float64(at) {
				t.Fatalf("series %v has point %d at %d with %v; want steps of %d and value = time", s.Labels, i, at, s.Values[i], r.StepMs)
			}
		}
		if s.TimesMs[0] > r.FromMs || s.TimesMs[len(s.TimesMs)-1] < r.ToMs {
			t.Fatalf("series %v goes from %d to %d; want %d to %d", s.Labels, s.TimesMs[0], s.TimesMs[len(s.TimesMs)-1], r.FromMs, r.ToMs)
		}
	}
}

func TestAWarmReadAsksOnlyForNewPoints(t *testing.T) {
	s, store := &source{series: 3}, newStore()
	steps := []struct {
		name     string
		from, to int64
		points   int64 // asked for in this step
	}{
		{"cold", 1000, 5000, 4001},
		{"the same again", 1000, 5000, 0},
		{"one minute later", 1001, 5001, 1},
		{"five minutes later", 1006, 5006, 5},
		{"a part of it", 2000, 3000, 0},
		{"further back", 500, 5006, 500},
		{"both ends", 400, 5106, 200},
	}
	for _, step := range steps {
		before := s.points()
		request := s.request(step.from, step.to)
		h, err := store.Get(t.Context(), request)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		check(t, h, request.Range)
		if got := s.points() - before; got != step.points {
			t.Errorf("%s: asked for %d points; want %d", step.name, got, step.points)
		}
	}
}

func TestPiecesKeepPrometheusLimitAndTheGrid(t *testing.T) {
	for _, series := range []int{1, 300, 9000} {
		s := &source{series: series}
		request := s.request(50_000, 50_500)
		request.Limits.MaxPoints = 10_000_000
		if series == 1 {
			request.Range.FromMs = 10_007 * minute
		}
		h, err := newStore().Get(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		check(t, h, request.Range)
		for _, r := range s.asked[s.cut:] {
			if r.Points() > 11_000 || r.Points()*int64(series) > 1_000_000 || r.FromMs%minute != 0 {
				t.Errorf("%d series: asked for %d points each from %d; want at most 11,000 each and 1,000,000 in all, on the grid", series, r.Points(), r.FromMs)
			}
		}
	}
}

// The first call asks for all that it may. Where that is too much, that is known from then on.
func TestAColdReadMakesAsFewCallsAsItCan(t *testing.T) {
	tests := []struct {
		name        string
		series      int
		toMin       int64
		first, next []int64 // the points of each call of the first read, and of the one a day later
	}{
		{"one series", 1, 4_463, []int64{4_464}, []int64{4_464}},
		{"as many as fit", 224, 4_463, []int64{4_464}, []int64{4_464}},
		{"one more", 225, 4_463, []int64{4_464, 24, 4_440}, []int64{4_444, 20}},
		{"longer than Prometheus answers", 1, 21_999, []int64{11_000, 11_000}, []int64{11_000, 11_000}},
		{"no series", 0, 4_463, []int64{4_464}, []int64{4_464}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := time.Unix(0, 0)
			s, store := &source{series: tt.series}, history.NewStore(64<<20, func() time.Time { return now })
			for _, want := range [][]int64{tt.first, tt.next} {
				s.asked = nil
				if _, err := store.Get(t.Context(), s.request(0, tt.toMin)); err != nil {
					t.Fatal(err)
				}
				var got []int64
				for _, r := range s.asked {
					got = append(got, r.Points())
				}
				if !slices.Equal(got, want) {
					t.Errorf("asked for %v points; want %v", got, want)
				}
				now = now.Add(31 * time.Hour)
			}
		})
	}
}

// A first call that the upstream could not answer is not made again; a look is.
func TestAfterAFailureTheNextAttemptLooksFirst(t *testing.T) {
	s, store := &source{series: 3, err: fault.New("upstream/timeout", "late")}, newStore()
	if _, err := store.Get(t.Context(), s.request(0, 4_000)); fault.Code(err) != "upstream/timeout" || len(s.asked) != 1 {
		t.Fatalf("Get = %v after %d calls; want upstream/timeout after 1", err, len(s.asked))
	}
	s.err = nil
	if _, err := store.Get(t.Context(), s.request(0, 4_000)); err != nil || s.asked[1].Points() != 24 {
		t.Errorf("Get = %v, first asked for %d points; want a look at 24", err, s.asked[1].Points())
	}
}

func TestAThousandCallersAskOnce(t *testing.T) {
	s, store := &source{series: 1}, newStore()
	var callers sync.WaitGroup
	for i := range 1000 {
		callers.Go(func() {
			request := s.request(int64(1000+i%3), 1020) // three windows of one query
			h, err := store.Get(t.Context(), request)
			if err != nil {
				t.Error(err)
				return
			}
			check(t, h, request.Range)
		})
	}
	callers.Wait()
	if s.points() != 21 {
		t.Errorf("asked for %d points in %d calls; want each of the 21 once", s.points(), len(s.asked))
	}
}

func TestAPartialAnswerIsNotKept(t *testing.T) {
	s, store := &source{series: 1, partial: true}, newStore()
	for range 2 {
		if h, err := store.Get(t.Context(), s.request(0, 10)); err != nil || !h.Partial {
			t.Fatalf("Get = %+v, %v; want a partial history", h, err)
		}
	}
	if len(s.asked) != 2 {
		t.Errorf("%d calls; want 2, since a partial answer must not be kept", len(s.asked))
	}
}

func TestAFailedReadIsNotKept(t *testing.T) {
	s, store := &source{series: 1, err: fault.New("upstream/status", "down")}, newStore()
	if _, err := store.Get(t.Context(), s.request(0, 100)); fault.Code(err) != "upstream/status" {
		t.Fatalf("Get = %v; want upstream/status", err)
	}
	s.err = nil
	if _, err := store.Get(t.Context(), s.request(0, 100)); err != nil {
		t.Errorf("Get after recovery = %v; want no error", err)
	}
}

func TestAReadThatFailsKeepsWhatItHas(t *testing.T) {
	s, store := &source{series: 5}, newStore()
	request := s.request(0, 40_000) // four pieces
	request.Limits.Concurrency = 1
	calls := 0
	request.Read = func(ctx context.Context, r upstream.Range) (upstream.Result, error) {
		if calls++; calls == 4 {
			return upstream.Result{}, fault.New("upstream/timeout", "late")
		}
		return s.read(ctx, r)
	}
	if _, err := store.Get(t.Context(), request); fault.Code(err) != "upstream/timeout" {
		t.Fatalf("Get = %v; want upstream/timeout", err)
	}
	before := s.points()
	h, err := store.Get(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	check(t, h, request.Range)
	if before == 0 || s.points() != 40_001 {
		t.Errorf("%d points before the failure, %d in all; want none read twice, 40,001 in all", before, s.points())
	}
}

// A source that ignores the time range, and whose clock is ahead.
func TestPointsThatWereNotAskedForAreLeftOut(t *testing.T) {
	s, store := &source{series: 2}, newStore()
	request := s.request(1000, 2000)
	request.Read = func(ctx context.Context, r upstream.Range) (upstream.Result, error) {
		return s.read(ctx, upstream.Range{FromMs: 0, ToMs: 5000 * minute, StepMs: minute})
	}
	for _, to := range []int64{2000, 2005} {
		request.Range.ToMs = to * minute
		h, err := store.Get(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		check(t, h, request.Range)
		if got := len(h.Series[0].Values); int64(got) != to-1000+1 {
			t.Errorf("%d points to minute %d; want each of the %d that were asked for once", got, to, to-1000+1)
		}
	}
}

func TestTooManyPointsAreRefusedBeforeTheyAreRead(t *testing.T) {
	s := &source{series: 100}
	request := s.request(0, 5000)
	request.Limits.MaxPoints = 400_000
	if _, err := newStore().Get(t.Context(), request); fault.Code(err) != "query/too-many-points" {
		t.Fatalf("Get = %v; want query/too-many-points", err)
	}
	if len(s.asked) != 1 {
		t.Errorf("asked %d times before the refusal; want once", len(s.asked))
	}
}

func TestAdmitIsAskedBeforeTheTrainingRangeIsRead(t *testing.T) {
	s := &source{series: 5}
	request := s.request(0, 5000)
	asked := 0
	request.Admit = admit(&asked, fault.New("query/too-costly", "no"))
	if _, err := newStore().Get(t.Context(), request); fault.Code(err) != "query/too-costly" || asked != 5 || len(s.asked) != 1 {
		t.Errorf("Get = %v after Admit(%d) and %d calls; want query/too-costly, 5 and 1", err, asked, len(s.asked))
	}
}

func TestEverythingIsReadAgainAfterADayAndAHalf(t *testing.T) {
	now := time.Unix(0, 0)
	s, store := &source{series: 1}, history.NewStore(64<<20, func() time.Time { return now })
	for _, step := range []struct{ hours, calls, points int }{{0, 1, 11}, {23, 2, 12}, {31, 3, 23}} {
		now = time.Unix(int64(step.hours)*3600, 0)
		if _, err := store.Get(t.Context(), s.request(0, 10)); err != nil || len(s.asked) != step.calls || s.points() != int64(step.points) {
			t.Errorf("after %d h: %d calls for %d points, %v; want %d for %d: one slot proves the credential, all are read after a day and a half", step.hours, len(s.asked), s.points(), err, step.calls, step.points)
		}
	}
}

func TestACancelledCallerLeavesNothingBehind(t *testing.T) {
	store := newStore()
	hang := func(ctx context.Context, _ upstream.Range) (upstream.Result, error) {
		<-ctx.Done()
		return upstream.Result{}, ctx.Err()
	}
	for range 1000 {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			s := &source{}
			request := s.request(0, 10)
			request.Read = hang
			_, _ = store.Get(ctx, request)
		}()
		cancel()
		<-done
	} // TestMain fails on a goroutine that is left
}

// A panel reads a year that hangs; a rule asks for the same question.
func TestARuleWaitsForNoPanel(t *testing.T) {
	store, reading := newStore(), make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	panel, left := (&source{series: 1}).request(0, 10), make(chan struct{})
	panel.Read = func(ctx context.Context, _ upstream.Range) (upstream.Result, error) {
		close(reading)
		<-ctx.Done()
		return upstream.Result{}, ctx.Err()
	}
	go func() {
		defer close(left)
		_, _ = store.Get(work.WithTicket(ctx, work.Holder{Org: 1}, false), panel)
	}()
	<-reading
	rule, leave := context.WithTimeout(work.WithTicket(t.Context(), work.Holder{Org: 1}, true), 10*time.Second)
	defer leave()
	if _, err := store.Get(rule, (&source{series: 1}).request(0, 10)); err != nil {
		t.Errorf("the rule's Get = %v while a panel's hangs; want an answer", err)
	}
	cancel()
	<-left
}

// A viewer may ask what the credential may not read: that drops nothing of the others, but lets each
// of them prove at its next use that it may still be read.
func TestAForbiddenQuestionMakesTheOthersProveThemselves(t *testing.T) {
	store, s := newStore(), &source{series: 1}
	if _, err := store.Get(t.Context(), s.request(0, 10)); err != nil {
		t.Fatal(err)
	}
	other := s.request(0, 10)
	other.Question = "forbidden"
	s.err = fault.New("upstream/forbidden", "no")
	if _, err := store.Get(t.Context(), other); fault.Code(err) != "upstream/forbidden" {
		t.Fatalf("Get = %v; want upstream/forbidden", err)
	}
	s.err, s.asked = nil, nil
	if _, err := store.Get(t.Context(), s.request(0, 10)); err != nil || s.points() != 1 || !s.asked[0].Proof {
		t.Errorf("Get = %v with %v asked; want one slot, as a proof", err, s.asked)
	}
}

// An answer of what the clock now calls the future proves nothing: how long ago it was, nobody knows.
func TestAClockThatIsSetBackProvesNothing(t *testing.T) {
	now := time.UnixMilli(100 * minute)
	store, s := history.NewStore(1<<20, func() time.Time { return now }), &source{series: 1}
	for _, set := range []time.Duration{0, -time.Hour, 2 * time.Hour} {
		now = now.Add(set)
		s.asked = nil
		if _, err := store.Get(t.Context(), s.request(0, 10)); err != nil || len(s.asked) == 0 {
			t.Errorf("the clock set by %s: Get = %v, %v asked; want the upstream asked again", set, err, s.asked)
		}
	}
}
