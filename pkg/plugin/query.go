package plugin

import (
	"context"
	"errors"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// queriesAtOnce bounds the queries of one request that run side by side; each also waits for
// its turn at the upstream.
const queriesAtOnce = 4

// QueryData answers every query of a dashboard, of Explore or of an alert rule, on the same
// path. A query that fails does not touch the others.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	answers := make([]backend.DataResponse, len(req.Queries))
	caller := callerOf(req)
	_ = work.Each(ctx, len(req.Queries), queriesAtOnce, func(ctx context.Context, i int) error {
		answers[i] = d.answer(ctx, req.Queries[i], caller)
		return nil
	})
	response := backend.NewQueryDataResponse()
	for i, q := range req.Queries {
		if answers[i].Error == nil && answers[i].Frames == nil { // the request was cancelled first
			answers[i] = errorResponse(context.Cause(ctx))
		}
		response.Responses[q.RefID] = answers[i]
	}
	return response, nil
}

// caller is who wants to know, as far as the answer differs.
type caller struct {
	alert bool // an alert rule or a recording rule, or the rule editor's preview of one
	user  string
}

// holder is for whom a data source works.
func (a caller) holder(d *Datasource) work.Holder {
	return work.Holder{Org: d.org, Source: d.uid, User: a.user}
}

// callerOf reads the raw header map: alerting sets FromAlert without the "http_" prefix that
// GetHTTPHeader looks for.
func callerOf(req *backend.QueryDataRequest) caller {
	a := caller{alert: req.Headers[backend.FromAlertHeaderName] == "true"}
	if user := req.PluginContext.User; user != nil && !a.alert {
		a.user = user.Login
	}
	return a
}

func (d *Datasource) answer(ctx context.Context, q backend.DataQuery, caller caller) (response backend.DataResponse) {
	started := time.Now()
	err := work.Guard(func() error {
		ctx, cancel := context.WithTimeout(ctx, d.settings.Limits.Timeout())
		defer cancel()
		ctx = work.WithTicket(ctx, caller.holder(d), caller.alert)
		frames, err := d.evaluate(ctx, q, caller)
		response = backend.DataResponse{Frames: frames, Status: backend.StatusOK}
		return d.crowdedOut(ctx, err)
	})
	if err != nil {
		response = errorResponse(err)
	}
	observeQuery(started, caller, err)
	logFailure(ctx, q.RefID, err)
	return response
}

// crowdedShare of its time is what a query may stand in line and still be called too slow itself.
const crowdedShare = 10

// crowdedOut tells a query that others have kept from its places from one that takes too long itself.
//
// Errors: query/busy in place of a time limit.
func (d *Datasource) crowdedOut(ctx context.Context, err error) error {
	late := errors.Is(err, context.DeadlineExceeded) || fault.Code(err) == "upstream/timeout"
	if waited := work.Waited(ctx); late && waited > d.settings.Limits.Timeout()/crowdedShare {
		return backend.DownstreamError(fault.New("query/busy",
			"query: it stood in line for %s of its %s while others were at work; want a place. Try again in a minute, or ask for less at one time.", waited.Round(time.Second/10), d.settings.Limits.Timeout()))
	}
	return err
}

// logFailure leaves the user's own mistakes and cancelled queries out of the log: Grafana
// shows the former where they were made, and the latter are nobody's failure.
func logFailure(ctx context.Context, refID string, err error) {
	if err == nil || errors.Is(ctx.Err(), context.Canceled) {
		return
	}
	logger := backend.Logger.FromContext(ctx)
	if backend.IsPluginError(err) || fault.Code(err) == "uncoded" {
		logger.Error("A query failed", "refId", refID, "code", fault.Code(err), "error", err)
		return
	}
	logger.Debug("A query was refused", "refId", refID, "code", fault.Code(err), "error", err)
}
