package plugin

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// errorResponse makes an answer of an error: the sentence, then the code in brackets. It
// never carries frames beside an error; Grafana's alerting would lose them silently.
func errorResponse(err error) backend.DataResponse {
	err = coded(err)
	code := fault.Code(err)
	source := backend.ErrorSourceDownstream
	if strings.HasPrefix(code, "bug/") {
		source = backend.ErrorSourcePlugin
	}
	return backend.DataResponse{
		Error:       backend.NewErrorWithSource(fmt.Errorf("%w [%s]", err, code), source),
		ErrorSource: source,
		Status:      statusOf(code),
	}
}

// coded gives a code to the two errors that come without one, and to what must be a bug.
func coded(err error) error {
	switch {
	case fault.Code(err) != "uncoded":
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return fault.New("query/timeout", "query: no answer within the time limit; want one. What was read and learnt is kept, so the next evaluation goes on from there; if it fails again, ask for fewer series or a shorter range, or raise limits.timeoutSeconds.")
	case errors.Is(err, context.Canceled):
		return fault.New("query/cancelled", "query: it was cancelled.")
	}
	return fault.New("bug/uncoded", "BUG: %v; please report it with the query's JSON.", err)
}

func statusOf(code string) backend.Status {
	stage, _, _ := strings.Cut(code, "/")
	switch {
	case code == "upstream/timeout", code == "query/timeout":
		return backend.StatusTimeout
	case code == "upstream/too-many-requests", code == "query/busy":
		return backend.StatusTooManyRequests
	case code == "query/not-pinned":
		return backend.StatusForbidden
	case stage == "upstream":
		return backend.StatusBadGateway
	case stage == "bug":
		return backend.StatusInternal
	}
	return backend.StatusBadRequest
}
