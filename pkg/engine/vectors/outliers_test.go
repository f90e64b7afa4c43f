package vectors

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/outliers"
	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// outliersRunners are the runners of stage outliers. Twin: src/engine/vectors/outliersRunners.ts.
var outliersRunners = map[string]runner{
	"outliers/judgeGroup": {
		inputs: []string{"values", "outliers", "minWidth", "points"},
		run: func(in inputs) (any, error) {
			s, _, err := spec.Parse([]byte(`{"schemaVersion":1,"outliers":` + string(in.raw("outliers")) + `,"band":{"minWidth":` + string(in.raw("minWidth")) + `}}`))
			if err != nil {
				return nil, err
			}
			v := outliers.Judge(context.Background(), in.rows("values"), s.Outliers, s.Band.MinWidth, int(in.integer("points")))
			scores := make([]any, len(v.Scores))
			for i, row := range v.Scores {
				scores[i] = row
			}
			return map[string]any{"expected": v.Expected, "lower": v.Lower, "upper": v.Upper, "scores": scores}, nil
		},
	},
}
