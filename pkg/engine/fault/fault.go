// Package fault holds the engine's one kind of error: a stable code for machines and one
// sentence for people. Twin: src/engine/fault/fault.ts.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Fault is an error whose Code is part of the engine's contract: `<stage>/<reason>`, the
// same in both engines. Message says what was got, what was wanted and how to repair it.
type Fault struct {
	Code    string
	Message string
}

// Error is the sentence alone: the code is for machines and never shown on its own.
func (f *Fault) Error() string { return f.Message }

// New makes a Fault; format and args are fmt.Sprintf's. Bytes that are no UTF-8 are replaced:
// gRPC would refuse the whole answer, all other queries' with it. Twin: the constructor of Fault.
func New(code, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: strings.ToValidUTF8(fmt.Sprintf(format, args...), "\uFFFD")}
}

// maxQuote bounds what a message repeats of a text, in characters.
const maxQuote = 60

// Short is the begin of a text that a message repeats, which may be as long as the query.
// Twin: short.
func Short(text string) string {
	if len(text) <= maxQuote {
		return text
	}
	if runes := []rune(text); len(runes) > maxQuote {
		return string(runes[:maxQuote]) + "…"
	}
	return text
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
