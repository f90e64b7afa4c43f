package upstream

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

var (
	callSeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "tidemark", Name: "upstream_call_seconds",
		Help:    "Time of one HTTP call to an upstream, by status (0 is no answer).",
		Buckets: prometheus.ExponentialBuckets(0.005, 3, 8),
	}, []string{"status"})
	failures = promauto.NewCounterVec(prometheus.CounterOpts{
		Namespace: "tidemark", Name: "upstream_failures_total",
		Help: "Upstream calls that gave no points, after any retry, by code.",
	}, []string{"code"})
)

func observeCall(started time.Time, status int) {
	callSeconds.WithLabelValues(strconv.Itoa(status)).Observe(time.Since(started).Seconds())
}

func observeError(err error) { failures.WithLabelValues(fault.Code(err)).Inc() }
