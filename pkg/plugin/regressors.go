package plugin

import (
	"context"
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/series"
	"github.com/tidemark/tidemark/pkg/query"
)

// regressors reads the series that explain the queried ones, which are so many. Each has a query of its own
// inside the spec, under the same pins and limits, since alerting asks one refId at a time.
//
// Errors: query/no-regressor-query, query/regressor-not-one-series; those of reading.
func (d *Datasource) regressors(ctx context.Context, p plan, queried int) ([]engine.Regressor, error) {
	var all []engine.Regressor
	for _, r := range p.spec.Features.Regressors {
		var question query.Upstream
		if err := json.Unmarshal(r.Query, &question); err != nil || len(question.Query) == 0 {
			return nil, fault.New("query/no-regressor-query",
				"query: regressor %q has no query; want {\"query\": {…}} as in upstream. Write one, or remove the regressor.", r.Name)
		}
		if err := d.upstream.Refuse(question); err != nil {
			return nil, err
		}
		limits := d.settings.Limits // of all that the query reads
		if limits.MaxPoints -= (queried + len(all)) * int(p.ask.Points()); limits.MaxPoints < int(p.ask.Points()) {
			return nil, fault.New("query/too-many-points",
				"query: about %d points with training history and %d regressors; want at most %d. Lengthen grid.step, shorten train.window, ask for fewer series or regressors, or raise limits.maxPoints.",
				(queried+len(p.spec.Features.Regressors))*int(p.ask.Points()), len(p.spec.Features.Regressors), d.settings.Limits.MaxPoints)
		}
		h, err := d.read(ctx, question, p, limits)
		if err != nil {
			return nil, err
		}
		if len(h.Series) != 1 {
			return nil, fault.New("query/regressor-not-one-series",
				"query: regressor %q has %d series; want exactly 1. Aggregate it in its query.", r.Name, len(h.Series))
		}
		all = append(all, engine.Regressor{
			Name: r.Name, Kind: series.Number, Series: p.slice(h.Series[0]),
		})
	}
	return all, nil
}
