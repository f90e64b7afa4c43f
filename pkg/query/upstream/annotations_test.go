package upstream_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

func TestAnnotationsAreRangesInOrder(t *testing.T) {
	asked := ""
	server := newHostile(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Method + " " + r.URL.String() + " " + r.Header.Get("Authorization")
		jsonAnswer(200, `[{"id":3,"time":900,"timeEnd":900,"tags":["a"]},{"time":100,"timeEnd":400,"text":"x"},{"time":500},{"time":100,"timeEnd":400}]`)(w, r)
	})
	got, err := grafana(t, server.URL).Annotations(t.Context(), []string{"load test", "a"}, 50, 1000)
	want := []spec.Range{{FromMs: 100, ToMs: 401}, {FromMs: 500, ToMs: 501}, {FromMs: 900, ToMs: 901}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Annotations = %v, %v; want %v", got, err, want)
	}
	if wanted := "GET /api/annotations?from=50&limit=1001&matchAny=true&tags=load+test&tags=a&to=1000&type=annotation Bearer " + canary; asked != wanted {
		t.Errorf("asked for %q; want %q", asked, wanted)
	}
}

func TestAnnotationsThatCantBeReadAreTold(t *testing.T) {
	many := "[" + strings.TrimSuffix(strings.Repeat(`{"time":1},`, 1001), ",") + "]"
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		code   string
	}{
		{"no right", jsonAnswer(403, `{"message":"no"}`), "upstream/forbidden"},
		{"too many", jsonAnswer(200, many), "query/too-many-annotations"},
		{"an object", jsonAnswer(200, `{"message":"?"}`), "upstream/bad-json"},
		{"a time in words", jsonAnswer(200, `[{"time":"now"}]`), "upstream/bad-json"},
		{"a login page", html, "upstream/not-json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := newHostile(t, tt.answer)
			_, err := grafana(t, server.URL).Annotations(t.Context(), []string{"a"}, 0, 1)
			if fault.Code(err) != tt.code {
				t.Errorf("Annotations = %q (%v); want %q", fault.Code(err), err, tt.code)
			}
			checkText(t, err)
		})
	}
}

// A spec that excludes what annotations mark is the spec that names the ranges, text and all.
func TestWhatIsMarkedIsAsIfItWereWritten(t *testing.T) {
	text := func(exclude string) string {
		return fmt.Sprintf(`{"schemaVersion":1,"train":{"excludeTags":["a"],"exclude":[{"from":1,"to":2}%s]}}`, exclude)
	}
	s, _, err := spec.Parse([]byte(text("")))
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := spec.Parse([]byte(text(`,{"from":5,"to":9}`)))
	if err != nil {
		t.Fatal(err)
	}
	before, _ := s.MarshalJSON()
	got := s.Excluding([]spec.Range{{FromMs: 5, ToMs: 9}})
	gotText, _ := got.MarshalJSON()
	wantText, _ := want.MarshalJSON()
	if string(gotText) != string(wantText) || !slices.Equal(got.Train.Exclude, want.Train.Exclude) {
		t.Errorf("Excluding gives %s; want %s", gotText, wantText)
	}
	if after, _ := s.MarshalJSON(); string(after) != string(before) || len(s.Train.Exclude) != 1 {
		t.Errorf("Excluding changed the spec to %s; want it as it was", after)
	}
}
