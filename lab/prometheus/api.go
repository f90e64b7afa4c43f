package prometheus

import (
	"context"
	"errors"
	"net/http"

	jsoniter "github.com/json-iterator/go"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/util/annotations"
)

// Handler serves Prometheus' HTTP API v1, as far as data sources ask for it, below prefix
// ("/prometheus" gives /prometheus/api/v1/query_range).
func (s *Server) Handler(prefix string) http.Handler {
	mux := http.NewServeMux()
	both := func(path string, answer func(w http.ResponseWriter, r *http.Request) error) {
		mux.HandleFunc("GET /api/v1/"+path, endpoint(answer))
		mux.HandleFunc("POST /api/v1/"+path, endpoint(answer))
	}
	both("query", s.query)
	both("query_range", s.queryRange)
	both("labels", s.labelNames)
	both("series", s.series)
	mux.HandleFunc("GET /api/v1/label/{name}/values", endpoint(s.labelValues))
	mux.HandleFunc("GET /api/v1/metadata", endpoint(func(w http.ResponseWriter, _ *http.Request) error {
		return succeed(w, map[string]any{}, nil) // metadata come from scraped targets, of which there are none
	}))
	mux.HandleFunc("GET /api/v1/status/buildinfo", endpoint(func(w http.ResponseWriter, _ *http.Request) error {
		return succeed(w, map[string]string{
			"version": "3.16.0", "revision": "", "branch": "tidemark-lab", "buildUser": "", "buildDate": "", "goVersion": "",
		}, nil)
	}))
	return http.StripPrefix(prefix, bounded(mux))
}

// bounded lets a few requests in at one time, each for as long as a query may take, the wait for a
// place included. The engine gives a query its own timeout only once it evaluates.
func bounded(next http.Handler) http.Handler {
	places := make(chan struct{}, maxQueries)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
		defer cancel()
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
			next.ServeHTTP(w, r.WithContext(ctx))
		case <-ctx.Done():
			http.Error(w, "too many queries at one time", http.StatusServiceUnavailable)
		}
	})
}

// response is the envelope of every answer.
type response struct {
	Status    string   `json:"status"`
	Data      any      `json:"data,omitempty"`
	ErrorType string   `json:"errorType,omitempty"`
	Error     string   `json:"error,omitempty"`
	Warnings  []string `json:"warnings,omitempty"`
	Infos     []string `json:"infos,omitempty"`
}

// endpoint turns an error into Prometheus' answer of it.
func endpoint(answer func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := answer(w, r); err != nil {
			status, kind := kindOf(err)
			write(w, status, response{Status: "error", ErrorType: kind, Error: err.Error()})
		}
	}
}

func succeed(w http.ResponseWriter, data any, notes annotations.Annotations) error {
	warnings, infos := notes.AsStrings("", 10, 10)
	write(w, http.StatusOK, response{Status: "success", Data: data, Warnings: warnings, Infos: infos})
	return nil
}

func write(w http.ResponseWriter, status int, body response) {
	text, err := jsoniter.ConfigCompatibleWithStandardLibrary.Marshal(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // a reader that has gone reads no error either
}

// badData is an error of the request.
type badData struct{ error }

// closedRequest is nginx's status for a client that has gone, which Prometheus uses too.
const closedRequest = 499

// kindOf is an error's HTTP status and Prometheus' word for its kind.
func kindOf(err error) (int, string) {
	var bad badData
	var canceled promql.ErrQueryCanceled
	var timeout promql.ErrQueryTimeout
	var stored promql.ErrStorage
	switch {
	case errors.As(err, &timeout):
		return http.StatusServiceUnavailable, "timeout"
	case errors.As(err, &canceled), errors.Is(err, context.Canceled):
		return closedRequest, "canceled"
	case errors.As(err, &bad):
		return http.StatusBadRequest, "bad_data"
	case errors.As(err, &stored):
		return http.StatusInternalServerError, "internal"
	default:
		return http.StatusUnprocessableEntity, "execution"
	}
}
