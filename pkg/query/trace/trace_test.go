package trace_test

import (
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query/trace"
)

func TestASpanHoldsCodesAndNoTexts(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	tracing.InitDefaultTracer(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(recorder)).Tracer("test"))
	_, end := trace.Start(t.Context(), "judge", trace.Count("series", 12))
	end(fault.New("upstream/status", "upstream: body with a s3cr3t"))
	spans := recorder.Ended()
	if len(spans) != 1 || spans[0].Name() != "tidemark.judge" || spans[0].Status().Description != "upstream/status" || len(spans[0].Events()) != 0 {
		t.Errorf("spans = %v; want one, tidemark.judge, with the code as its status and no event", spans)
	}
}
