package vectors

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/zone"
)

// modelRunners are the runners of models as text. Twin: src/engine/vectors/modelRunners.ts.
var modelRunners = map[string]runner{
	"model/read": {
		inputs: []string{"text", "times"},
		run: func(in inputs) (any, error) {
			m, err := engine.DecodeModel([]byte(text(in.raw("text"))))
			if err != nil {
				return nil, err
			}
			z, err := zone.Load("UTC")
			if err != nil {
				return nil, err
			}
			return m.Center.Predict(context.Background(), features.CalendarOf(in.times("times"), z, nil), nil), nil
		},
	},
}
