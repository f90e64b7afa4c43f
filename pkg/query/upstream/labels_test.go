package upstream_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

func TestLabelsAreAskedAsPrometheusHasThem(t *testing.T) {
	for _, tt := range []struct{ name, label, match, want string }{
		{"names of all series", "", "", "GET /api/v1/labels?end=2.000&start=1.000"},
		{"values of some series", "job", `up{a="b"}`, "GET /api/v1/label/job/values?end=2.000&match%5B%5D=up%7Ba%3D%22b%22%7D&start=1.000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := ""
			server := newHostile(t, func(w http.ResponseWriter, r *http.Request) {
				asked = r.Method + " " + r.URL.String()
				jsonAnswer(200, `{"status":"success","data":["a","b"]}`)(w, r)
			})
			got, err := prometheus(t, server.URL, query.DefaultLimits()).Labels(t.Context(), tt.label, tt.match, 1000, 2000)
			if err != nil || !slices.Equal(got, []string{"a", "b"}) || asked != tt.want {
				t.Errorf("Labels = %v, %v after %q; want a, b after %q", got, err, asked, tt.want)
			}
		})
	}
}

func TestLabelsThatCantBeReadAreTold(t *testing.T) {
	many := `{"status":"success","data":[` + strings.TrimSuffix(strings.Repeat(`"v",`, 10_001), ",") + `]}`
	for _, tt := range []struct {
		name, label string
		answer      http.HandlerFunc
		code        string
	}{
		{"a path for a name", "../query", jsonAnswer(200, `{}`), "query/bad-label"},
		{"a bad selector", "", jsonAnswer(400, `{"status":"error","errorType":"bad_data","error":"parse error"}`), "query/bad-expression"},
		{"more than the limit", "", jsonAnswer(200, many), "upstream/too-many-labels"},
		{"numbers", "", jsonAnswer(200, `{"status":"success","data":[1]}`), "upstream/bad-json"},
		{"no status", "", jsonAnswer(200, `{"data":[]}`), "upstream/bad-json"},
		{"no right", "", jsonAnswer(403, `{}`), "upstream/forbidden"},
		{"a login page", "", html, "upstream/not-json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := newHostile(t, tt.answer)
			_, err := prometheus(t, server.URL, query.DefaultLimits()).Labels(t.Context(), tt.label, "", 0, 1)
			if fault.Code(err) != tt.code {
				t.Errorf("Labels = %q (%v); want %q", fault.Code(err), err, tt.code)
			}
			checkText(t, err)
		})
	}
}
