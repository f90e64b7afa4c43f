package plugin

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// The SDK serves the default registry to Grafana, which exposes it at
// /metrics/plugins/tidemark-baseline-datasource. No label holds a name a user chose.
var (
	querySeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "tidemark", Name: "query_seconds",
		Help:    "Time of one query, upstream included, by who asked and by error code (\"\" is success).",
		Buckets: prometheus.ExponentialBuckets(0.005, 3, 8),
	}, []string{"alert", "code"})
	seriesJudged = promauto.NewCounter(prometheus.CounterOpts{
		Namespace: "tidemark", Name: "series_total",
		Help: "Series judged.",
	})
	modelLookups = promauto.NewCounterVec(prometheus.CounterOpts{
		Namespace: "tidemark", Name: "model_lookups_total",
		Help: "Looks into the model cache, by result (hit, miss).",
	}, []string{"result"})
	verdictLookups = promauto.NewCounterVec(prometheus.CounterOpts{
		Namespace: "tidemark", Name: "verdict_lookups_total",
		Help: "Queries by whether their slot was judged already (hit) or had to be (miss).",
	}, []string{"result"})
	trainSeconds = promauto.NewHistogram(prometheus.HistogramOpts{
		Namespace: "tidemark", Name: "train_seconds",
		Help:    "Time of learning one model of one series.",
		Buckets: prometheus.ExponentialBuckets(0.0005, 4, 8),
	})
	modelBytes = promauto.NewGauge(prometheus.GaugeOpts{
		Namespace: "tidemark", Name: "model_bytes",
		Help: "Estimated memory of the model cache.",
	})
	_ = promauto.NewCounterFunc(prometheus.CounterOpts{
		Namespace: "tidemark", Name: "panics_total",
		Help: "Panics that were turned into the error bug/panic; each is a bug to report.",
	}, func() float64 { return float64(work.Panics()) })
	analyseSeconds = promauto.NewCounter(prometheus.CounterOpts{
		Namespace: "tidemark", Name: "analyse_seconds_total",
		Help: "Time spent in training and judging, over all workers.",
	})
)

func observeQuery(started time.Time, caller caller, err error) {
	code := fault.Code(err)
	querySeconds.WithLabelValues(strconv.FormatBool(caller.alert), code).Observe(time.Since(started).Seconds())
}

func observeJudged(started time.Time) {
	seriesJudged.Inc()
	analyseSeconds.Add(time.Since(started).Seconds())
}

func observeVerdicts(result string) { verdictLookups.WithLabelValues(result).Inc() }
