package upstream

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
)

// Prometheus reads a Prometheus HTTP API v1: Prometheus itself, Mimir, Thanos, VictoriaMetrics.
type Prometheus struct {
	client *Client
	base   *url.URL
	limits query.Limits
}

// NewPrometheus makes the upstream for the data source's URL.
//
// Errors: settings/bad-url.
func NewPrometheus(address string, client *Client, limits query.Limits) (*Prometheus, error) {
	base, err := parseBase(address)
	if err != nil {
		return nil, err
	}
	return &Prometheus{client: client, base: base, limits: limits}, nil
}

// parseBase accepts http and https URLs with a host. Credentials in a URL end up in logs of
// proxies, so they are refused rather than stripped.
func parseBase(address string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimSpace(address))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fault.New("settings/bad-url", "settings: the URL is missing or not one; want http://host:port or https://host. Set it on the data source's page.")
	}
	if base.User != nil {
		return nil, fault.New("settings/bad-url", "settings: the URL holds a user name or password; want it without. Use the authentication fields.")
	}
	base.RawQuery, base.Fragment = "", ""
	return base, nil
}

// Identity implements Upstream.
func (p *Prometheus) Identity() string { return "prometheus " + p.base.String() }

// promQuery is the query model of kind prometheus.
type promQuery struct {
	Expr         string `json:"expr"`
	LegendFormat string `json:"legendFormat"`
}

// Refuse implements Upstream. Errors: query/no-expression.
func (p *Prometheus) Refuse(question query.Upstream) error {
	_, err := parsePromQuery(question)
	return err
}

func parsePromQuery(question query.Upstream) (promQuery, error) {
	var q promQuery
	if err := json.Unmarshal(question.Query, &q); err != nil || strings.TrimSpace(q.Expr) == "" {
		return q, fault.New("query/no-expression", "query: expr is missing; want a PromQL expression. Write one in the editor.")
	}
	return q, nil
}

// Read implements Upstream with one POST to query_range, which takes expressions too long
// for a URL. Errors: query/no-expression, query/bad-expression, upstream/….
func (p *Prometheus) Read(ctx context.Context, question query.Upstream, r Range) (Result, error) {
	q, err := parsePromQuery(question)
	if err != nil {
		return Result{}, err
	}
	form := url.Values{
		"query": {fillMacros(q.Expr, r.StepMs)},
		"start": {seconds(r.FromMs)}, "end": {seconds(r.ToMs)}, "step": {seconds(r.StepMs)},
		"timeout": {p.limits.Timeout().String()},
	}
	if r.Proof {
		form.Set("limit", "1") // older ones ignore it
	}
	var result Result
	err = p.client.call(ctx, "", p.post("api/v1/query_range", form), []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
		func(_ int, body io.Reader) (err error) {
			result, err = decodeMatrix(body, r.bound(p.limits), p.client.secrets)
			return err
		})
	if err != nil {
		return Result{}, err
	}
	for i := range result.Series {
		series := &result.Series[i]
		if series.Name, err = legend(q.LegendFormat, series.Labels); err != nil {
			return Result{}, err
		}
	}
	return result, checkTexts(result.Series)
}

// Check implements Upstream by asking for the number 1.
func (p *Prometheus) Check(ctx context.Context) error {
	return p.client.call(ctx, "", p.post("api/v1/query", url.Values{"query": {"vector(1)"}}), nil,
		func(_ int, body io.Reader) error {
			var reply struct{ Status string }
			if err := json.NewDecoder(body).Decode(&reply); err != nil || reply.Status != "success" {
				return fault.New("upstream/not-prometheus",
					"upstream: the URL answers, but not as a Prometheus API; want /api/v1/query below it. Check the URL's path.")
			}
			return nil
		})
}

func (p *Prometheus) post(path string, form url.Values) func(context.Context) (*http.Request, error) {
	return func(ctx context.Context) (*http.Request, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base.JoinPath(path).String(), strings.NewReader(form.Encode()))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return request, nil
	}
}

// fillMacros replaces Grafana's step macros by the spec's step, never by a panel's interval.
func fillMacros(expr string, stepMs int64) string {
	step := stepMs / 1000
	rate := max(step+scrapeSeconds, 4*scrapeSeconds) // as Grafana's own Prometheus source counts it
	for _, macro := range []struct {
		name  string
		value int64
	}{{"__rate_interval", rate}, {"__interval", step}} {
		value := strconv.FormatInt(max(macro.value, 1), 10) + "s"
		expr = strings.ReplaceAll(expr, "${"+macro.name+"}", value)
		expr = strings.ReplaceAll(expr, "$"+macro.name, value)
	}
	return expr
}

// scrapeSeconds is Prometheus' default scrape interval in Grafana's settings.
const scrapeSeconds = 15

// seconds writes milliseconds as Prometheus reads them, without the rounding of a float.
func seconds(ms int64) string {
	return strconv.FormatFloat(float64(ms)/1000, 'f', 3, 64)
}

var legendPart = regexp.MustCompile(`\{\{\s*([A-Za-z_]\w*)\s*\}\}`)

// legend fills {{label}}; an unknown label is empty, as in Grafana. Labels without a format are
// bounded already.
//
// Errors: upstream/name-too-long, before such a name is made.
func legend(format string, labels data.Labels) (string, error) {
	if format == "" || format == "__auto" {
		return frames.FormatLabels(labels), nil
	}
	name, rest := []byte(nil), 0
	for _, part := range legendPart.FindAllStringSubmatchIndex(format, -1) {
		name = append(name, format[rest:part[0]]...)
		name = append(name, labels[format[part[2]:part[3]]]...)
		rest = part[1]
		if len(name) > maxName {
			break
		}
	}
	name = append(name, format[rest:]...)
	return string(name), checkName(string(name))
}

// badExpression is the upstream's refusal of the user's own query.
func badExpression(kind, text string, secrets []string) error {
	return backend.DownstreamError(fault.New("query/bad-expression",
		"query: the upstream refuses it: %s (%s). Correct the query.", excerpt([]byte(text), secrets), excerpt([]byte(kind), secrets)))
}
