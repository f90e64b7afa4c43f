package prometheus

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/tsdb"
)

// Series is one labelled series of samples, ascending in time.
type Series struct {
	Labels  map[string]string // "__name__" holds the metric's name
	TimesMs []int64
	Values  []float64
}

// WriteBlock writes all series into one new block below dir, so that data of any age
// can be loaded: a running head refuses samples older than half its range.
func WriteBlock(ctx context.Context, dir string, series []Series) error {
	first, last := span(series)
	if first > last {
		return nil
	}
	// The writer's head accepts a sample up to half a range behind its newest, and
	// each series starts again at the beginning: the range is twice the span.
	w, err := tsdb.NewBlockWriter(slog.New(slog.DiscardHandler), dir, 2*(last-first)+2)
	if err != nil {
		return fmt.Errorf("open a block writer in %s: %w", dir, err)
	}
	defer func() { _ = w.Close() }() // only temporary files are left to clean
	for _, s := range series {
		app := w.Appender(ctx)
		key := labels.FromMap(s.Labels)
		for i, t := range s.TimesMs {
			if _, err := app.Append(0, key, t, s.Values[i]); err != nil {
				return fmt.Errorf("append %s at %d: %w", key, t, err)
			}
		}
		if err := app.Commit(); err != nil {
			return fmt.Errorf("commit %s: %w", key, err)
		}
	}
	_, err = w.Flush(ctx)
	return err
}

func span(series []Series) (first, last int64) {
	first, last = 1<<62, -1<<62
	for _, s := range series {
		if n := len(s.TimesMs); n > 0 {
			first, last = min(first, s.TimesMs[0]), max(last, s.TimesMs[n-1])
		}
	}
	return first, last
}
