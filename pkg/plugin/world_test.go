package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"testing"
	"testing/synctest"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

// world is what organisations, replicas and their upstream do to each other, in virtual time. Its
// slots change until they are as old as the delay of the one who asks for them calls final.
type world struct {
	skew    time.Duration       // of the replicas' clock behind the upstream's
	refused map[int64]time.Time // since when an organisation's credential is revoked
	status  string              // code of a refusal
}

func (w *world) now() time.Time { return time.Now().Add(w.skew) }

// source is the upstream of one organisation. It implements upstream.Upstream.
type source struct {
	*world
	org int64
}

func (s source) Identity() string            { return "world" }
func (s source) Refuse(query.Upstream) error { return nil }
func (s source) Check(context.Context) error { return nil }
func (w *world) latenessOf(expr string) (late int64) {
	return map[string]int64{"quick": 0, "late": 50}[expr] * minuteMs
}

func (s source) Read(_ context.Context, question query.Upstream, r upstream.Range) (upstream.Result, error) {
	if _, revoked := s.refused[s.org]; revoked {
		return upstream.Result{}, backend.DownstreamError(fault.New(s.status, "upstream: refused"))
	}
	var asked struct{ Expr string }
	_ = json.Unmarshal(question.Query, &asked)
	result := upstream.Result{}
	nowMs := time.Now().UnixMilli()
	for i := range 3 {
		series := frames.Series{Labels: data.Labels{"i": fmt.Sprint(2 - i), "org": fmt.Sprint(s.org)}}
		for t := r.FromMs; t <= r.ToMs && t <= nowMs; t += r.StepMs {
			if i == 1 && t < noon.Add(time.Hour).UnixMilli() {
				continue // it is new: who has read before knows the others alone
			}
			v := busyDay(t) + float64(10*i)
			if over := t + r.StepMs; nowMs < over+s.latenessOf(asked.Expr) {
				v *= float64(nowMs-t) / float64(over+s.latenessOf(asked.Expr)-t) // not all of it has come in
			}
			series.TimesMs, series.Values = append(series.TimesMs, t), append(series.Values, v)
		}
		if len(series.TimesMs) > 0 {
			result.Series = append(result.Series, series)
		}
	}
	return result, nil
}

func (w *world) process() *Process {
	return newProcessAt(Sizes{HistoryMiB: 64, ModelMiB: 16, MemoryMiB: 512}, w.now)
}

// ask puts a query of an organisation to a process.
func (w *world) ask(t *testing.T, p *Process, org int64, alert bool, text string, back time.Duration) string {
	t.Helper()
	settings, err := query.ParseSettings(nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &Datasource{process: p, org: org, uid: "a", settings: settings, upstream: source{w, org}, scope: fmt.Sprintf("org %d: ", org)}
	request := &backend.QueryDataRequest{Headers: map[string]string{}, Queries: []backend.DataQuery{{
		RefID: "A", TimeRange: backend.TimeRange{From: w.now().Add(-back), To: w.now()}, JSON: json.RawMessage(text),
	}}}
	if alert {
		request.Headers["FromAlert"] = "true"
	}
	response, err := d.QueryData(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	answer := response.Responses["A"]
	if answer.Error != nil {
		return "error " + fault.Code(answer.Error)
	}
	return framesText(t, answer.Frames)
}

// asked are the questions of the world: the delay of each covers how late its points come, but for
// the last one, whose caller takes what there is.
var asked = []struct {
	expr, delay string
	sound       bool
}{
	{"quick", "auto", true}, {"quick", "0s", true}, {"quick", "1m", true}, {"late", "1h", true}, {"late", "0s", false}, {"late", "auto", false},
}

// An answer is a function of query, instant and upstream, on every replica, whatever others have
// asked before; and a credential that is revoked is refused within a minute.
func TestAnAnswerDependsOnQueryInstantAndUpstreamAlone(t *testing.T) {
	for seed := range int64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { live(t, rand.New(rand.NewSource(seed))) })
		})
	}
}

func live(t *testing.T, r *rand.Rand) {
	time.Sleep(noon.Sub(time.Now()))
	w := &world{refused: map[int64]time.Time{}}
	replicas := []*Process{w.process(), w.process()}
	compared, refusals := 0, 0
	for range 150 {
		time.Sleep(time.Duration(r.Intn(150)) * time.Second)
		w.happen(r, replicas)
		org, which := int64(1+r.Intn(2)), asked[r.Intn(len(asked))]
		output := []string{"alert", "bands", "upper"}[r.Intn(3)]
		text := fmt.Sprintf(`{"upstream":{"query":{"expr":%q}},"output":%q,"spec":{"grid":{"delay":%q},"train":{"window":"%dh"},"model":{"kind":"seasonal"}}}`,
			which.expr, output, which.delay, 30+12*r.Intn(2))
		alert, back := output == "alert", time.Duration(1+r.Intn(20))*time.Hour
		got := w.ask(t, replicas[r.Intn(2)], org, alert, text, back)
		since, revoked := w.refused[org]
		switch {
		case revoked && time.Since(since) >= time.Minute:
			refusals++
			if got != "error "+w.status {
				t.Fatalf("%s after the credential was revoked the answer is %.200s; want %s", time.Since(since), got, w.status)
			}
		case !revoked && which.sound:
			compared++
			if want := w.ask(t, w.process(), org, alert, text, back); got != want {
				t.Fatalf("at %v, %s:\n%.3000s\na process without a past says\n%.3000s", w.now(), text, got, want)
			}
		}
		synctest.Wait()
	}
	if compared < 20 || refusals < 2 {
		t.Errorf("%d answers were compared and %d refused; want a world that does both", compared, refusals)
	}
}

// happen is what nobody has asked for.
func (w *world) happen(r *rand.Rand, replicas []*Process) {
	switch r.Intn(12) {
	case 0:
		replicas[r.Intn(2)] = w.process() // killed, and started again
	case 1:
		w.skew = time.Duration(-r.Intn(3600)) * time.Second // the clock is set back, or on
	case 2, 3:
		w.refused[int64(1+r.Intn(2))] = time.Now()
		w.status = []string{"upstream/unauthorized", "upstream/forbidden"}[r.Intn(2)]
	case 4, 5, 6:
		clear(w.refused)
	}
}
