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
}

type answer map[string]any

func run(ctx context.Context, j job) (answer, error) {
	switch j.Op {
	case "analyse":
		analysis, err := analyse(ctx, j)
		return answer{"analysis": analysis}, err
	case "num":
		values, err := evaluate(j.Function, j.Arguments)
		return answer{"values": values}, err
	}
	return nil, fault.New("cli/unknown-op", "cli: op %q; want analyse or num", j.Op)
}

// analyse judges a whole series, or the part that the job's window names.
func analyse(ctx context.Context, j job) (*wireAnalysis, error) {
	spec, notices, err := engine.ParseSpec(j.Spec)
	if err != nil {
		return nil, err
	}
	input, err := j.input()
	if err != nil {
		return nil, err
	}
	analysis, err := engine.Analyse(ctx, input, spec, j.Window.or(input.Series.TimesMs), nil)
	if err != nil {
		return nil, err
	}
	analysis.Notices = append(notices, analysis.Notices...)
	evaluation := engine.Evaluate(analysis, spec)
	return wireOf(analysis, evaluation), nil
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
