package upstream_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

func TestAnOverloadedUpstreamIsLeftAlone(t *testing.T) {
	server := newHostile(t, retryAfter("3600"))
	p := prometheus(t, server.URL, limitsFor(nil))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for range 50 {
		if _, err := p.Read(ctx, up(), oneHour); fault.Code(err) != "upstream/too-many-requests" {
			t.Fatalf("Read = %v; want upstream/too-many-requests", err)
		}
	}
	if calls := server.calls.Load(); calls != 1 {
		t.Errorf("50 queries made %d calls after the upstream had named an hour; want 1", calls)
	}
	other := newHostile(t, jsonAnswer(200, good))
	if _, err := prometheus(t, other.URL, limitsFor(nil)).Read(t.Context(), up(), oneHour); err != nil {
		t.Errorf("another upstream = %v; want it untouched", err)
	}
}

func TestTwoThousandCallsShareAFewConnections(t *testing.T) {
	server := httptest.NewUnstartedServer(jsonAnswer(200, good))
	var opened, now, most atomic.Int32
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			opened.Add(1)
			n := now.Add(1)
			for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			}
		case http.StateClosed, http.StateHijacked:
			now.Add(-1)
		}
	}
	server.Start()
	defer server.Close()
	p := prometheus(t, server.URL, limitsFor(func(l *query.Limits) { l.Concurrency = 16 }))
	var callers sync.WaitGroup
	for range 50 {
		callers.Go(func() {
			for range 40 {
				if _, err := p.Read(t.Context(), up(), oneHour); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	callers.Wait()
	// The client keeps to 16; the server may see a new one before the end of the one it replaces.
	if most.Load() > 18 || opened.Load() > 24 {
		t.Errorf("%d connections at one time, %d in all; want about 16", most.Load(), opened.Load())
	}
}
