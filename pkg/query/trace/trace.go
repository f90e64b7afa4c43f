// Package trace marks the long parts of a query for Grafana's tracing, if an operator has
// switched that on. A span holds counts and codes, never a name or a text that a user chose.
package trace

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Start begins a span under the context's. end closes it, with the code of an error.
func Start(ctx context.Context, name string, attributes ...attribute.KeyValue) (inner context.Context, end func(error)) {
	inner, span := tracing.DefaultTracer().Start(ctx, "tidemark."+name)
	span.SetAttributes(attributes...)
	return inner, func(err error) {
		if err != nil {
			span.SetStatus(codes.Error, fault.Code(err))
		}
		span.End()
	}
}

// Count is an attribute of a span.
func Count(name string, n int64) attribute.KeyValue { return attribute.Int64(name, n) }

// Word is an attribute of a span; the value must be one of a few that the plugin knows.
func Word(name, value string) attribute.KeyValue { return attribute.String(name, value) }
