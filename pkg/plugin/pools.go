package plugin

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/tidemark/tidemark/pkg/engine"
)

// poolMiB bounds all kept pools.
const poolMiB = 4

// Pool implements engine.PoolStore: what the series of a query teach a new one is learnt once a
// cut, however many are new. As of models, a copy is kept that shares no memory.
func (m querysModels) Pool(ctx context.Context, cutMs int64, learn func(context.Context) (*engine.Pool, error)) (*engine.Pool, error) {
	if m.partial {
		return learn(ctx)
	}
	key := m.prefix + strconv.FormatInt(cutMs, 36)
	if pool, ok := m.pools.Get(key); ok {
		return pool, nil
	}
	return m.pooling.Do(ctx, key, func(ctx context.Context) (*engine.Pool, error) {
		pool, err := learn(ctx)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(pool)
		if err != nil {
			return pool, nil // not finite; learning it again is safe
		}
		var alone *engine.Pool // nil of a pool that is none
		if json.Unmarshal(text, &alone) == nil {
			m.pools.Put(key, alone, int64(len(text)))
		}
		return pool, nil
	})
}
