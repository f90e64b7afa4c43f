package upstream

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"

	"github.com/tidemark/tidemark/pkg/query"
)

// Labeller is an upstream that lists the labels of its series, for ad-hoc filters and variables.
type Labeller interface {
	// Labels returns the names of the labels of the series that match between two instants, or,
	// with a name, that label's values. match is a series selector; "" stands for every series.
	Labels(ctx context.Context, name, match string, fromMs, toMs int64) ([]string, error)
}

// labelName is what stands in a path; Prometheus 3 knows other names too, in an escaped form.
var labelName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// Labels implements Labeller with one GET, which whoever may query can have by PromQL as well.
//
// Errors: query/bad-label, query/bad-expression, upstream/….
func (p *Prometheus) Labels(ctx context.Context, name, match string, fromMs, toMs int64) ([]string, error) {
	path := "api/v1/labels"
	if name != "" {
		if !labelName.MatchString(name) {
			return nil, downstream("query/bad-label", "query: label is %.40q; want letters, digits and underscores. Correct the variable or the filter.", name)
		}
		path = "api/v1/label/" + name + "/values"
	}
	asked := url.Values{"start": {seconds(fromMs)}, "end": {seconds(toMs)}}
	if match != "" {
		asked.Set("match[]", match)
	}
	build := func(ctx context.Context) (*http.Request, error) {
		address := p.base.JoinPath(path)
		address.RawQuery = asked.Encode()
		return http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	}
	var found []string
	err := p.client.call(ctx, "", build, []int{http.StatusBadRequest, http.StatusUnprocessableEntity}, func(_ int, body io.Reader) (err error) {
		found, err = p.decodeLabels(body)
		return err
	})
	return found, err
}

func (p *Prometheus) decodeLabels(body io.Reader) ([]string, error) {
	text, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	var reply struct {
		Status, ErrorType, Error string
		Data                     []string
	}
	if err := json.Unmarshal(text, &reply); err != nil {
		return nil, err
	}
	switch {
	case reply.Status == "error":
		return nil, badExpression(reply.ErrorType, reply.Error, p.client.secrets)
	case reply.Status != "success":
		return nil, fmt.Errorf("status %q", reply.Status)
	case len(reply.Data) > p.limits.MaxSeries:
		return nil, downstream("upstream/too-many-labels",
			"upstream: %d names or values; want at most limits.maxSeries = %d. Narrow the selector.", len(reply.Data), p.limits.MaxSeries)
	}
	return reply.Data, nil
}

// NoLabels says that an upstream of a kind lists none here: the pinned data source's own front end does.
func NoLabels(kind string) error {
	return downstream("query/no-labels", "query: the upstream is %s, whose labels its own front end lists; want upstream %s.", kind, query.KindPrometheus)
}
