package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/tidemark/tidemark/lab/demo"
	"github.com/tidemark/tidemark/lab/grafana"
	"github.com/tidemark/tidemark/lab/prometheus"
)

type loaded struct {
	sets    []demo.Set
	series  [][]prometheus.Series // one block of the store each
	missing []string
}

// load gathers the sets; the user's own CSV comes first.
func load(f flags) (loaded, error) {
	var out loaded
	add := func(s demo.Set) {
		out.sets = append(out.sets, s)
		if s.Table != nil {
			out.series = append(out.series, s.Series())
		}
	}
	if f.csv != "" {
		text, err := os.ReadFile(f.csv)
		if err != nil {
			return out, fmt.Errorf("--csv: %w", err)
		}
		set, err := grafana.CSVSet(f.csv, text)
		if err != nil {
			return out, fmt.Errorf("--csv %s: %w", f.csv, err)
		}
		add(set)
	}
	for _, s := range demo.LiveSets() {
		add(s)
	}
	shop, err := demo.Shop()
	if err != nil {
		return out, err
	}
	add(shop)
	real, err := demo.NAB(f.nab)
	var absent *demo.ErrNoNAB
	if errors.As(err, &absent) {
		out.missing = append(out.missing, absent.Error())
	} else if err != nil {
		return out, err
	}
	for _, s := range real {
		add(s)
	}
	return out, nil
}
