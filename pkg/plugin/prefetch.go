package plugin

import (
	"context"
	"strconv"
	"time"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// maxPrefetch is how long learning may go on after its rule was answered.
const maxPrefetch = 5 * time.Minute

// prefetch learns the models of the next training cut as soon as the last slot before it has
// been judged for a rule. All that they learn from is known then, and there is a step's time until
// they are asked for: without it every rule of the process would have to learn all its series
// within the time limit of one evaluation. It runs after those who wait for an answer, once a query and
// cut. What fails or is not done in time is learnt when it is asked for.
func (d *Datasource) prefetch(ctx context.Context, q query.Query, p plan, m inputs) {
	next, err := p.following()
	if err != nil || m.partial || len(p.spec.Features.Regressors) > 0 { // whose next points would have to be read
		return
	}
	before, errBefore := engine.CutOf(p.toMs, p.spec)
	cutMs, err := engine.CutOf(next.toMs, p.spec)
	if err != nil || errBefore != nil || cutMs == before {
		return
	}
	models := d.models(q, next, m)
	key := models.prefix + strconv.FormatInt(cutMs, 36)
	if _, begun := d.process.prefetched.Get(key); begun {
		return
	}
	d.process.prefetched.Put(key, struct{}{}, 0)
	work.Go(func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), maxPrefetch)
		defer cancel()
		ctx = work.InBackground(ctx, work.Holder{Org: d.org, Source: d.uid})
		release, err := d.process.reserve(ctx, next.bytes(query.State, len(m.series)))
		if err != nil {
			return err // learnt when it is asked for
		}
		defer release()
		_, err = eachSeries(ctx, d, next, m,
			func(ctx context.Context, s frames.Series, input engine.Input, window engine.Window) (struct{}, error) {
				input.Others, input.Pools = m.others, models
				_, err := engine.Analyse(ctx, input, next.spec, window, models.of(s))
				return struct{}{}, err
			})
		return err
	})
}

// following is the plan of the slot after the newest one.
func (p plan) following() (plan, error) {
	slots, err := p.divide()
	if err != nil {
		return plan{}, err
	}
	next := p
	next.toMs = slots.TimeMs(slots.Index(p.toMs) + 1)
	next.fromMs = next.toMs
	return next, next.reach(slots)
}
