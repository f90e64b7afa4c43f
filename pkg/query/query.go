// Package query holds what a user asks for: the query's JSON, its older versions, the
// limits that bound it, and, in its subfolders, the way to the upstream's points.
// Stage: **query** → clean → features → fit → band → detect → frames.
package query

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// SchemaVersion is the version this plugin writes. Older ones are migrated when read: an
// alert rule keeps the JSON of the day it was saved.
const SchemaVersion = 1

// MaxBytes and MaxDepth bound a query's JSON before anything interprets it.
const (
	MaxBytes = 64 << 10
	MaxDepth = 16
)

// Output names the frames that a query returns.
type Output string

// Outputs. Bands is one frame a series. Alert to State are one number a series, that of the
// newest slot; Alert is the score as far as detect counts it; Reason says which limit a score
// above 1 exceeds, as an engine.Analysis does; Drift is how many times its own limit the level of the last day lies from
// the level learnt; Score to Upper leave out series that have no number, on which a recording rule would fail. Outliers is one frame a series like
// Bands, judged against the other series; Forecast is one frame a series beyond the newest slot.
// Evaluation, Importance and Explanation are tables for people; Explanation is of the newest slot.
const (
	Bands       Output = "bands"
	Alert       Output = "alert"
	Value       Output = "value"
	Score       Output = "score"
	Reason      Output = "reason"
	Drift       Output = "drift"
	Expected    Output = "expected"
	Lower       Output = "lower"
	Upper       Output = "upper"
	State       Output = "state"
	Outliers    Output = "outliers"
	Forecast    Output = "forecast"
	Evaluation  Output = "evaluation"
	Importance  Output = "importance"
	Explanation Output = "explanation"
)

var outputs = []Output{Bands, Alert, Value, Score, Reason, Drift, Expected, Lower, Upper, State, Outliers, Forecast, Evaluation, Importance, Explanation}

// Instant says whether an output begins with the newest slot, whatever the time range.
func (o Output) Instant() bool { return o.Number() || o == Forecast || o == Explanation }

// Number says whether an output is one number a series, that of the newest slot.
func (o Output) Number() bool { return !o.Rows() && o != Forecast && o.ForRules() }

// Rows says whether an output has a row for each slot of the time range.
func (o Output) Rows() bool { return o == Bands || o == Outliers }

// ForRules says whether an alert or a recording rule can read an output: it knows a series by
// its labels alone and takes one number of it.
func (o Output) ForRules() bool { return o != Evaluation && o != Importance && o != Explanation }

// Query is one query of a dashboard, of Explore or of an alert rule.
type Query struct {
	SchemaVersion int             `json:"schemaVersion"`
	Upstream      Upstream        `json:"upstream"`
	Spec          json.RawMessage `json:"spec"`
	Output        Output          `json:"output"`
	// ViaTidemark is on the queries that Tidemark itself sends to a pinned data source.
	ViaTidemark bool `json:"viaTidemark,omitempty"`
}

// Upstream is the question put to the upstream, in the upstream's own words.
type Upstream struct {
	// UID is the pinned data source to ask; empty for upstream kind prometheus.
	UID string `json:"uid"`
	// Query is {expr, legendFormat} for kind prometheus, else the pinned source's query model.
	Query json.RawMessage `json:"query"`
	// Filters are a dashboard's ad-hoc filters that could not be written into Query.
	Filters []Filter `json:"filters,omitempty"`
}

// Filter is one ad-hoc filter as Grafana writes it.
type Filter struct {
	Key      string `json:"key"`
	Operator string `json:"operator"`
	Value    string `json:"value"`
}

// Parse reads a query of any version up to SchemaVersion. Fields it does not know, Grafana's
// own among them, are ignored: no field of a query can name a URL, a header or a credential.
//
// Errors: query/too-large, query/too-deep, query/bad-json, query/newer-version,
// query/recursion, query/unknown-output, query/no-upstream-query, query/filters-left.
func Parse(raw json.RawMessage) (Query, error) {
	if err := checkShape(raw); err != nil {
		return Query{}, err
	}
	current, err := migrate(raw)
	if err != nil {
		return Query{}, err
	}
	var q Query
	if err := json.Unmarshal(current, &q); err != nil {
		return Query{}, fault.New("query/bad-json",
			"query: %s; want {upstream, spec, output}. Open the query in the editor and save it again.", DecodeProblem(err))
	}
	if q.ViaTidemark {
		return Query{}, fault.New("query/recursion",
			"query: it comes from another Tidemark data source, which pins this one; want a data source that holds metrics. Mend the pins of the other one.")
	}
	if q.Output == "" {
		q.Output = Bands
	}
	if !slices.Contains(outputs, q.Output) {
		return Query{}, fault.New("query/unknown-output",
			"query: output is %q; want one of %s.", fault.Short(string(q.Output)), outputNames())
	}
	if isNothing(q.Spec) {
		q.Spec = json.RawMessage(`{}`)
	}
	if isNothing(q.Upstream.Query) || q.Upstream.Query[0] != '{' {
		return Query{}, fault.New("query/no-upstream-query",
			"query: upstream.query is missing; want the upstream's query as an object. Write a query in the editor.")
	}
	if len(q.Upstream.Filters) > 0 {
		return Query{}, filtersLeft(q.Upstream.Filters)
	}
	return q, nil
}

// checkShape bounds size and nesting with a token scan, which allocates no tree, and refuses
// what is no text: what each reader makes of other bytes differs.
func checkShape(raw json.RawMessage) error {
	if len(raw) > MaxBytes {
		return fault.New("query/too-large", "query: %d bytes; want at most %d. Shorten the query.", len(raw), MaxBytes)
	}
	if !utf8.Valid(raw) {
		return fault.New("query/bad-json", "query: it holds bytes that are no UTF-8; want JSON in UTF-8. Save it again.")
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	for depth := 0; ; {
		token, err := decoder.Token()
		if err != nil {
			break // the end, or bad JSON, which Unmarshal names better
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth > MaxDepth {
			return fault.New("query/too-deep", "query: nested more than %d deep; want a flatter query.", MaxDepth)
		}
	}
	return nil
}

// DecodeProblem names the field that a decoder of JSON stumbled over, in the words of JSON.
func DecodeProblem(err error) string {
	var mistyped *json.UnmarshalTypeError
	if !errors.As(err, &mistyped) {
		return fmt.Sprintf("it can't be read (%v)", err)
	}
	field := mistyped.Field
	if field == "" {
		field = "the whole"
	}
	return fmt.Sprintf("%s is %.40s; want %s", field, mistyped.Value, jsonType(mistyped.Type))
}

func jsonType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	}
	return "a number"
}

func isNothing(raw json.RawMessage) bool {
	return len(raw) == 0 || string(raw) == "null"
}

func outputNames() string {
	names := make([]string, len(outputs))
	for i, o := range outputs {
		names[i] = fmt.Sprintf("%q", o)
	}
	return strings.Join(names, ", ")
}
