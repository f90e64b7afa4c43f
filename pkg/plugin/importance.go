package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/trace"
)

// importances asks, for every series, what the model of the range's first slot leans on.
func (d *Datasource) importances(ctx context.Context, q query.Query, p plan, m inputs) (_ []frames.SeriesImportance, err error) {
	ctx, end := trace.Start(ctx, "importance", trace.Count("series", int64(len(m.series))), trace.Count("slots", p.slots()))
	defer func() { end(err) }()
	release, err := d.process.reserve(ctx, p.bytes(q.Output, len(m.series)))
	if err != nil {
		return nil, err
	}
	defer release()
	models := d.models(q, p, m)
	return eachSeries(ctx, d, p, m, func(ctx context.Context, s frames.Series, input engine.Input, window engine.Window) (frames.SeriesImportance, error) {
		found, err := engine.ImportanceOf(ctx, input, p.spec, window, models.of(s))
		return frames.SeriesImportance{Series: s, Importances: found}, err
	})
}

// renderImportances writes a table, one row for each group of features of a series.
func renderImportances(p plan, rows []frames.SeriesImportance) rendered {
	r := rendered{data.Frames{frames.Importance(rows)}}
	seen := map[string]bool{}
	r.engineNotices(p.notices, seen)
	for _, row := range rows {
		if row.Importances != nil {
			r.engineNotices(row.Importances.Notices, seen)
		}
	}
	return r
}
