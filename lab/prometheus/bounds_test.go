package prometheus

import (
	"context"
	"net/http"
	"net/http/httptest"
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

// Four queries hang; the fifth gives up with its caller, and each ends with its own time.
func TestAFewQueriesRunAtOneTime(t *testing.T) {
	inside := make(chan context.Context, mostQueries)
	handler := bounded(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		inside <- r.Context()
		<-r.Context().Done()
	}))
	ctx, cancel := context.WithCancel(t.Context())
	var callers sync.WaitGroup
	for range mostQueries {
		callers.Go(func() {
			handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
		})
	}
	for range mostQueries {
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
