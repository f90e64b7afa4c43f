package history

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/tidemark/tidemark/pkg/query/cache"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

var (
	lookups = promauto.NewCounterVec(prometheus.CounterOpts{
		Namespace: "tidemark", Name: "history_lookups_total",
		Help: "Looks into the history store: hit (nothing read), extend (the rest read), miss (all read).",
	}, []string{"result"})
	pointsRead = promauto.NewCounter(prometheus.CounterOpts{
		Namespace: "tidemark", Name: "upstream_points_total",
		Help: "Points read from upstreams.",
	})
	storeBytes = promauto.NewGauge(prometheus.GaugeOpts{
		Namespace: "tidemark", Name: "history_bytes",
		Help: "Estimated memory of the history store.",
	})
)

func observeHistory(result string) { lookups.WithLabelValues(result).Inc() }

func observePoints(result upstream.Result) {
	n := 0
	for _, series := range result.Series {
		n += len(series.Values)
	}
	pointsRead.Add(float64(n))
}

func observeStore(kept *cache.LRU[*History]) { storeBytes.Set(float64(kept.Bytes())) }
