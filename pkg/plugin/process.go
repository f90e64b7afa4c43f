// Package plugin answers Grafana: one handler a file (query, health, resources).
package plugin

import (
	"context"
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
	judged    *cache.LRU[cached[verdict]]
	ahead     cache.Flight[[]forecast]
	forecasts *cache.LRU[cached[forecast]]
	// prefetched are the queries and training cuts whose models were begun before they were asked for.
	prefetched *cache.LRU[struct{}]
	scheduler  *work.Scheduler // a place for each processor, and more that nobody can fill
	memory     budget          // of queries under way
	now        func() time.Time

	mu     sync.Mutex
	pinned map[string]string // data source → its pinned upstreams as last seen, for the audit line
}

// budget is what a work.Budget does; a test makes the k-th reservation fail.
type budget interface {
	MaxOfOne() int64
	Reserve(ctx context.Context, bytes int64) (release func(), ok bool)
	Held() (held, most int64)
}

// rulePlaces are the places that only rules may take: more work than there are processors then goes
// on at one time, of which each gets its part.
var rulePlaces = work.Most{User: 1, Source: 1, Org: 2, All: 3}

// forget drops all that was cached from what a credential has read.
func (p *Process) forget(scope string) {
	key := scopeKey(scope)
	p.models.Drop(key)
	p.pools.Drop(key)
	p.prefetched.Drop(key)
	p.judged.Drop(key)
	p.forecasts.Drop(key)
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

// share is so many MiB of a cache in bytes; all caches together take half of the memory at most, or
// those that were set too large would leave queries nothing.
func (s Sizes) share(mib int64) int64 {
	wanted := s.HistoryMiB + s.ModelMiB + poolMiB + 2*verdictMiB
	if half := s.MemoryMiB / 2; wanted > half {
		return (mib << 20) * half / wanted
	}
	return mib << 20
}

// forQueries is the memory for queries under way, in bytes: four fifths of the whole, less the
// caches.
func (s Sizes) forQueries() int64 {
	caches := s.share(s.HistoryMiB) + s.share(s.ModelMiB) + s.share(poolMiB) + 2*s.share(verdictMiB)
	return s.MemoryMiB<<20*4/5 - caches
}

// NewProcess returns a process with empty caches.
func NewProcess(sizes Sizes) *Process { return newProcessAt(sizes, time.Now) }

// newProcessAt lets tests choose the time.
func newProcessAt(sizes Sizes, now func() time.Time) *Process {
	return &Process{
		histories:  history.NewStore(sizes.share(sizes.HistoryMiB), now),
		models:     cache.NewLRU[storedModel](sizes.share(sizes.ModelMiB)),
		pools:      cache.NewLRU[*engine.Pool](sizes.share(poolMiB)),
		prefetched: cache.NewLRU[struct{}](1 << 20),
		judged:     cache.NewLRU[cached[verdict]](sizes.share(verdictMiB)),
		forecasts:  cache.NewLRU[cached[forecast]](sizes.share(verdictMiB)),
		scheduler:  work.NewScheduler(work.Nested(int64(runtime.GOMAXPROCS(0))), rulePlaces),
		memory:     work.NewBudget(sizes.forQueries()),
		now:        now,
		pinned:     map[string]string{},
	}
}
