package plugin

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/cache"
)

// storedModel is a trained model. Models are pure functions of spec, series and cut, and are
// never changed, so that many queries may use one at a time.
type storedModel = *engine.Model

// querysModels keys the models of one query: by all that its data and its spec depend on.
type querysModels struct {
	kept    *cache.LRU[storedModel]
	pools   *cache.LRU[*engine.Pool]
	pooling *cache.Flight[*engine.Pool]
	prefix  string
	partial bool
}

// models are those of a query. What is learnt from a partial answer is not kept, as the answer is not.
func (d *Datasource) models(q query.Query, p plan, m inputs) querysModels {
	text, _ := json.Marshal(p.spec) // the whole document, keys sorted; it was JSON before
	prefix := scopeKey(d.scope) + hash("uid %q, %q, step %d, %s", q.Upstream.UID, q.Upstream.Query, p.stepMs, text)
	modelBytes.Set(float64(d.process.models.Bytes()))
	models := querysModels{kept: d.process.models, pools: d.process.pools, pooling: &d.process.pooling, prefix: prefix, partial: m.partial}
	if m.partial {
		models.kept = cache.NewLRU[storedModel](0)
	}
	return models
}

// scopeKey begins the keys of all that was cached from what one credential has read.
func scopeKey(scope string) string { return hash("%s", scope) }

func hash(format string, args ...any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, format, args...))
	return hex.EncodeToString(sum[:16])
}

// of are the models of one series. It implements engine.ModelStore.
func (m querysModels) of(s frames.Series) seriesModels {
	return seriesModels{kept: m.kept, prefix: m.prefix, series: s.Key(), missed: new(time.Time)}
}

type seriesModels struct {
	kept   *cache.LRU[storedModel]
	prefix string
	series string
	missed *time.Time // when a model was last found missing, which is when learning it begins
}

// Get returns the model trained at a cut, nil if it is not kept.
func (m seriesModels) Get(cutMs int64) *engine.Model {
	model, ok := m.kept.Get(m.key(cutMs))
	result := "miss"
	if ok {
		result = "hit"
	} else {
		*m.missed = time.Now()
	}
	modelLookups.WithLabelValues(result).Inc()
	return model
}

// Set keeps a copy of a model; it may be lost at any time. The copy is read back from its JSON,
// which loses nothing: a model may share its memory with the matrices that it was learnt from,
// a hundred times its own size. The JSON stands for that size, of which a number takes twice
// the bytes there that it takes in memory.
func (m seriesModels) Set(cutMs int64, model *engine.Model) {
	trainSeconds.Observe(time.Since(*m.missed).Seconds())
	text, err := json.Marshal(model)
	if err != nil {
		return // not a finite model; learning it again is safe
	}
	alone := new(engine.Model)
	if json.Unmarshal(text, alone) == nil {
		m.kept.Put(m.key(cutMs), alone, int64(len(text)))
	}
}

func (m seriesModels) key(cutMs int64) string {
	return m.prefix + strconv.FormatInt(cutMs, 36) + " " + m.series
}
