package upstream

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// Annotator is an upstream that people mark times in.
type Annotator interface {
	// Annotations returns the times that annotations with any of the tags mark between two
	// instants, as the engine excludes them: in the order of their beginnings, none twice.
	Annotations(ctx context.Context, tags []string, fromMs, toMs int64) ([]spec.Range, error)
}

// annotations are a source of their own.
const annotations = "annotations"

// maxAnnotations is what train.exclude takes.
const maxAnnotations = 1000

// Annotations implements Annotator with one call. What the token may read counts: a Viewer's
// reads those of the organisation and of dashboards that Viewers see. Alert states are none.
//
// Errors: query/too-many-annotations, upstream/…. Twin: markedBy in src/panel/history/annotations.ts.
func (g *Grafana) Annotations(ctx context.Context, tags []string, fromMs, toMs int64) ([]spec.Range, error) {
	asked := url.Values{"tags": tags, "matchAny": {"true"}, "type": {"annotation"}, "limit": {strconv.Itoa(maxAnnotations + 1)},
		"from": {strconv.FormatInt(fromMs, 10)}, "to": {strconv.FormatInt(toMs, 10)}}
	build := func(ctx context.Context) (*http.Request, error) {
		request, err := g.request(http.MethodGet, "api/annotations", nil)(ctx)
		if err == nil {
			request.URL.RawQuery = asked.Encode()
		}
		return request, err
	}
	var found []struct{ Time, TimeEnd int64 }
	err := g.client.call(ctx, annotations, build, nil, func(_ int, body io.Reader) error {
		text, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		found = nil
		return json.Unmarshal(text, &found)
	})
	if err != nil {
		return nil, err
	}
	if len(found) > maxAnnotations {
		return nil, downstream("query/too-many-annotations",
			"query: more than %d annotations have the tags of train.excludeTags (%q); want fewer in the range that is learnt from. Use a tag of its own for what is excluded.", maxAnnotations, tags)
	}
	marked := make([]spec.Range, len(found))
	for i, a := range found {
		marked[i] = spec.Range{FromMs: spec.Instant(a.Time), ToMs: spec.Instant(max(a.TimeEnd, a.Time) + 1)} // its last instant belongs to it
	}
	slices.SortFunc(marked, func(a, b spec.Range) int {
		return cmp.Or(cmp.Compare(a.FromMs, b.FromMs), cmp.Compare(a.ToMs, b.ToMs))
	})
	return slices.Compact(marked), nil
}

// NoAnnotations says that an upstream of a kind has none.
func NoAnnotations(kind string, tags []string) error {
	return downstream("query/no-annotations",
		"query: train.excludeTags is %q, but the upstream is %s, which has no annotations; want upstream grafana, or the ranges in train.exclude.", tags, kind)
}
