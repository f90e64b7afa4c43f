package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

func TestCode(t *testing.T) {
	inner := fault.New("fit/too-few-points", "fit: %d points; want at least %d", 9, 24)
	tests := []struct {
		name string
		err  error
		want string
	}{
		{name: "no error has no code", err: nil, want: ""},
		{name: "a fault has its own", err: inner, want: "fit/too-few-points"},
		{name: "a wrapped fault keeps it", err: fmt.Errorf("train: %w", inner), want: "fit/too-few-points"},
		{name: "any other error is uncoded", err: errors.New("disk on fire"), want: "uncoded"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fault.Code(tt.err); got != tt.want {
				t.Errorf("Code(%v) = %q; want %q", tt.err, got, tt.want)
			}
		})
	}
	if got, want := inner.Error(), "fit: 9 points; want at least 24"; got != want {
		t.Errorf("Error() = %q; want %q", got, want)
	}
}

func TestAMessageIsUTF8(t *testing.T) {
	if got, want := fault.New("a/b", "%s", "x\xff").Error(), "x\uFFFD"; got != want {
		t.Errorf("Error() = %q; want %q", got, want)
	}
}
