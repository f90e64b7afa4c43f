package upstream

import (
	"fmt"
	"strings"

	jsoniter "github.com/json-iterator/go"
)

// walk reads a JSON document as a stream, and stops at the first failure.
type walk struct {
	in      *jsoniter.Iterator
	failure error
}

// object calls the reader of each known field and skips others. A field given twice, or in
// other letters, is refused: readers disagree on which one counts.
func (w *walk) object(fields map[string]func()) {
	seen := map[string]bool{}
	w.in.ReadMapCB(func(in *jsoniter.Iterator, field string) bool {
		read, known := fields[field]
		switch {
		case !known:
			for name := range fields {
				if strings.EqualFold(name, field) {
					w.fail("field %q is given as %q", name, field)
				}
			}
			w.skip(0)
		case seen[field]:
			w.fail("field %q is given twice", field)
		default:
			seen[field] = true
			read()
		}
		return w.failure == nil && in.Error == nil
	})
}

// members calls read for each field of an object whose names are data; none may be given twice.
func (w *walk) members(read func(name string)) {
	seen := map[string]bool{}
	w.in.ReadMapCB(func(in *jsoniter.Iterator, name string) bool {
		name = validText(name)
		if seen[name] {
			w.fail("%q is given twice", name)
			return false
		}
		seen[name] = true
		read(name)
		return w.failure == nil && in.Error == nil
	})
}

func (w *walk) array(read func()) {
	w.in.ReadArrayCB(func(in *jsoniter.Iterator) bool {
		read()
		return w.failure == nil && in.Error == nil
	})
}

func (w *walk) fail(format string, args ...any) {
	if w.failure == nil {
		w.failure = fmt.Errorf(format, args...)
	}
}

// maxDepth is how deep what is skipped may nest: no answer needs it, and a decoder calls itself as
// often.
const maxDepth = 64

// skip leaves out a value that lies within so many others of those that are left out.
func (w *walk) skip(depth int) {
	next := w.in.WhatIsNext()
	if depth == maxDepth && (next == jsoniter.ObjectValue || next == jsoniter.ArrayValue) {
		w.fail("it nests more than %d deep", maxDepth)
		return
	}
	switch next {
	case jsoniter.ObjectValue:
		w.in.ReadMapCB(func(in *jsoniter.Iterator, _ string) bool {
			w.skip(depth + 1)
			return w.failure == nil && in.Error == nil
		})
	case jsoniter.ArrayValue:
		w.array(func() { w.skip(depth + 1) })
	default:
		w.in.Skip()
	}
}
