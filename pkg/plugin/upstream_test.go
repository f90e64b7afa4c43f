package plugin

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// shop is an upstream of a test's making: a Prometheus API over series that are functions of
// time. It counts calls and points, so that a test can tell what a query costs.
type shop struct {
	*httptest.Server
	calls, points atomic.Int64
	busy          atomic.Int64 // nanoseconds spent in answering
	series        []shopSeries
	warning       string
	labels        string // as JSON
	status        int
}

type shopSeries struct {
	labels string // as JSON
	value  func(timeMs int64) float64
	fromMs int64 // before this the series does not exist
	toMs   int64 // nor at this and after; 0 is for ever
}

func newShop(t *testing.T, series ...shopSeries) *shop {
	t.Helper()
	s := newShopAt(series)
	t.Cleanup(s.Close)
	return s
}

func newShopAt(series []shopSeries) *shop {
	s := &shop{series: series}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	return s
}

func (s *shop) answer(w http.ResponseWriter, r *http.Request) {
	s.calls.Add(1)
	started := time.Now()
	defer func() { s.busy.Add(int64(time.Since(started))) }()
	w.Header().Set("Content-Type", "application/json")
	if s.status != 0 {
		w.WriteHeader(s.status)
		return
	}
	if strings.HasSuffix(r.URL.Path, "/api/v1/query") {
		fmt.Fprint(w, `{"status":"success","data":{"resultType":"vector","result":[]}}`)
		return
	}
	if strings.Contains(r.URL.Path, "/api/v1/label") {
		fmt.Fprintf(w, `{"status":"success","data":%s}`, s.labels)
		return
	}
	start, end, step := formMs(r, "start"), formMs(r, "end"), formMs(r, "step")
	var result []string
	for _, series := range s.series {
		var points []string
		for t := start; t <= end; t += step {
			if v := series.value(t); t >= series.fromMs && (series.toMs == 0 || t < series.toMs) && !math.IsNaN(v) {
				points = append(points, fmt.Sprintf(`[%s,"%v"]`, strconv.FormatFloat(float64(t)/1000, 'f', -1, 64), v))
			}
		}
		s.points.Add(int64(len(points)))
		if len(points) > 0 {
			result = append(result, fmt.Sprintf(`{"metric":%s,"values":[%s]}`, series.labels, strings.Join(points, ",")))
		}
	}
	warnings := "[]"
	if s.warning != "" {
		text, _ := json.Marshal([]string{s.warning})
		warnings = string(text)
	}
	fmt.Fprintf(w, `{"status":"success","warnings":%s,"data":{"resultType":"matrix","result":[%s]}}`, warnings, strings.Join(result, ","))
}

func formMs(r *http.Request, name string) int64 {
	seconds, _ := strconv.ParseFloat(r.FormValue(name), 64)
	return int64(math.Round(seconds * 1000))
}

const (
	minuteMs = int64(60_000)
	dayMs    = int64(86_400_000)
)

// noon is when every test happens: a Tuesday in November.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// busyDay is a service's load: low at night, high at noon, less at the weekend, and a noise
// that looks random but is a function of time.
func busyDay(timeMs int64) float64 {
	day := float64(timeMs%dayMs) / float64(dayMs)
	level := 100 - 40*math.Cos(2*math.Pi*day)
	if weekday := time.UnixMilli(timeMs).UTC().Weekday(); weekday == time.Saturday || weekday == time.Sunday {
		level *= 0.8
	}
	return math.Round((level+4*noise(timeMs))*1000) / 1000
}

// noise is a hash of time, about normally distributed with variance 1.
func noise(timeMs int64) float64 {
	sum := 0.0
	for i := range 12 {
		h := uint64(timeMs/1000+int64(i)*7919) * 0x9e3779b97f4a7c15
		h ^= h >> 29
		h *= 0xbf58476d1ce4e5b9
		h ^= h >> 32
		sum += float64(h>>11) / (1 << 53)
	}
	return sum - 6
}

// outage is busyDay until 20 minutes before noon, then a tenth of it.
func outage(timeMs int64) float64 {
	if timeMs >= noon.UnixMilli()-20*minuteMs {
		return busyDay(timeMs) / 10
	}
	return busyDay(timeMs)
}
