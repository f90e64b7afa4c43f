package prometheus_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// The data source's front end adds ad-hoc filters to PromQL with a small grammar of its own;
// Prometheus' parser says whether each of its cases is right.
func TestFiltersAreInEverySelector(t *testing.T) {
	text, err := os.ReadFile("../../src/datasource/promql/testdata/filters.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Count int
		Cases []struct{ Name, Expr, Want string }
	}
	if err := json.Unmarshal(text, &file); err != nil || len(file.Cases) != file.Count {
		t.Fatalf("filters.json: %d cases, %v; want %d", len(file.Cases), err, file.Count)
	}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			want := parse(t, c.Expr)
			parser.Inspect(want, func(node parser.Node, _ []parser.Node) error {
				if selector, ok := node.(*parser.VectorSelector); ok {
					selector.LabelMatchers = append(selector.LabelMatchers, labels.MustNewMatcher(labels.MatchEqual, "job", "api"))
				}
				return nil
			})
			if got := parse(t, c.Want).String(); got != parse(t, want.String()).String() {
				t.Errorf("%s\nis    %s\nwants %s", c.Want, got, want)
			}
		})
	}
}

var macros = strings.NewReplacer("$__rate_interval", "5m", "${__interval}", "5m")

func parse(t *testing.T, expr string) parser.Expr {
	t.Helper()
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(macros.Replace(expr))
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	return parsed
}
