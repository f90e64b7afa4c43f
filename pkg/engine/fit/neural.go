package fit

import (
	"context"

	"github.com/tidemark/tidemark/pkg/engine/clean"
	"github.com/tidemark/tidemark/pkg/engine/features"
	"github.com/tidemark/tidemark/pkg/engine/neural"
	"github.com/tidemark/tidemark/pkg/engine/num"
)

// Neural is a linear model and a multi-layer perceptron for its residuals: Center +
// Spread·output of the linear model's standardised columns, each at most farColumn from 0,
// is added to the prediction of the linear model. It is part of a model.
type Neural struct {
	Linear  Linear         `json:"linear"`
	Center  float64        `json:"center"` // of the linear model's residuals
	Spread  float64        `json:"spread"` // 0: the network did not pay and says nothing
	Network neural.Network `json:"network"`
}

// farColumn bounds a standardised column: beyond what it has learnt from, a network says
// nothing sound.
const farColumn = 8

// Predict returns the expected value at instants, shape [n], in the history's unit; NaN
// where a regressor is missing, and anything once the context is done. scratch lends memory; its other arguments are not changed.
func (m Neural) Predict(ctx context.Context, calendar features.Calendar, covariates []clean.Covariate, scratch *features.Scratch) []float64 {
	x := m.Linear.design(calendar, covariates, scratch)
	out := m.Linear.at(x, calendar)
	add(out, m.leftover(ctx, rowsOf(x)))
	scratch.Leave(x)
	return out
}

// leftover returns the network's predictions for rows of inputs, shape [n]; nothing once the
// context is done.
func (m Neural) leftover(ctx context.Context, rows []float64) []float64 {
	out, _ := m.Network.Predict(ctx, rows) // a model that was learnt, or read, has its shapes
	for i, v := range out {
		out[i] = m.Center + num.Mul(m.Spread, v)
	}
	return out
}

// rowsOf returns a standardised design as a network takes it: row after row, and bounded.
func rowsOf(x features.Matrix) []float64 {
	out := make([]float64, x.Rows*x.Cols)
	for j := range x.Cols {
		for i, v := range x.Column(j) {
			out[i*x.Cols+j] = within(v, farColumn)
		}
	}
	return out
}

// within returns v, or the bound that it is beyond; NaN stays NaN.
func within(v, bound float64) float64 {
	if v > bound {
		return bound
	}
	if v < -bound {
		return -bound
	}
	return v
}
