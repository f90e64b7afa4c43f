package vectors

import (
	"encoding/json"

	"github.com/tidemark/tidemark/pkg/engine/spec"
)

// specRunners are the runners of stage spec. Twin: src/engine/vectors/specRunners.ts.
var specRunners = map[string]runner{
	"spec/parseSpecText": {
		inputs: []string{"text"},
		run: func(in inputs) (any, error) {
			s, notices, err := spec.Parse([]byte(text(in.raw("text"))))
			if err != nil {
				return nil, err
			}
			document, err := json.Marshal(s)
			if err != nil {
				return nil, err
			}
			codes := []any{}
			for _, n := range notices {
				codes = append(codes, n.Code)
			}
			return map[string]any{"spec": decode(in.t, document), "notices": codes}, nil
		},
	},
	"spec/durationMs": {
		inputs: []string{"text"},
		run:    func(in inputs) (any, error) { return anyOf(spec.DurationMs(text(in.raw("text")))) },
	},
	"spec/instantMs": {
		inputs: []string{"text"},
		run: func(in inputs) (any, error) {
			ms, err := spec.InstantMs(text(in.raw("text")))
			return float64(ms), err
		},
	},
}

func anyOf(x float64, err error) (any, error) { return x, err }
