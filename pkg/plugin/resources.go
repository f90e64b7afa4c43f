package plugin

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// resources serves what the editors need and nothing else: which upstreams may be asked, what a
// query will cost, and the labels that filters and variables offer. None changes anything; only the
// last calls the upstream.
func (d *Datasource) resources() backend.CallResourceHandler {
	served := map[string]struct {
		method string
		answer http.HandlerFunc
	}{"/pinned": {http.MethodGet, d.pinned}, "/cost": {http.MethodPost, d.cost}, "/labels": {http.MethodGet, d.labels}}
	return httpadapter.New(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		resource, known := served[r.URL.Path] // an exact path: a mux would clean and redirect others
		if known && resource.method == r.Method {
			resource.answer(w, r)
			return
		}
		status := http.StatusNotFound
		if known {
			status = http.StatusMethodNotAllowed
		}
		reply(w, status, refusalOf(fault.New("query/no-resource",
			"query: %.10s of %.60q is not served; want GET pinned, GET labels or POST cost.", r.Method, r.URL.Path)))
	}))
}

// CallResource implements backend.CallResourceHandler. The adapter fails before it asks a
// handler where method, path or URL are none; without an answer Grafana would say 500.
func (d *Datasource) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	answered := false
	err := d.resource.CallResource(ctx, req, backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
		answered = true
		return sender.Send(r)
	}))
	if err == nil || answered {
		return err
	}
	body, err := json.Marshal(refusalOf(fault.New("query/bad-request", "query: method %.10q, path %.60q or the URL are not valid; want GET pinned, GET labels or POST cost.", req.Method, req.Path)))
	if err != nil {
		return err
	}
	return sender.Send(&backend.CallResourceResponse{Status: http.StatusBadRequest, Headers: map[string][]string{"Content-Type": {"application/json"}}, Body: body})
}

func (d *Datasource) pinned(w http.ResponseWriter, _ *http.Request) {
	if d.broken != nil {
		reply(w, http.StatusBadRequest, refusalOf(d.broken))
		return
	}
	pinned := d.settings.Pinned
	if pinned == nil {
		pinned = []query.Pinned{}
	}
	reply(w, http.StatusOK, map[string]any{"kind": d.settings.Kind, "pinned": pinned, "limits": d.settings.Limits})
}

// cost answers {query, series} with the points that the query reads; see costOf.
func (d *Datasource) cost(w http.ResponseWriter, r *http.Request) {
	if r.Body == nil { // so the SDK hands on an empty one
		reply(w, http.StatusBadRequest, refusalOf(fault.New("query/bad-json", "query: the body is empty; want {query, series}.")))
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, query.MaxBytes))
	if err != nil {
		reply(w, http.StatusRequestEntityTooLarge, refusalOf(fault.New("query/too-large", "query: more than %d bytes; want fewer.", query.MaxBytes)))
		return
	}
	cost, err := d.costOf(body)
	if err != nil {
		reply(w, http.StatusBadRequest, refusalOf(err))
		return
	}
	reply(w, http.StatusOK, cost)
}

// Cost is what a query asks of its upstream: ColdPoints when nothing is known yet and once a
// day after, WarmPointsPerDay in between.
type Cost struct {
	StepMs           int64   `json:"stepMs"`
	DelayMs          int64   `json:"delayMs"`
	HistoryMs        int64   `json:"historyMs"`
	Series           int     `json:"series"`
	ColdPoints       int64   `json:"coldPoints"`
	WarmPointsPerDay int64   `json:"warmPointsPerDay"`
	Work             float64 `json:"work"`
	MaxWork          float64 `json:"maxWork"`
}

func (d *Datasource) costOf(body []byte) (Cost, error) {
	var ask struct {
		Query  json.RawMessage `json:"query"`
		Series int             `json:"series"`
	}
	if err := json.Unmarshal(body, &ask); err != nil {
		return Cost{}, fault.New("query/bad-json", "query: %s; want {query, series}.", query.DecodeProblem(err))
	}
	if ask.Series > d.settings.Limits.MaxSeries { // so that no product overflows
		return Cost{}, fault.New("query/bad-series", "query: series is %d; want at most limits.maxSeries = %d.", ask.Series, d.settings.Limits.MaxSeries)
	}
	q, err := query.Parse(ask.Query)
	if err != nil {
		return Cost{}, err
	}
	now := d.process.now()
	p, err := newPlan(q, backend.TimeRange{From: now.Add(-time.Hour), To: now}, now, true)
	if err != nil {
		return Cost{}, err
	}
	series := int64(max(ask.Series, 1))
	return Cost{
		StepMs: p.stepMs, DelayMs: duration(p.spec.Grid.Delay, p.stepMs), HistoryMs: p.toMs - p.ask.FromMs, Series: int(series),
		ColdPoints: series * p.ask.Points(), WarmPointsPerDay: series * (24 * hourMs / p.ask.StepMs),
		Work: p.work(int(series), q.Output).Cost(), MaxWork: d.settings.Limits.MaxCost,
	}, nil
}

// labels answers ?name=&match=&from=&to= with label names, or the values of the one that is named.
func (d *Datasource) labels(w http.ResponseWriter, r *http.Request) {
	found, err := d.labelsOf(r)
	if err != nil {
		reply(w, http.StatusBadRequest, refusalOf(err))
		return
	}
	reply(w, http.StatusOK, found)
}

func (d *Datasource) labelsOf(r *http.Request) (found []string, err error) {
	if d.broken != nil {
		return nil, d.broken
	}
	labeller, ok := d.upstream.(upstream.Labeller)
	if !ok {
		return nil, upstream.NoLabels(d.settings.Kind)
	}
	asked := r.URL.Query()
	fromMs, badFrom := strconv.ParseInt(asked.Get("from"), 10, 64)
	toMs, badTo := strconv.ParseInt(asked.Get("to"), 10, 64)
	if badFrom != nil || badTo != nil || len(asked.Get("match")) > query.MaxBytes {
		return nil, fault.New("query/bad-range", "query: from is %.20q and to %.20q; want two times in milliseconds, and a selector of at most %d bytes.",
			asked.Get("from"), asked.Get("to"), query.MaxBytes)
	}
	err = work.Guard(func() error {
		ctx, cancel := context.WithTimeout(r.Context(), d.settings.Limits.Timeout())
		defer cancel()
		found, err = labeller.Labels(work.WithTicket(ctx, work.Holder{Org: d.org, Source: d.uid}, false), asked.Get("name"), asked.Get("match"), fromMs, toMs)
		return err
	})
	return found, err
}

// refusal is the body of every failure.
type refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func refusalOf(err error) refusal {
	err = coded(err)
	return refusal{Code: fault.Code(err), Message: err.Error()}
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a failure here is the caller having left
}
