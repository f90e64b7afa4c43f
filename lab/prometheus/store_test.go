package prometheus

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

var start = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

// ramp is one sample a minute: 0, 1, 2 …
func ramp(name string, from time.Time, n int) Series {
	s := Series{Labels: map[string]string{"__name__": name}}
	for i := range n {
		s.TimesMs = append(s.TimesMs, from.Add(time.Duration(i)*time.Minute).UnixMilli())
		s.Values = append(s.Values, float64(i))
	}
	return s
}

func open(t *testing.T, sets ...[]Series) *Store {
	t.Helper()
	s, err := Open(sets...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func rangeOf(t *testing.T, s *Store, expr string, from time.Time, minutes int) map[string]int {
	t.Helper()
	matrix, err := NewServer(s).Range(context.Background(), expr, from, from.Add(time.Duration(minutes-1)*time.Minute), time.Minute)
	if err != nil {
		t.Fatalf("Range(%s) = %v", expr, err)
	}
	got := map[string]int{}
	for _, one := range matrix {
		got[one.Metric.Get("__name__")] = len(one.Floats)
	}
	return got
}

func TestSetsOfAnyAgeStandSideBySide(t *testing.T) {
	old := start.AddDate(-12, 0, 0)
	s := open(t, []Series{ramp("new", start, 60), ramp("also", start, 60)}, []Series{ramp("old", old, 60)})
	for expr, from := range map[string]time.Time{"new": start, "also": start, "old": old} {
		if got := rangeOf(t, s, expr, from, 60); got[expr] != 60 {
			t.Errorf("%s has %d points; want 60", expr, got[expr])
		}
	}
}

func TestTheLiveTailFollowsTheHistory(t *testing.T) {
	s := open(t, []Series{ramp("live", start, 10)})
	at := start.Add(10 * time.Minute)
	if err := s.Append(at, []Series{{Labels: map[string]string{"__name__": "live"}, Values: []float64{10}}}); err != nil {
		t.Fatal(err)
	}
	if got := rangeOf(t, s, "live", start, 11); got["live"] != 11 {
		t.Errorf("live has %d points; want 11", got["live"])
	}
}

func TestADropReplacesTheOneBefore(t *testing.T) {
	s := open(t, []Series{ramp("main", start, 5)})
	for _, name := range []string{"first", "second"} {
		if err := s.Drop([]Series{ramp(name, start, 5)}); err != nil {
			t.Fatal(err)
		}
	}
	got := rangeOf(t, s, `{__name__=~".+"}`, start, 5)
	if got["main"] != 5 || got["second"] != 5 || got["first"] != 0 {
		t.Errorf("points by metric = %v; want main and second", got)
	}
}

func TestTheHTTPAPIIsPrometheuss(t *testing.T) {
	s := open(t, []Series{ramp("m", start, 60)})
	web := httptest.NewServer(NewServer(s).Handler("/prometheus"))
	t.Cleanup(web.Close)
	tests := []struct {
		path   string
		status int
	}{
		{"query_range?" + url.Values{"query": {"rate(m[5m])"}, "start": {fmt.Sprint(start.Unix())}, "end": {fmt.Sprint(start.Unix() + 3540)}, "step": {"60"}}.Encode(), http.StatusOK},
		{"query?query=vector(1)", http.StatusOK},
		{"labels", http.StatusOK},
		{"label/__name__/values", http.StatusOK},
		{"status/buildinfo", http.StatusOK},
		{"query?query=rate(", http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.path[:5], func(t *testing.T) {
			response, err := http.Get(web.URL + "/prometheus/api/v1/" + tt.path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			var body struct{ Status string }
			if err := json.NewDecoder(response.Body).Decode(&body); err != nil || response.StatusCode != tt.status {
				t.Errorf("GET %s = %d, %v; want %d and JSON", tt.path, response.StatusCode, err, tt.status)
			}
		})
	}
}
