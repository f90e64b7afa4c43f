package query

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// variable matches Grafana's three ways to write one: $name, ${name:format}, [[name]].
// "$1" and "${1}" are PromQL's capture groups, "[[:alpha:]]" is a character class.
var variable = regexp.MustCompile(`\$[A-Za-z_]\w*|\$\{[A-Za-z_][^}]*\}|\[\[[A-Za-z_][\w.:]*\]\]`)

// macroPrefix begins the names that the upstream's own backend fills in ($__interval,
// $__timeFilter(…)); they do not need a dashboard.
const macroPrefix = "__"

// RefuseVariables fails if an upstream query still holds a dashboard variable. An alert rule
// has no dashboard, so the upstream would look for the literal text and find nothing, which
// reads as "no data" and never fires.
//
// Errors: query/unresolved-variable.
func RefuseVariables(upstream json.RawMessage) error {
	var tree any
	if err := json.Unmarshal(upstream, &tree); err != nil {
		return fault.New("query/bad-json", "query: upstream.query can't be read: %v.", err)
	}
	if found := findVariable(tree); found != "" {
		return fault.New("query/unresolved-variable",
			"query: the upstream query contains the dashboard variable %s; want its value. An alert rule has no dashboard to fill it in: write the value itself, or a regular expression that matches all values.", found)
	}
	return nil
}

// filtersLeft refuses filters that nobody has applied: an answer without them would show, and alert
// on, what the dashboard says it leaves out.
func filtersLeft(filters []Filter) error {
	all := make([]string, min(len(filters), 5))
	for i := range all {
		all[i] = fmt.Sprintf("%.60s %.2s %.60s", filters[i].Key, filters[i].Operator, filters[i].Value)
	}
	return fault.New("query/filters-left",
		"query: the dashboard's ad-hoc filters (%s) can't be written into the upstream query; want an upstream that takes them. Remove them, or write them into the query itself.", strings.Join(all, "; "))
}

func findVariable(node any) string {
	switch node := node.(type) {
	case string:
		for _, match := range variable.FindAllString(node, -1) {
			if !strings.HasPrefix(strings.TrimLeft(match, "${["), macroPrefix) {
				return match
			}
		}
	case []any:
		for _, child := range node {
			if found := findVariable(child); found != "" {
				return found
			}
		}
	case map[string]any:
		for _, child := range node {
			if found := findVariable(child); found != "" {
				return found
			}
		}
	}
	return ""
}
