// Package plugin answers Grafana: one handler a file (query, health, resources).
package plugin

import (
	"strconv"
	"sync"
	"time"

	"github.com/tidemark/tidemark/pkg/query/cache"
	"github.com/tidemark/tidemark/pkg/query/history"
)

// Process is what outlives a data source instance. Grafana makes a new instance on every
// change of its configuration, so what was read and learnt is kept here.
type Process struct {
	histories *history.Store
	models    *cache.LRU[storedModel]
	judging   cache.Flight[[]verdict]
	now       func() time.Time

	mu     sync.Mutex
	pinned map[string]string // data source → its pinned upstreams as last seen, for the audit line
}

// Sizes bound the process-wide caches, in MiB.
type Sizes struct {
	HistoryMiB, ModelMiB int64
}

// SizesFromEnvironment reads [plugin.tidemark-baseline-datasource] of Grafana's ini file,
// which Grafana hands over as GF_PLUGIN_ variables: history_cache_mib (128) and
// model_cache_mib (64). A value that is not a positive number counts as absent.
func SizesFromEnvironment(getenv func(string) string) Sizes {
	read := func(name string, fallback int64) int64 {
		if mib, err := strconv.ParseInt(getenv(name), 10, 64); err == nil && mib > 0 {
			return mib
		}
		return fallback
	}
	return Sizes{
		HistoryMiB: read("GF_PLUGIN_HISTORY_CACHE_MIB", 128),
		ModelMiB:   read("GF_PLUGIN_MODEL_CACHE_MIB", 64),
	}
}

// NewProcess returns a process with empty caches.
func NewProcess(sizes Sizes) *Process { return newProcessAt(sizes, time.Now) }

// newProcessAt lets tests choose the time.
func newProcessAt(sizes Sizes, now func() time.Time) *Process {
	return &Process{
		histories: history.NewStore(sizes.HistoryMiB<<20, now),
		models:    cache.NewLRU[storedModel](sizes.ModelMiB << 20),
		now:       now,
		pinned:    map[string]string{},
	}
}
