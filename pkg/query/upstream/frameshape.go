package upstream

import (
	"errors"
	"io"

	jsoniter "github.com/json-iterator/go"
)

// frameShape is the state of checking that the columns of one frame fit its schema.
type frameShape struct {
	walk
	fields  []string // the type of each, such as "float64"
	lengths []int    // rows of each column of values
}

// checkFrames refuses frames on which the SDK's decoder panics: it follows columns, the lists of
// their values that JSON can't hold ("entities") and of their nanoseconds wherever they point.
func checkFrames(text []byte) error {
	s := &frameShape{walk: walk{in: jsoniter.ParseBytes(jsoniter.ConfigDefault, text)}}
	s.object(map[string]func(){"results": func() {
		s.members(func(string) {
			s.object(map[string]func(){"frames": func() { s.array(s.readFrame) }})
		})
	}})
	if s.failure == nil && s.in.Error != nil && !errors.Is(s.in.Error, io.EOF) {
		return s.in.Error
	}
	return s.failure
}

func (s *frameShape) readFrame() {
	s.fields, s.lengths = nil, nil
	s.object(map[string]func(){
		"schema": func() { s.object(map[string]func(){"fields": func() { s.array(s.readField) }}) },
		"data":   s.readData,
	})
}

func (s *frameShape) readField() {
	if s.in.WhatIsNext() != jsoniter.ObjectValue {
		s.fail("a field of the schema is no object")
		return
	}
	kind := ""
	s.object(map[string]func(){
		"typeInfo": func() { s.object(map[string]func(){"frame": func() { kind = s.in.ReadString() }}) },
		"labels":   func() { s.members(func(string) { s.skip(0) }) },
	})
	s.fields = append(s.fields, kind)
}

func (s *frameShape) readData() {
	s.object(map[string]func(){
		"values": func() {
			s.array(s.readColumn)
			if n := len(s.lengths); n > 0 && n != len(s.fields) {
				s.fail("%d columns of values for the %d fields that the schema names before them", n, len(s.fields))
			}
		},
		"entities": func() { s.eachColumn("entities", s.readEntities) },
		"nanos":    func() { s.eachColumn("nanos", s.readNanos) },
	})
}

func (s *frameShape) readColumn() {
	rows := 0
	s.array(func() { rows++; s.skip(0) })
	s.lengths = append(s.lengths, rows)
}

// eachColumn reads a list that runs beside the columns, with null where it has nothing to say.
func (s *frameShape) eachColumn(what string, read func(column int)) {
	column := -1
	s.array(func() {
		if column++; s.in.WhatIsNext() == jsoniter.NilValue {
			s.in.Skip()
			return
		}
		if column >= len(s.lengths) {
			s.fail("%s of column %d, of which there are no values before", what, column)
			return
		}
		read(column)
	})
}

func (s *frameShape) readEntities(column int) {
	if kind := s.fields[column]; kind != "float64" && kind != "float32" {
		s.fail("column %d is of %q; want floating point numbers where NaN and infinities are told", column, kind)
		return
	}
	s.members(func(string) {
		s.array(func() {
			if row := s.in.ReadInt(); row < 0 || row >= s.lengths[column] {
				s.fail("row %d of column %d, which has %d", row, column, s.lengths[column])
			}
		})
	})
}

func (s *frameShape) readNanos(column int) {
	rows := 0
	s.array(func() { rows++; s.in.Skip() })
	if kind := s.fields[column]; kind != "time.Time" || rows > s.lengths[column] {
		s.fail("%d nanoseconds of column %d, which is %d of %q", rows, column, s.lengths[column], kind)
	}
}
