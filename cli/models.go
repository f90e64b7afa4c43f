package main

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine"
)

// models holds those of an analysis by their cut. It implements engine.ModelStore.
type models struct {
	of    map[int64]*engine.Model
	order []int64 // of the cuts that were learnt
}

func (m *models) Get(cutMs int64) *engine.Model { return m.of[cutMs] }

func (m *models) Set(cutMs int64, model *engine.Model) {
	m.of[cutMs] = model
	m.order = append(m.order, cutMs)
}

// readModels reads the models that an analysis is to use instead of its own.
func readModels(texts []string) (*models, error) {
	m := &models{of: map[int64]*engine.Model{}}
	for _, text := range texts {
		model, err := engine.DecodeModel([]byte(text))
		if err != nil {
			return nil, err
		}
		m.of[model.CutMs] = model
	}
	return m, nil
}

// learn returns the models of an analysis as text, in the order of their cuts.
func learn(ctx context.Context, j job) ([]string, error) {
	q, err := j.question()
	if err != nil {
		return nil, err
	}
	learnt := &models{of: map[int64]*engine.Model{}}
	if _, err := engine.Analyse(ctx, q.input, q.spec, q.window, learnt); err != nil {
		return nil, err
	}
	texts := []string{}
	for _, cutMs := range learnt.order {
		text, err := engine.EncodeModel(learnt.of[cutMs])
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}
