package grafana

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/tidemark/tidemark/cli/table"
)

// rowSource gives a set's rows as they stand in its file: unordered, repeated and empty
// ones too, text as text. What the panel makes of them is what is to be seen.
type rowSource struct{ server *Server }

func (s rowSource) query(_ context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	out := backend.NewQueryDataResponse()
	for _, q := range req.Queries {
		var model struct {
			Set       string `json:"set"`
			ValueOnly bool   `json:"valueOnly"` // without the regressors
		}
		if err := json.Unmarshal(q.JSON, &model); err != nil {
			out.Responses[q.RefID] = backend.ErrDataResponse(backend.StatusBadRequest, "query: "+err.Error())
			continue
		}
		set, ok := s.server.set(model.Set)
		if !ok || set.Table == nil {
			out.Responses[q.RefID] = backend.ErrDataResponse(backend.StatusNotFound, fmt.Sprintf("set: got %q; want one that GET /lab/sets lists with rows", model.Set))
			continue
		}
		out.Responses[q.RefID] = backend.DataResponse{Status: backend.StatusOK, Frames: data.Frames{rows(set.ID, set.Table, q.TimeRange, model.ValueOnly)}}
	}
	return out, nil
}

func rows(name string, t *table.Table, shown backend.TimeRange, valueOnly bool) *data.Frame {
	var kept []int
	from, to := shown.From.UnixMilli(), shown.To.UnixMilli()
	for i, at := range t.TimesMs {
		if from <= at && at <= to {
			kept = append(kept, i)
		}
	}
	times := make([]time.Time, len(kept))
	for i, row := range kept {
		times[i] = time.UnixMilli(t.TimesMs[row]).UTC()
	}
	frame := data.NewFrame(name, data.NewField("timestamp", nil, times))
	columns := valueFirst(t)
	if valueOnly {
		columns = columns[:1]
	}
	for _, column := range columns {
		if column.Labels != nil {
			labels := make([]string, len(kept))
			for i, row := range kept {
				labels[i] = column.Labels[row]
			}
			frame.Fields = append(frame.Fields, data.NewField(column.Name, nil, labels))
			continue
		}
		numbers := make([]*float64, len(kept))
		for i, row := range kept {
			if v := column.Numbers[row]; !math.IsNaN(v) {
				numbers[i] = &v
			}
		}
		frame.Fields = append(frame.Fields, data.NewField(column.Name, nil, numbers))
	}
	if t.Names != nil {
		names := make([]string, len(kept))
		for i, row := range kept {
			names[i] = t.Names[row]
		}
		frame.Fields = append(frame.Fields, data.NewField(t.NameColumn, nil, names))
	}
	return frame
}

// valueFirst puts the column to baseline in front of its regressors.
func valueFirst(t *table.Table) []*table.Column {
	value := t.Value()
	out := []*table.Column{value}
	for i := range t.Columns {
		if c := &t.Columns[i]; c != value {
			out = append(out, c)
		}
	}
	return out
}
