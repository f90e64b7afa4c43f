// Package grafana answers the part of Grafana's HTTP API that the panel, the data source
// and its upstream client use, so that the built plugin runs without Grafana. It shows
// that the protocol is kept; it is no proof of Grafana's own behaviour.
package grafana

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/tidemark/tidemark/lab/demo"
	"github.com/tidemark/tidemark/lab/host"
	"github.com/tidemark/tidemark/lab/prometheus"
)

// Data source uids of the lab.
const (
	UIDPrometheus      = "prometheus"
	UIDRows            = "rows" // sets of rows, as a CSV data source would give them
	UIDTidemark        = "tidemark"
	UIDTidemarkGrafana = "tidemark-grafana"
)

const pluginID = "tidemark-baseline-datasource"

// Options says what a Server stands on.
type Options struct {
	BaseURL string // of this lab, for the plugin's upstream
	Token   string // what the plugin's upstream "grafana" sends as bearer token
	Dist    string // the built plugin
	Page    string // the built page
	Plugin  *host.Process
	Store   *prometheus.Store
	Sets    []demo.Set
	Missing []string // sentences about data that is not on this machine
}

// Server is the lab's HTTP side.
type Server struct {
	Options
	prom    *prometheus.Server
	sources map[string]source

	mu   sync.RWMutex
	sets []demo.Set
}

// A source answers the queries of one data source, all at once as a plugin does.
type source interface {
	query(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error)
}

// New wires the routes' state.
func New(o Options) *Server {
	s := &Server{Options: o, prom: prometheus.NewServer(o.Store), sets: o.Sets}
	s.sources = map[string]source{
		UIDPrometheus:      promSource{s.prom},
		UIDRows:            rowSource{s},
		UIDTidemark:        pluginSource{o.Plugin, s.settings(UIDTidemark)},
		UIDTidemarkGrafana: pluginSource{o.Plugin, s.settings(UIDTidemarkGrafana)},
	}
	return s
}

// Handler serves everything: Grafana's paths, Prometheus, the built plugin and the page.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/ds/query", s.postQuery)
	mux.HandleFunc("GET /api/datasources/uid/{uid}", s.getDataSource)
	mux.HandleFunc("GET /api/datasources/uid/{uid}/health", s.getHealth)
	mux.HandleFunc("/api/datasources/uid/{uid}/resources/{path...}", s.anyResource)
	mux.HandleFunc("GET /api/health", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"database": "ok", "version": "12.4.0"})
	})
	mux.Handle("/prometheus/", s.prom.Handler("/prometheus"))
	mux.HandleFunc("GET /public/plugins/{id}/{path...}", s.getPluginFile)
	mux.HandleFunc("GET /lab/sets", s.getSets)
	mux.HandleFunc("POST /lab/csv", s.postCSV)
	mux.Handle("/", http.FileServer(http.Dir(s.Page)))
	return s.guard(mux)
}

// guard refuses a wrong token and pages of other sites, those too that point a name of
// their own at this machine. The lab's own page sends no token.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if auth := r.Header.Get("Authorization"); auth != "" && auth != "Bearer "+s.Token {
			writeMessage(w, http.StatusUnauthorized, "Invalid API key")
			return
		}
		if !isOwn(r) {
			writeMessage(w, http.StatusForbidden, "the lab takes no requests from other sites, or by another name than localhost or its address")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isOwn says whether a request is the lab's own page's, or no page's. An address as a host can't
// be anybody's name.
func isOwn(r *http.Request) bool {
	name, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		name = strings.Trim(r.Host, "[]") // without a port
	}
	if name != "localhost" && net.ParseIP(name) == nil {
		return false
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Method != http.MethodGet {
		return false
	}
	origin := r.Header.Get("Origin")
	return origin == "" || origin == "http://"+r.Host
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the reader has gone: nobody to tell
}

func writeMessage(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"message": message})
}

// statusOf is 502 while the plugin restarts, else 500: what Grafana shows for both is the message.
func statusOf(err error) int {
	if errors.Is(err, host.ErrDown) {
		return http.StatusBadGateway
	}
	return http.StatusInternalServerError
}
