package spec

import "maps"

// Excluding returns the spec with more ranges in train.exclude, as if they had been written
// there: its text, which keys caches, has them too. The spec is not changed.
// Twin: excluding in src/engine/spec/excluding.ts.
func (s Spec) Excluding(ranges []Range) Spec {
	if len(ranges) == 0 {
		return s
	}
	train, _ := s.document["train"].(map[string]any) // Parse has filled it in
	written, _ := train["exclude"].([]any)
	written = written[:len(written):len(written)]
	for _, r := range ranges {
		written = append(written, map[string]any{"from": float64(r.FromMs), "to": float64(r.ToMs)})
	}
	train, s.document = maps.Clone(train), maps.Clone(s.document)
	train["exclude"], s.document["train"] = written, train
	s.Train.Exclude = append(s.Train.Exclude[:len(s.Train.Exclude):len(s.Train.Exclude)], ranges...)
	return s
}
