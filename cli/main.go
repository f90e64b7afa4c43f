// Command engine is the Go engine on the command line: JSON jobs on standard input, one a
// line, one answer a line on standard output. Twin: cli/engine.ts; cli/README.md describes
// the jobs.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
)

type job struct {
	ID         json.RawMessage `json:"id"`
	Op         string          `json:"op"`
	Spec       json.RawMessage `json:"spec"`
	Series     wireSeries      `json:"series"`
	Regressors []wireRegressor `json:"regressors"`
	Window     *wireWindow     `json:"window"`
	Function   string          `json:"function"`
	Arguments  floats          `json:"arguments"`
	TimeMs     int64           `json:"timeMs"`
	Group      []wireSeries    `json:"group"`
	Others     []wireSeries    `json:"others"`
	Models     []string        `json:"models"`
	Text       []byte          `json:"text"` // of a CSV file
}

type answer map[string]any

func run(ctx context.Context, j job) (answer, error) {
	switch j.Op {
	case "analyse":
		analysis, err := analyse(ctx, j)
		return answer{"analysis": analysis}, err
	case "learn":
		models, err := learn(ctx, j)
		return answer{"models": models}, err
	case "explain":
		explanation, err := explain(ctx, j)
		return answer{"explanation": explanation}, err
	case "outliers":
		group, err := outliers(ctx, j)
		return answer{"group": group}, err
	case "importance":
		importance, err := importance(ctx, j)
		return answer{"importance": importance}, err
	case "forecast":
		f, err := carryOn(ctx, j)
		return answer{"forecast": f}, err
	case "table":
		read, err := readTable(j.Text)
		return answer{"table": read}, err
	case "num":
		values, err := evaluate(j.Function, j.Arguments)
		return answer{"values": values}, err
	}
	return nil, fault.New("cli/unknown-op", "cli: op %q; want analyse, learn, explain, importance, forecast, outliers, table or num", j.Op)
}

// question is what a job asks of the engine.
type question struct {
	spec    engine.Spec
	notices []engine.Notice // on the spec
	input   engine.Input
	window  engine.Window
}

func (j job) question() (q question, err error) {
	if q.spec, q.notices, err = engine.ParseSpec(j.Spec); err != nil {
		return q, err
	}
	q.input, err = j.input()
	q.window = j.Window.or(q.input.Series.TimesMs)
	return q, err
}

// analyse judges a whole series, or the part that the job's window names.
func analyse(ctx context.Context, j job) (*wireAnalysis, error) {
	q, err := j.question()
	if err != nil {
		return nil, err
	}
	models, err := readModels(j.Models)
	if err != nil {
		return nil, err
	}
	analysis, err := engine.Analyse(ctx, q.input, q.spec, q.window, models)
	if err != nil {
		return nil, err
	}
	analysis.Notices = append(append([]engine.Notice{}, q.notices...), analysis.Notices...) // [] in JSON, never null
	return wireOf(analysis, engine.Evaluate(analysis, q.spec)), nil
}

// explain says why the expected value of the slot at timeMs is what it is; null where
// nothing is expected.
func explain(ctx context.Context, j job) (*engine.Explanation, error) {
	q, err := j.question()
	if err != nil {
		return nil, err
	}
	return engine.ExplainAt(ctx, q.input, q.spec, q.window, j.TimeMs, nil)
}

// importance says what the model of the job's window leans on.
func importance(ctx context.Context, j job) (*engine.Importances, error) {
	q, err := j.question()
	if err != nil {
		return nil, err
	}
	return engine.ImportanceOf(ctx, q.input, q.spec, q.window, nil)
}

// carryOn carries the series on beyond the job's window.
func carryOn(ctx context.Context, j job) (*wireForecast, error) {
	q, err := j.question()
	if err != nil {
		return nil, err
	}
	f, err := engine.ForecastSeries(ctx, q.input, q.spec, q.window, nil)
	if err != nil {
		return nil, err
	}
	return wireOfForecast(f), nil
}

// outliers judges the series of the job's group beside each other.
func outliers(ctx context.Context, j job) (*wireGroup, error) {
	spec, _, err := engine.ParseSpec(j.Spec)
	if err != nil {
		return nil, err
	}
	group, err := allSeries(j.Group)
	if err != nil {
		return nil, err
	}
	var all []int64
	for _, one := range group {
		all = append(all, one.TimesMs...)
	}
	judged, err := engine.JudgeGroup(ctx, group, spec, j.Window.or(all))
	if err != nil {
		return nil, err
	}
	return wireOfGroup(judged), nil
}

func answerTo(ctx context.Context, j job) answer {
	a, err := run(ctx, j)
	if err != nil {
		return answer{"id": j.ID, "ok": false, "code": fault.Code(err), "message": err.Error()}
	}
	a["id"], a["ok"] = j.ID, true
	return a
}

func serve(in *bufio.Reader, out *bufio.Writer) error {
	decoder, encoder := json.NewDecoder(in), json.NewEncoder(out)
	for decoder.More() {
		var j job
		if err := decoder.Decode(&j); err != nil {
			return err
		}
		if err := encoder.Encode(answerTo(context.Background(), j)); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if err := serve(bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)); err != nil {
		fmt.Fprintln(os.Stderr, "engine:", err)
		os.Exit(1)
	}
}
