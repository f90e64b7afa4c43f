package grafana

import (
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/tidemark/tidemark/cli/table"
	"github.com/tidemark/tidemark/lab/demo"
)

func (s *Server) getSets(w http.ResponseWriter, _ *http.Request) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	writeJSON(w, http.StatusOK, map[string]any{"sets": s.sets, "missing": s.Missing})
}

func (s *Server) set(id string) (demo.Set, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, one := range s.sets {
		if one.ID == id {
			return one, true
		}
	}
	return demo.Set{}, false
}

// postCSV takes a file's text as the body and its name as ?name=; it answers the set, or
// 400 with a code and a sentence.
func (s *Server) postCSV(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(io.LimitReader(r.Body, table.MaxBytes+1))
	if err != nil {
		writeMessage(w, http.StatusBadRequest, err.Error())
		return
	}
	set, err := s.Drop(r.URL.Query().Get("name"), text)
	var fault *table.Fault
	switch {
	case errors.As(err, &fault):
		writeJSON(w, http.StatusBadRequest, fault)
	case err != nil:
		writeMessage(w, http.StatusInternalServerError, err.Error())
	default:
		writeJSON(w, http.StatusOK, set)
	}
}

// Drop loads a CSV's text in place of the one before.
func (s *Server) Drop(name string, text []byte) (demo.Set, error) {
	set, err := CSVSet(name, text)
	if err != nil {
		return demo.Set{}, err
	}
	if err := s.Store.Drop(set.Series()); err != nil {
		return demo.Set{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := []demo.Set{set}
	for _, one := range s.sets {
		if !strings.HasPrefix(one.ID, "csv-") {
			kept = append(kept, one)
		}
	}
	s.sets = kept
	return set, nil
}

// CSVSet reads text under an id of its own, so that no file can hide a demo set.
func CSVSet(name string, text []byte) (demo.Set, error) {
	base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	if base == "" || base == "." {
		base = "dropped"
	}
	set, err := demo.FromTable("csv_"+base, text)
	if err != nil {
		return demo.Set{}, err
	}
	set.ID, set.Title = "csv-"+base, base
	return set, nil
}
