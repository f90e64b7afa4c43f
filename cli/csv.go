package main

import (
	"errors"

	"github.com/tidemark/tidemark/cli/table"
	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// wireTable is a CSV file as the lab reads it too: rows in the file's order.
type wireTable struct {
	Stamps     []string       `json:"stamps"`
	TimesMs    floats         `json:"timesMs"`
	Value      string         `json:"value"` // the column to baseline
	Columns    []wireColumn   `json:"columns"`
	NameColumn string         `json:"nameColumn"` // "" where all rows are of one series
	Groups     []table.Group  `json:"groups"`     // the rows of each series
	Notices    []table.Notice `json:"notices"`
}

type wireColumn struct {
	Name    string   `json:"name"`
	Numbers floats   `json:"numbers"`
	Labels  []string `json:"labels"` // null of numbers
}

func readTable(text []byte) (*wireTable, error) {
	t, err := table.Parse(text)
	var refused *table.Fault
	if errors.As(err, &refused) {
		return nil, fault.New(refused.Code, "%s", refused.Message)
	}
	out := &wireTable{Stamps: t.Stamps, Value: t.Value().Name, NameColumn: t.NameColumn, Groups: t.Groups(), Notices: append([]table.Notice{}, t.Notices...)}
	for _, ms := range t.TimesMs {
		out.TimesMs = append(out.TimesMs, float64(ms))
	}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, wireColumn{Name: c.Name, Numbers: c.Numbers, Labels: c.Labels})
	}
	return out, nil
}
