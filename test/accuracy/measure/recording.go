//go:build measure

package main

import (
	"bufio"
	"encoding/gob"
	"errors"
	"io"
	"os"

	"github.com/tidemark/tidemark/pkg/engine"
)

// A recording is two files: the histories of its cuts, which are read again wherever
// a constant before the level changes, and the rest.
const histories, judged = ".histories", ".judged"

// stream is a file of gob values, one a cut.
type stream struct {
	file    *os.File
	buffer  *bufio.Writer
	encoder *gob.Encoder
}

type writer struct {
	path    string
	streams [2]stream
}

func create(path string) (*writer, error) {
	w := &writer{path: path}
	for i, suffix := range []string{histories, judged} {
		file, err := os.Create(path + suffix + ".part")
		if err != nil {
			return nil, err
		}
		buffer := bufio.NewWriterSize(file, 1<<20)
		w.streams[i] = stream{file, buffer, gob.NewEncoder(buffer)}
	}
	return w, nil
}

func (w *writer) write(r engine.Recorded) error {
	h := r.History
	r.History = engine.History{}
	return errors.Join(w.streams[0].encoder.Encode(h), w.streams[1].encoder.Encode(r))
}

// close gives the files their names: a recording that was broken off has none.
func (w *writer) close() error {
	for i, suffix := range []string{histories, judged} {
		s := w.streams[i]
		if err := errors.Join(s.buffer.Flush(), s.file.Close(), os.Rename(w.path+suffix+".part", w.path+suffix)); err != nil {
			return err
		}
	}
	return nil
}

// each reads the gob values of a file.
func each[T any](path string, take func(i int, value T)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	decoder := gob.NewDecoder(bufio.NewReaderSize(file, 1<<20))
	for i := 0; ; i++ {
		var value T
		switch err := decoder.Decode(&value); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		take(i, value)
	}
}
