package grafana

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/gtime"
)

const maxRequest = 8 << 20

// Grafana's defaults (pkg/services/query/query.go).
const (
	defaultMaxDataPoints = 100
	defaultIntervalMs    = 1000
)

type metricRequest struct {
	From    string            `json:"from"`
	To      string            `json:"to"`
	Queries []json.RawMessage `json:"queries"`
}

type queryHead struct {
	RefID         string  `json:"refId"`
	QueryType     string  `json:"queryType"`
	IntervalMs    float64 `json:"intervalMs"`
	MaxDataPoints int64   `json:"maxDataPoints"`
	Hide          bool    `json:"hide"`
	DataSource    struct {
		UID string `json:"uid"`
	} `json:"datasource"`
	TimeRange *struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"timeRange"`
}

// postQuery is POST /api/ds/query: one request to each data source, the answers merged;
// 400 when any refId has an error, 500 when a plugin gives no answer at all.
func (s *Server) postQuery(w http.ResponseWriter, r *http.Request) {
	var body metricRequest
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(&body); err != nil {
		writeMessage(w, http.StatusBadRequest, "bad request data: "+err.Error())
		return
	}
	order, requests, err := s.split(body, r)
	if err != nil {
		writeMessage(w, http.StatusBadRequest, err.Error())
		return
	}
	merged := backend.NewQueryDataResponse()
	for _, uid := range order {
		from, ok := s.sources[uid]
		if !ok {
			writeMessage(w, http.StatusNotFound, "Data source not found")
			return
		}
		answer, err := from.query(r.Context(), requests[uid])
		if err != nil {
			writeMessage(w, statusOf(err), err.Error())
			return
		}
		maps.Copy(merged.Responses, answer.Responses)
	}
	status := http.StatusOK
	for _, one := range merged.Responses {
		if one.Error != nil {
			status = http.StatusBadRequest
		}
	}
	writeJSON(w, status, merged)
}

// split groups the queries by data source, in the order of first mention.
func (s *Server) split(body metricRequest, r *http.Request) ([]string, map[string]*backend.QueryDataRequest, error) {
	if len(body.Queries) == 0 {
		return nil, nil, fmt.Errorf("no queries found")
	}
	perQuery := strings.EqualFold(r.Header.Get("X-Query-V2"), "true")
	var order []string
	requests := map[string]*backend.QueryDataRequest{}
	for _, raw := range body.Queries {
		query, head, err := readQuery(raw, body, perQuery)
		if err != nil {
			return nil, nil, err
		}
		if head.Hide {
			continue
		}
		uid := head.DataSource.UID
		if requests[uid] == nil {
			order = append(order, uid)
			requests[uid] = &backend.QueryDataRequest{Headers: alertHeaders(r)}
		}
		requests[uid].Queries = append(requests[uid].Queries, query)
	}
	return order, requests, nil
}

func readQuery(raw json.RawMessage, body metricRequest, perQuery bool) (backend.DataQuery, queryHead, error) {
	head := queryHead{RefID: "A", IntervalMs: defaultIntervalMs, MaxDataPoints: defaultMaxDataPoints}
	if err := json.Unmarshal(raw, &head); err != nil {
		return backend.DataQuery{}, head, fmt.Errorf("query: %w", err)
	}
	from, to := body.From, body.To
	if perQuery && head.TimeRange != nil {
		from, to = head.TimeRange.From, head.TimeRange.To
	}
	tr, err := timeRange(from, to)
	if err != nil {
		return backend.DataQuery{}, head, err
	}
	return backend.DataQuery{
		RefID: head.RefID, QueryType: head.QueryType, MaxDataPoints: head.MaxDataPoints,
		Interval:  time.Duration(head.IntervalMs * float64(time.Millisecond)),
		TimeRange: tr, JSON: raw,
	}, head, nil
}

func timeRange(from, to string) (backend.TimeRange, error) {
	tr := gtime.NewTimeRange(from, to)
	start, err := tr.ParseFrom()
	if err != nil {
		return backend.TimeRange{}, fmt.Errorf("from: %w", err)
	}
	end, err := tr.ParseTo()
	if err != nil {
		return backend.TimeRange{}, fmt.Errorf("to: %w", err)
	}
	return backend.TimeRange{From: start, To: end}, nil
}

// alertHeaders passes on what Grafana's scheduler sets (FromAlert has no http_ prefix
// there) and what its middleware lets through on nested calls.
func alertHeaders(r *http.Request) map[string]string {
	out := map[string]string{}
	if from := r.Header.Get("FromAlert"); from != "" {
		out["FromAlert"] = from
	}
	for _, part := range []string{"Name", "Uid", "Folder", "Source", "Type", "Version"} {
		if value := r.Header.Get("X-Rule-" + part); value != "" {
			out["http_X-Rule-"+part] = value
		}
	}
	return out
}
