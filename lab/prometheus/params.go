package prometheus

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/common/model"
)

// The bounds of a time range that is not given, in Unix milliseconds.
const minTimeMs, maxTimeMs = math.MinInt64 / 2, math.MaxInt64 / 2

// params reads a request's parameters from URL and form; err is of the first that is wrong.
type params struct {
	request *http.Request
	err     error
}

func (p *params) fail(name string, err error) {
	if p.err == nil {
		p.err = invalid(name, err)
	}
}

func (p *params) limit() int {
	text := p.request.FormValue("limit")
	if text == "" {
		return 0
	}
	limit, err := strconv.Atoi(text)
	if err == nil && limit < 0 {
		err = errors.New("limit must be non-negative")
	}
	if err != nil {
		p.fail("limit", err)
	}
	return limit
}

// time is Unix seconds or RFC 3339.
func (p *params) time(name string, otherwise time.Time) time.Time {
	if p.request.FormValue(name) == "" {
		return otherwise
	}
	return p.needTime(name)
}

func (p *params) needTime(name string) time.Time {
	text := p.request.FormValue(name)
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(seconds) < maxTimeMs/1000 {
		return time.UnixMilli(int64(math.Round(seconds * 1000))).UTC()
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		p.fail(name, fmt.Errorf("cannot parse %q to a valid timestamp", text))
	}
	return at
}

func (p *params) step() time.Duration {
	step := p.duration("step")
	if step <= 0 {
		p.fail("step", errors.New("zero or negative query resolution step widths are not accepted. Try a positive integer"))
	}
	return step
}

// timeout is at most the server's own.
func (p *params) timeout() time.Duration {
	if p.request.FormValue("timeout") == "" {
		return queryTimeout
	}
	return min(p.duration("timeout"), queryTimeout)
}

// duration is a number of seconds, or as in PromQL.
func (p *params) duration(name string) time.Duration {
	text := p.request.FormValue(name)
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(seconds) < math.MaxInt64/1e9 {
		return time.Duration(seconds * float64(time.Second))
	}
	duration, err := model.ParseDuration(text)
	if err != nil {
		p.fail(name, fmt.Errorf("cannot parse %q to a valid duration", text))
	}
	return time.Duration(duration)
}
