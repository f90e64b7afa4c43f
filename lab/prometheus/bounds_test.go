package prometheus

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestAQueryOfTooManySamplesIsRefused(t *testing.T) {
	store, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	if _, err := NewServer(store).Instant(t.Context(), "sum_over_time(vector(1)[90d:1s])", at); err == nil || !strings.Contains(err.Error(), "too many samples") {
		t.Errorf("a query of 7.8 million samples = %v; want too many samples", err)
	}
}

// Calls within each other that make a label longer are refused before they are evaluated, over HTTP too; a
// few are not.
func TestALabelThatGrowsIsRefused(t *testing.T) {
	store, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	nested := func(times int, around string) string {
		expr := "vector(1)"
		for range times {
			expr = fmt.Sprintf(around, expr)
		}
		return expr
	}
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	server := NewServer(store)
	for name, tt := range map[string]struct {
		expr    string
		refused bool
	}{
		"one of three sources":         {nested(1, `label_join(%s, "a", "-", "a", "b", "c")`), false},
		"six that double":              {nested(6, `label_join(%s, "a", "xx", "a", "a")`), false},
		"twenty-two that double":       {nested(22, `label_join(%s, "a", "xx", "a", "a")`), true},
		"replacements that double":     {nested(22, `label_replace(%s, "a", "$1$1", "a", "(.*)")`), true},
		"many that do not":             {nested(22, `label_replace(%s, "a", "$1", "a", "(.*)")`), false},
		"within a sum and a sub-query": {"sum(max_over_time((" + nested(22, `label_join(%s, "a", "xx", "a", "a")`) + ")[5m:1m]))", true},
	} {
		if _, err := server.Instant(t.Context(), tt.expr, at); (err != nil && strings.Contains(err.Error(), "times as long")) != tt.refused {
			t.Errorf("%s: Instant = %v; want it refused: %v", name, err, tt.refused)
		}
		answer := httptest.NewRecorder()
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/query?query="+url.QueryEscape(tt.expr), nil)
		server.Handler("").ServeHTTP(answer, request)
		if (answer.Code == http.StatusUnprocessableEntity) != tt.refused {
			t.Errorf("%s: over HTTP %d, %.200s; want it refused: %v", name, answer.Code, answer.Body, tt.refused)
		}
	}
}

// Four queries hang; the fifth gives up with its caller, and each ends with its own time.
func TestAFewQueriesRunAtOneTime(t *testing.T) {
	inside := make(chan context.Context, maxQueries)
	handler := bounded(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		inside <- r.Context()
		<-r.Context().Done()
	}))
	ctx, cancel := context.WithCancel(t.Context())
	var callers sync.WaitGroup
	for range maxQueries {
		callers.Go(func() {
			handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
		})
	}
	for range maxQueries {
		deadline, ok := (<-inside).Deadline()
		if left := time.Until(deadline); !ok || left > queryTimeout {
			t.Errorf("a query has %s, %v; want at most %s", left, ok, queryTimeout)
		}
	}
	impatient, leave := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer leave()
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequestWithContext(impatient, http.MethodGet, "/", nil))
	if answer.Code != http.StatusServiceUnavailable {
		t.Errorf("the fifth query got %d; want 503", answer.Code)
	}
	cancel()
	callers.Wait()
}
