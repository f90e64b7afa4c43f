package plugin

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/history"
	"github.com/tidemark/tidemark/pkg/query/trace"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

// evaluate is the whole path of one query: its JSON, the points, the verdicts, the frames.
func (d *Datasource) evaluate(ctx context.Context, raw backend.DataQuery, caller caller) (data.Frames, error) {
	if d.broken != nil {
		return nil, d.broken
	}
	q, err := query.Parse(raw.JSON)
	if err != nil {
		return nil, err
	}
	if caller.alert {
		if !q.Output.ForRules() {
			return nil, fault.New("query/not-for-rules",
				"query: output %q is a table for people; want one number a series in a rule. Choose \"alert\".", q.Output)
		}
		for _, part := range []json.RawMessage{q.Upstream.Query, q.Spec} { // a regressor's query is in the spec
			if err := query.RefuseVariables(part); err != nil {
				return nil, err
			}
		}
	}
	if err := d.upstream.Refuse(q.Upstream); err != nil {
		return nil, err
	}
	p, err := d.planOf(ctx, q, raw.TimeRange, caller)
	if err != nil {
		return nil, err
	}
	h, err := d.read(ctx, q.Upstream, p, d.settings.Limits)
	if err != nil {
		return nil, err
	}
	p.notices = append(p.notices, p.coarser(h.Series)...)
	m := p.inputsOf(h)
	if q.Output != query.Outliers {
		if m.regressors, err = d.regressors(ctx, p, len(m.series)); err != nil {
			return nil, err
		}
	}
	if err := refuseDuplicates(m.series, q.Output, caller); err != nil {
		return nil, err
	}
	if err := d.admit(q, p, m.series); err != nil {
		return nil, err
	}
	release, err := d.process.reserve(ctx, p.answerBytes(q.Output, m.series))
	if err != nil {
		return nil, err
	}
	defer release()
	answer, err := d.output(ctx, q, p, m)
	if err != nil {
		return nil, err
	}
	if caller.alert && q.Output.Number() {
		d.prefetch(ctx, q, p, m)
	}
	return withWarnings(answer, h), nil
}

// planOf lays out the points of a query, and refuses what would cost too much with one series: it
// has one at least.
func (d *Datasource) planOf(ctx context.Context, q query.Query, r backend.TimeRange, caller caller) (plan, error) {
	p, err := newPlan(q, r, d.process.now(), q.Output.Instant())
	if err != nil {
		return plan{}, err
	}
	if p.spec, err = d.excluding(ctx, p); err != nil {
		return plan{}, err
	}
	p.whole = caller.alert && d.settings.PartialData == query.PartialError
	if err := d.admit(q, p, make([]frames.Series, 1)); err != nil {
		return plan{}, err
	}
	return p, d.process.fits(p.bytes(q.Output, 1))
}

// excluding returns the plan's spec with the times that annotations with its tags mark.
//
// Errors: query/no-annotations, query/too-many-annotations, upstream/….
func (d *Datasource) excluding(ctx context.Context, p plan) (engine.Spec, error) {
	tags := p.spec.Train.ExcludeTags
	if len(tags) == 0 {
		return p.spec, nil
	}
	annotator, ok := d.upstream.(upstream.Annotator)
	if !ok {
		return p.spec, upstream.NoAnnotations(d.settings.Kind, tags)
	}
	marked, err := annotator.Annotations(ctx, tags, p.ask.FromMs, p.ask.ToMs+p.ask.StepMs)
	return p.spec.Excluding(marked), err
}

// output judges the series and makes the frames that the query asks for.
func (d *Datasource) output(ctx context.Context, q query.Query, p plan, m inputs) (rendered, error) {
	if q.Output == query.Forecast {
		forecasts, err := d.forecasts(ctx, q, p, m)
		return renderForecasts(p, forecasts), err
	}
	if q.Output == query.Importance {
		rows, err := d.importances(ctx, q, p, m)
		return renderImportances(p, rows), err
	}
	if q.Output == query.Explanation {
		rows, err := d.explanations(ctx, q, p, m)
		return renderExplanations(p, rows), err
	}
	verdicts, err := d.verdicts(ctx, q, p, m)
	if err != nil {
		return rendered{}, err
	}
	switch q.Output {
	case query.Bands:
		return renderBands(ctx, p, verdicts, p.spec.Band.Limit.AlertsPerWeek), ctx.Err()
	case query.Outliers:
		return renderBands(ctx, p, verdicts, nil), ctx.Err()
	case query.Evaluation:
		return renderEvaluation(p, verdicts, min(maxIncidents, d.settings.Limits.MaxOutputPoints-len(verdicts))), nil
	}
	return renderNumbers(q.Output, p, verdicts), nil
}

// read gets the points that the plan asks for, at most so many, from the store or from the
// upstream. The key has all that the points depend on: what the question is put to, on which grid,
// and how old a slot must be to count as final.
func (d *Datasource) read(ctx context.Context, question query.Upstream, p plan, limits query.Limits) (h *history.History, err error) {
	ctx, end := trace.Start(ctx, "read", trace.Word("upstream", d.settings.Kind), trace.Count("points a series", p.ask.Points()))
	defer func() { end(err) }()
	h, err = d.process.histories.Get(ctx, history.Request{
		Scope:    d.scope,
		Question: fmt.Sprintf("uid %q, step %d of %d in %q, delay %d, %s", question.UID, p.ask.StepMs, p.stepMs, p.spec.Features.Timezone, p.delayMs(), question.Query),
		Range:    p.ask, SettledMs: p.settledMs,
		Read: func(ctx context.Context, r upstream.Range) (upstream.Result, error) {
			result, err := d.upstream.Read(ctx, question, r)
			if err != nil {
				return upstream.Result{}, err
			}
			return result, frames.RefuseDuplicates(len(result.Series),
				func(i int) string { return result.Series[i].Key() },
				func(i int) string { return result.Series[i].Title() })
		},
		Admit: func(series int) (release func(), err error) {
			if err := limits.Admit(p.work(series, query.Bands)); err != nil {
				return nil, err
			}
			return d.process.reserve(ctx, int64(series)*p.ask.Points()*readBytes)
		},
		Refused: func() { d.process.forget(d.scope) },
		Limits:  limits,
	})
	if err == nil && h.Partial && p.whole {
		return nil, backend.DownstreamError(fault.New("upstream/partial",
			"upstream: it calls its answer incomplete (%s); want a complete one. Mend the upstream, or set partialData to \"accept\".", h.Warnings[0]))
	}
	return h, err
}

// refuseDuplicates fails where Grafana's alerting would: it knows series by their labels
// alone. A dashboard may still show two columns of one table.
func refuseDuplicates(series []frames.Series, output query.Output, caller caller) error {
	if !output.Number() && !caller.alert {
		return nil
	}
	return frames.RefuseDuplicates(len(series),
		func(i int) string { return frames.LabelsKey(series[i].Labels) },
		func(i int) string { return series[i].Title() })
}

// admit refuses what would cost too much to judge or to send.
//
// Errors: query/too-many-series, query/too-costly, query/too-much-text, query/too-many-rows.
func (d *Datasource) admit(q query.Query, p plan, series []frames.Series) error {
	if err := d.settings.Limits.Admit(p.work(len(series), q.Output)); err != nil {
		return err
	}
	if text := p.textBytes(q.Output, series); text > d.settings.Limits.MaxBodyBytes() {
		return fault.New("query/too-much-text",
			"query: labels and names would take %d MiB of the answer; want at most %d. Drop long labels in the query, ask for fewer series, or raise limits.maxBodyMiB.", text>>20, d.settings.Limits.MaxBodyMiB)
	}
	if rows := int64(len(series)) * p.rows(q.Output); rows > int64(d.settings.Limits.MaxOutputPoints) {
		return fault.New("query/too-many-rows",
			"query: %d rows in the answer; want at most %d. Look at a shorter range, lengthen grid.step, or raise limits.maxOutputPoints.", rows, d.settings.Limits.MaxOutputPoints)
	}
	return nil
}

// withWarnings hangs on an answer what the upstream said.
func withWarnings(answer rendered, h *history.History) data.Frames {
	for _, warning := range h.Warnings {
		answer.warn("upstream/warning", warning)
	}
	if len(h.Series) == 0 {
		answer.inform("upstream/no-series", "The upstream has no series for this query in the time range and its training history.")
	}
	return answer.frames
}
