package plugin

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// step is one question of a script; time passes before it.
type step struct {
	wait   time.Duration
	alert  bool
	fields string
	back   time.Duration
}

// everything asks in each way that reads, learns, joins, proves or keeps something.
var everything = []step{
	{alert: true, fields: `"output":"alert","spec":` + small},
	{alert: true, fields: `"output":"alert","spec":` + small, wait: 30 * time.Second},
	{alert: true, fields: `"output":"upper","spec":` + small, wait: 5 * time.Minute},
	{fields: `"output":"bands","spec":` + small, back: 3 * time.Hour, wait: time.Minute},
	{fields: `"output":"bands","spec":` + small[:len(small)-1] + `,"features":{"regressors":[{"name":"r","query":{"query":{"expr":"r"}}}]}}`},
	{fields: `"output":"forecast","spec":` + small},
	{fields: `"output":"importance","spec":` + small},
	{fields: `"output":"outliers","spec":` + small},
	{fields: `"output":"evaluation","spec":` + small},
	{alert: true, fields: `"output":"alert","spec":` + hourly},
	{alert: true, fields: `"output":"alert","spec":` + hourly, wait: 2 * time.Minute}, // no new slot, but the answer is proven anew
}

// pieces is a history that takes three calls, and the slots after it.
var pieces = []step{
	{alert: true, fields: `"output":"alert","spec":` + fine},
	{alert: true, fields: `"output":"alert","spec":` + fine, wait: 20 * time.Second},
}

const small = `{"grid":{"step":"5m"},"train":{"window":"8h","every":"1h","minPoints":24},"model":{"kind":"seasonal"}}`

const (
	hourly = `{"grid":{"step":"1h"},"train":{"window":"3d","minPoints":24},"model":{"kind":"seasonal"}}`
	fine   = `{"grid":{"step":"10s"},"train":{"window":"8h","every":"1h"},"model":{"kind":"seasonal"}}`
)

// shelf is what the script is about: two series, and one that is new and learns from them.
func shelf() []shopSeries {
	return []shopSeries{
		{labels: api, value: busyDay}, {labels: `{"job":"db"}`, value: func(at int64) float64 { return busyDay(at+minuteMs) + 5 }},
		{labels: `{"job":"new"}`, value: busyDay, fromMs: noon.Add(-time.Hour).UnixMilli()},
	}
}

func sweepBench(t *testing.T) *bench {
	b := newBench(t, shelf()...)
	b.now = noon.Add(2 * time.Minute)
	all, one := b.shop.Config.Handler, &shop{series: shelf()[:1]}
	b.shop.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("query") == "r" { // a regressor is one series
			one.answer(w, r)
			return
		}
		all.ServeHTTP(w, r)
	})
	return b
}

// play puts the questions of a script one after another, each with the context that arm makes of the test's.
func (b *bench) play(script []step, arm func(context.Context) context.Context) []backend.DataResponse {
	var answers []backend.DataResponse
	for _, s := range script {
		b.now = b.now.Add(s.wait)
		answers = append(answers, b.askContext(arm(b.t.Context()), s.alert, s.fields, max(s.back, 10*time.Minute)))
	}
	return answers
}

// rightAnswers are those of processes without a past or a fault.
func rightAnswers(t *testing.T, script []step) []string {
	var right []string
	now := noon.Add(2 * time.Minute)
	for i, s := range script {
		b := sweepBench(t)
		now = now.Add(s.wait)
		b.now = now
		answer := b.askRange(s.alert, s.fields, max(s.back, 10*time.Minute))
		if answer.Error != nil {
			t.Fatalf("step %d: %v", i, answer.Error)
		}
		right = append(right, framesText(t, answer.Frames))
	}
	return right
}

// points counts the moments at which something may fail; the k-th does.
type points struct {
	k    int64
	seen atomic.Int64
}

func (p *points) fails() bool { return p.seen.Add(1) == p.k }

// sweep plays the script once for each k, until no k-th point is reached. Each answer is the right
// one or a coded error; and whoever asks again, once nothing fails, has the right answers.
func sweep(t *testing.T, script []step, least int64, inject func(*bench, *points) func(context.Context) context.Context) {
	t.Helper()
	right := rightAnswers(t, script)
	last, failed := int64(0), 0
	for k := int64(1); ; k++ {
		b, p := sweepBench(t), &points{k: k}
		answers := b.play(script, inject(b, p))
		for i, answer := range answers {
			code := fault.Code(answer.Error)
			switch {
			case answer.Error == nil && framesText(t, answer.Frames) != right[i]:
				t.Fatalf("point %d: answer %d is %.2000s; want an error or %.2000s", k, i, framesText(t, answer.Frames), right[i])
			case answer.Error != nil:
				if failed++; code == "uncoded" || strings.HasPrefix(code, "bug/") || answer.Frames != nil {
					t.Fatalf("point %d: answer %d is %v with %d frames; want a coded error alone", k, i, answer.Error, len(answer.Frames))
				}
			}
		}
		if p.seen.Load() < k {
			break
		}
		last = k
		b.now = noon.Add(2 * time.Minute)
		for i, answer := range b.play(script, unchanged) {
			if answer.Error != nil || framesText(t, answer.Frames) != right[i] {
				t.Fatalf("after point %d: answer %d is %v, %.2000s; want %.2000s", k, i, answer.Error, framesText(t, answer.Frames), right[i])
			}
		}
		if held, _ := b.process.memory.Held(); held != 0 {
			t.Fatalf("after point %d: %d bytes are reserved; want none", k, held)
		}
	}
	t.Logf("%d points, %d errors", last, failed)
	if last < least {
		t.Errorf("%d points; want at least %d, or the sweep meets too little", last, least)
	}
}

// faults of the wire are what may happen to the k-th call of the upstream.
var wireFaults = map[string]func(w http.ResponseWriter, answer []byte){
	"hung up before the headers": func(http.ResponseWriter, []byte) { panic(http.ErrAbortHandler) },
	"a server's error":           func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusNotImplemented) },
	"one that a retry mends":     func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusBadGateway) },
	"overloaded":                 func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusTooManyRequests) },
	"unauthorized":               func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusUnauthorized) },
	"forbidden":                  func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusForbidden) },
	"refused as too much": func(w http.ResponseWriter, _ []byte) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprint(w, `{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory in query execution"}`)
	},
	"cut within the answer": func(w http.ResponseWriter, answer []byte) {
		w.Header().Set("Content-Length", fmt.Sprint(len(answer)))
		_, _ = w.Write(answer[:len(answer)/2])
		panic(http.ErrAbortHandler)
	},
	"an answer that ends early": func(w http.ResponseWriter, answer []byte) { _, _ = w.Write(answer[:len(answer)*2/3]) },
	"no JSON":                   func(w http.ResponseWriter, _ []byte) { fmt.Fprint(w, "<html>") },
}

// onCall has something else answer the calls that a script chooses.
func (b *bench) onCall(chosen func() bool, instead func(http.ResponseWriter, []byte)) {
	inner := b.shop.Config.Handler
	b.shop.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !chosen() {
			inner.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		inner.ServeHTTP(answer, r)
		w.Header().Set("Content-Type", "application/json")
		instead(w, answer.Body.Bytes())
	})
}

func onKthCall(instead func(http.ResponseWriter, []byte)) func(*bench, *points) func(context.Context) context.Context {
	return func(b *bench, p *points) func(context.Context) context.Context {
		b.onCall(p.fails, instead)
		return unchanged
	}
}

func unchanged(ctx context.Context) context.Context { return ctx }

func TestTheKthReadFails(t *testing.T) {
	for name, instead := range wireFaults {
		t.Run(name, func(t *testing.T) {
			sweep(t, everything, 6, onKthCall(instead))
		})
	}
	t.Run("a piece", func(t *testing.T) { sweep(t, pieces, 3, onKthCall(wireFaults["cut within the answer"])) })
}

// rationed refuses the k-th reservation.
type rationed struct {
	*work.Budget
	*points
}

func (r rationed) Reserve(ctx context.Context, bytes int64) (func(), bool) {
	if r.fails() {
		return nil, false
	}
	return r.Budget.Reserve(ctx, bytes)
}

func TestTheKthReservationFails(t *testing.T) {
	sweep(t, everything, 20, func(b *bench, p *points) func(context.Context) context.Context {
		b.process.memory = rationed{b.process.memory.(*work.Budget), p}
		return unchanged
	})
}

// leaving is the context of a caller who leaves when it is consulted for the k-th time: by each
// context that is made of it, span, log entry or call.
type leaving struct {
	context.Context
	*points
	leave context.CancelFunc
}

func (l leaving) consult() {
	if l.fails() {
		l.leave()
	}
}

func (l leaving) Err() error            { l.consult(); return l.Context.Err() }
func (l leaving) Done() <-chan struct{} { l.consult(); return l.Context.Done() }
func (l leaving) Value(key any) any     { l.consult(); return l.Context.Value(key) }

func TestTheCallerLeavesAtTheKthLook(t *testing.T) {
	sweep(t, everything, 100, func(_ *bench, p *points) func(context.Context) context.Context {
		return func(ctx context.Context) context.Context {
			ctx, leave := context.WithCancel(ctx)
			t.Cleanup(leave)
			return leaving{ctx, p, leave}
		}
	})
}
