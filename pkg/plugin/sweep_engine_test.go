package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
)

// ending is a context that has ended at the k-th question and after it.
type ending struct {
	context.Context
	*points
}

func (e ending) Err() error {
	if e.seen.Add(1) >= e.k {
		return context.Canceled
	}
	return nil
}

const linearModel = `{"kind":"linear"}`

// sweptModels are learnt by loops of their own.
var sweptModels = []string{
	`{"kind":"seasonal"}`, linearModel, `{"kind":"auto","boosted":{"rounds":2}}`, `{"kind":"tree"}`, `{"kind":"forest","forest":{"trees":2}}`,
	`{"kind":"boosted","boosted":{"rounds":2}}`, `{"kind":"neural","neural":{"epochs":2,"hidden":[3]}}`,
}

// sweptOutputs are those that ask the engine, as they are shown.
var sweptOutputs = map[query.Output]func(context.Context, plan, []frames.Series, []engine.Series, querysModels) (data.Frames, error){
	query.Bands: func(ctx context.Context, p plan, series []frames.Series, all []engine.Series, models querysModels) (data.Frames, error) {
		verdicts := make([]verdict, len(series))
		for i, s := range series {
			analysis, err := engine.Analyse(ctx, engine.Input{Series: all[i], Others: all, Pools: models}, p.spec, p.window(), models.of(s))
			if err != nil {
				return nil, err
			}
			verdicts[i] = verdict{series: s, analysis: analysis}
		}
		return renderBands(context.WithoutCancel(ctx), p, verdicts, nil).frames, nil
	},
	query.Forecast: func(ctx context.Context, p plan, series []frames.Series, all []engine.Series, models querysModels) (data.Frames, error) {
		forecasts := make([]forecast, len(series))
		for i, s := range series {
			f, err := engine.ForecastSeries(ctx, engine.Input{Series: all[i]}, p.spec, p.window(), models.of(s))
			if err != nil {
				return nil, err
			}
			forecasts[i] = forecast{s, f}
		}
		return renderForecasts(p, forecasts).frames, nil
	},
	query.Importance: func(ctx context.Context, p plan, series []frames.Series, all []engine.Series, models querysModels) (data.Frames, error) {
		rows := make([]frames.SeriesImportance, len(series))
		for i, s := range series {
			found, err := engine.ImportanceOf(ctx, engine.Input{Series: all[i]}, p.spec, p.window(), models.of(s))
			if err != nil {
				return nil, err
			}
			rows[i] = frames.SeriesImportance{Series: s, Importances: found}
		}
		return renderImportances(p, rows).frames, nil
	},
}

func (p plan) window() engine.Window {
	return engine.Window{FromMs: p.fromMs, ToMs: p.endMs(), StepMs: p.stepMs}
}

// Each analysis ends at each question that the engine asks of its context. What is given is an error; what
// is kept of models and pools gives whoever asks next the right answer.
func TestTheKthLookOfTheEngineFails(t *testing.T) {
	for _, model := range sweptModels {
		for output := range sweptOutputs {
			if output != query.Bands && model != linearModel {
				continue // they learn as bands do
			}
			t.Run(fmt.Sprintf("%s of %s", output, model), func(t *testing.T) { sweepEngine(t, model, output) })
		}
	}
}

func sweepEngine(t *testing.T, model string, output query.Output) {
	q := query.Query{Output: output, Spec: json.RawMessage(`{"grid":{"step":"30m"},"train":{"window":"2d","every":"12h","minPoints":24},"model":` + model + `}`)}
	p, err := newPlan(q, backend.TimeRange{From: noon.Add(-12 * time.Hour), To: noon}, noon, false)
	if err != nil {
		t.Fatal(err)
	}
	series, raw := drawn(p)
	all := func(ctx context.Context, d *Datasource) (string, error) {
		answer, err := sweptOutputs[output](ctx, p, series, raw, d.models(q, p, inputs{}))
		return framesText(t, answer), err
	}
	fresh := func() *Datasource {
		return &Datasource{process: newProcessAt(Sizes{HistoryMiB: 64, ModelMiB: 16, MemoryMiB: 512}, func() time.Time { return noon })}
	}
	right, err := all(t.Context(), fresh())
	if err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	for k := int64(1); ; k++ {
		d, at := fresh(), &points{k: k}
		got, err := all(ending{t.Context(), at}, d)
		if at.seen.Load() < k {
			break
		}
		last = k
		if err != nil && !errors.Is(err, context.Canceled) || err == nil && got != right {
			t.Fatalf("look %d: %v, %.500s; want that it was cancelled, or %.500s", k, err, got, right)
		}
		if got, err := all(t.Context(), d); err != nil || got != right {
			t.Fatalf("after look %d: %v, %.500s; want %.500s", k, err, got, right)
		}
	}
	if last < 5 {
		t.Errorf("%d looks; want a sweep that meets some", last)
	}
	t.Logf("%d looks", last)
}

// drawn are the series of the shelf as they are read.
func drawn(p plan) (series []frames.Series, raw []engine.Series) {
	for _, from := range shelf() {
		s := frames.Series{Name: from.labels}
		for at := max(p.ask.FromMs, from.fromMs); at <= p.ask.ToMs; at += p.ask.StepMs {
			s.TimesMs, s.Values = append(s.TimesMs, at), append(s.Values, from.value(at))
		}
		series, raw = append(series, s), append(raw, engine.Series{TimesMs: s.TimesMs, Values: s.Values})
	}
	return series, raw
}
