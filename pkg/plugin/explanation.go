package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/trace"
)

// explanations asks, for every series, why the newest slot's expected value is what it is.
func (d *Datasource) explanations(ctx context.Context, q query.Query, p plan, m inputs) (_ []frames.Explained, err error) {
	ctx, end := trace.Start(ctx, "explanation", trace.Count("series", int64(len(m.series))))
	defer func() { end(err) }()
	release, err := d.process.reserve(ctx, p.bytes(q.Output, len(m.series)))
	if err != nil {
		return nil, err
	}
	defer release()
	models := d.models(q, p, m)
	return eachSeries(ctx, d, p, m, func(ctx context.Context, s frames.Series, input engine.Input, window engine.Window) (frames.Explained, error) {
		found, err := engine.ExplainAt(ctx, input, p.spec, window, p.toMs, models.of(s))
		return frames.Explained{Series: s, Explanation: found}, err
	})
}

// renderExplanations writes a table, one row a series; one of which nothing is expected is left out.
func renderExplanations(p plan, rows []frames.Explained) rendered {
	explained := make([]frames.Explained, 0, len(rows))
	var left []string
	for _, row := range rows {
		if row.Explanation == nil {
			left = append(left, row.Series.Title())
			continue
		}
		explained = append(explained, row)
	}
	r := rendered{data.Frames{frames.Explanations(explained)}}
	r.engineNotices(p.notices, map[string]bool{})
	if len(left) > 0 {
		r.warn("query/not-explained", seriesNotice(left, "have no model of their own at this time, or lack a regressor's value; they were left out"))
	}
	return r
}
