package upstream

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	jsoniter "github.com/json-iterator/go"

	"github.com/tidemark/tidemark/pkg/frames"
	"github.com/tidemark/tidemark/pkg/query"
)

// matrix is the state of decoding one query_range answer. The body is read as a stream: a
// tree of ten thousand series would cost five times their memory.
type matrix struct {
	walk
	limits  query.Limits
	secrets []string

	status, kind, text string
	isMatrix           bool
	result             Result
	points             int
	texts              texts
	timesMs            []int64 // scratch of one series
	values             []float64
	histograms         int
}

// decodeMatrix reads {"status", "data": {"resultType": "matrix", "result": […]}, "warnings"}.
// "NaN", staleness markers and infinities come as strings and are kept: the engine's clean
// stage makes them missing. Native histograms have no single value and are left out, noted.
//
// Errors: upstream/too-many-series, upstream/too-many-points, query/bad-expression; any
// other error is bad JSON.
func decodeMatrix(body io.Reader, limits query.Limits, secrets []string) (Result, error) {
	m := &matrix{walk: walk{in: jsoniter.Parse(jsoniter.ConfigDefault, body, 1<<16)}, limits: limits, secrets: secrets}
	m.object(map[string]func(){
		"status":    func() { m.status = m.in.ReadString() },
		"errorType": func() { m.kind = m.in.ReadString() },
		"error":     func() { m.text = m.in.ReadString() },
		"data":      m.readData,
		"warnings":  m.readWarnings,
	})
	if err := m.end(); err != nil {
		return Result{}, err
	}
	if m.histograms > 0 {
		m.result.Warnings = append(m.result.Warnings, fmt.Sprintf(
			"%d series hold native histograms, which have no single value; they were left out. Use histogram_quantile().", m.histograms))
	}
	return m.result, nil
}

// end is the verdict once the outermost object is read.
func (m *matrix) end() error {
	switch {
	case m.failure != nil:
		return m.failure
	case m.in.Error != nil && m.in.Error != io.EOF:
		return m.in.Error
	case m.status == "error":
		return badExpression(m.kind, m.text, m.secrets)
	case m.status != "success" || !m.isMatrix:
		return fmt.Errorf("status %q without a matrix", m.status)
	}
	if next := m.in.WhatIsNext(); m.in.Error != io.EOF {
		return fmt.Errorf("more text (kind %d) after the answer", next)
	}
	return nil
}

func (m *matrix) readData() {
	if m.in.WhatIsNext() == jsoniter.NilValue {
		m.in.Skip()
		return
	}
	m.object(map[string]func(){
		"resultType": func() { m.isMatrix = m.in.ReadString() == "matrix" },
		"result":     func() { m.array(m.readSeries) },
	})
}

func (m *matrix) readWarnings() {
	m.array(func() {
		text := m.in.ReadString()
		// Remarks on the expression itself begin so (util/annotations); data are complete.
		m.result.Partial = m.result.Partial || !strings.HasPrefix(text, "PromQL ")
		if len(m.result.Warnings) < 10 {
			m.result.Warnings = append(m.result.Warnings, excerpt([]byte(text), m.secrets))
		}
	})
}

func (m *matrix) readSeries() {
	if len(m.result.Series) >= m.limits.MaxSeries {
		m.failure = tooManySeries(m.limits)
		return
	}
	labels := data.Labels{}
	m.timesMs, m.values = m.timesMs[:0], m.values[:0]
	histogram := false
	m.object(map[string]func(){
		"metric": func() {
			m.members(func(name string) {
				labels[name] = validText(m.in.ReadString())
				if m.failure = m.texts.label(name, labels[name]); m.failure == nil {
					m.failure = checkCount(labels)
				}
			})
		},
		"values":     func() { m.array(m.readPoint) },
		"histograms": func() { histogram = true; m.skip(0) },
	})
	if histogram && len(m.values) == 0 {
		m.histograms++
		return
	}
	m.result.Series = append(m.result.Series, frames.Series{
		Labels: labels, TimesMs: m.sharedTimes(), Values: slices.Clone(m.values),
	})
}

// validText replaces bytes that are no UTF-8. They would get as far as the answer, which gRPC
// then refuses as a whole, and two texts that people read alike would be two.
func validText(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

// sharedTimes reuses the previous series' times where they are equal, as they are for most
// series of one grid: that halves the memory of an answer.
func (m *matrix) sharedTimes() []int64 {
	if n := len(m.result.Series); n > 0 && slices.Equal(m.result.Series[n-1].TimesMs, m.timesMs) {
		return m.result.Series[n-1].TimesMs
	}
	return slices.Clone(m.timesMs)
}

// readPoint reads [1700000000.123, "4.2"].
func (m *matrix) readPoint() {
	if m.points++; m.points > m.limits.MaxPoints {
		m.failure = tooManyPoints(m.limits)
		return
	}
	column := 0
	m.in.ReadArrayCB(func(in *jsoniter.Iterator) bool {
		switch column++; column {
		case 1:
			m.timesMs = append(m.timesMs, int64(math.Round(in.ReadFloat64()*1000)))
		case 2:
			value, err := strconv.ParseFloat(in.ReadString(), 64)
			if err != nil && !math.IsInf(value, 0) {
				m.failure = fmt.Errorf("a value is not a number")
			}
			m.values = append(m.values, value)
		}
		return m.failure == nil && in.Error == nil
	})
	if column != 2 && m.failure == nil {
		m.failure = fmt.Errorf("a point has %d columns; want 2", column)
	}
}

func tooManySeries(limits query.Limits) error {
	return downstream("upstream/too-many-series",
		"upstream: more than %d series; want at most that many. Aggregate or filter in the query, or raise limits.maxSeries.", limits.MaxSeries)
}

func tooManyPoints(limits query.Limits) error {
	return downstream("upstream/too-many-points",
		"upstream: more than %d points with training history; want at most that many. Lengthen grid.step, shorten train.window, ask for fewer series, or raise limits.maxPoints.", limits.MaxPoints)
}
