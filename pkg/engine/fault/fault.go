// Package fault holds the engine's one kind of error: a stable code for machines and one
// sentence for people. Twin: src/engine/fault/fault.ts.
package fault

import (
	"errors"
	"fmt"
)

// Fault is an error whose Code is part of the engine's contract: `<stage>/<reason>`, the
// same in both engines. Message says what was got, what was wanted and how to repair it.
type Fault struct {
	Code    string
	Message string
}

// Error is the sentence alone: the code is for machines and never shown on its own.
func (f *Fault) Error() string { return f.Message }

// New makes a Fault; format and args are fmt.Sprintf's. Twin: the constructor of Fault.
func New(code, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Code returns the code of the first Fault in err's chain, "" for nil, and "uncoded" for
// an error that holds no Fault. Twin: faultCode.
func Code(err error) string {
	if err == nil {
		return ""
	}
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return "uncoded"
}
