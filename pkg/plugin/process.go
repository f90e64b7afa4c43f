// Package plugin answers Grafana: one handler a file (query, health, resources).
package plugin

import (
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/query/cache"
	"github.com/tidemark/tidemark/pkg/query/history"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// Process is what outlives a data source instance. Grafana makes a new instance on every
// change of its configuration, so what was read and learnt is kept here.
type Process struct {
	histories *history.Store
	models    *cache.LRU[storedModel]
	pools     *cache.LRU[*engine.Pool]
	pooling   cache.Flight[*engine.Pool]
	judging   cache.Flight[[]verdict]
	judged    *cache.LRU[concluded[verdict]]
	ahead     cache.Flight[[]forecast]
	foreseen  *cache.LRU[concluded[forecast]]
	// beforehand are the queries and training cuts whose models were begun before they were asked for.
	beforehand *cache.LRU[struct{}]
	turns      *work.Turns  // one place for each processor
	memory     *work.Budget // of queries under way
	now        func() time.Time

	mu     sync.Mutex
	pinned map[string]string // data source → its pinned upstreams as last seen, for the audit line
}

// Sizes bound the process-wide caches, in MiB.
type Sizes struct {
	HistoryMiB, ModelMiB int64
	// MemoryMiB is what the process should do with; queries under way may need the part of it
	// that the caches leave.
	MemoryMiB int64
}

// SizesFromEnvironment reads [plugin.tidemark-baseline-datasource] of Grafana's ini file,
// which Grafana hands over as GF_PLUGIN_ variables: history_cache_mib (128),
// model_cache_mib (64) and memory_mib (1024). A value that is not a positive number counts as absent.
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
		MemoryMiB:  read("GF_PLUGIN_MEMORY_MIB", 1024),
	}
}

// forQueries is the memory for queries under way, in bytes: four fifths of the whole, less the
// caches; a quarter of it at least, or caches that were set too large would refuse everything.
func (s Sizes) forQueries() int64 {
	return max(s.MemoryMiB*4/5-s.HistoryMiB-s.ModelMiB-poolMiB-2*verdictMiB, s.MemoryMiB/4) << 20
}

// NewProcess returns a process with empty caches.
func NewProcess(sizes Sizes) *Process { return newProcessAt(sizes, time.Now) }

// newProcessAt lets tests choose the time.
func newProcessAt(sizes Sizes, now func() time.Time) *Process {
	return &Process{
		histories:  history.NewStore(sizes.HistoryMiB<<20, now),
		models:     cache.NewLRU[storedModel](sizes.ModelMiB << 20),
		pools:      cache.NewLRU[*engine.Pool](poolMiB << 20),
		beforehand: cache.NewLRU[struct{}](1 << 20),
		judged:     cache.NewLRU[concluded[verdict]](verdictMiB << 20),
		foreseen:   cache.NewLRU[concluded[forecast]](verdictMiB << 20),
		turns:      work.NewTurns(runtime.GOMAXPROCS(0)),
		memory:     work.NewBudget(sizes.forQueries()),
		now:        now,
		pinned:     map[string]string{},
	}
}
