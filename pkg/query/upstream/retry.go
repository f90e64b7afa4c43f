package upstream

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// answer is what a failed attempt tells about trying again. The zero value says: don't.
type answer struct {
	status int
	// after is the Retry-After header of a 429 or 503.
	after string
}

func answerOf(response *http.Response) answer {
	return answer{status: response.StatusCode, after: response.Header.Get("Retry-After")}
}

const (
	retryDelay = 200 * time.Millisecond
	// minRest is the time an attempt needs to be worth starting.
	minRest = 100 * time.Millisecond
)

// retryAfter says whether a second attempt can help, and how long to wait for it. Reads are
// idempotent, so 500, 502 and 503 are tried again, with jitter so that many rules don't come
// back together; 429 only if the upstream names a time before our own deadline. 401 and 403
// are final: trying a refused password again locks accounts.
func (a answer) retryAfter(ctx context.Context, attempt int) (time.Duration, bool) {
	if attempt > 0 {
		return 0, false
	}
	wait := retryDelay/2 + rand.N(retryDelay)
	switch a.status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable:
		if named, ok := parseRetryAfter(a.after, time.Now()); ok {
			wait = max(wait, named)
		}
	case http.StatusTooManyRequests:
		named, ok := parseRetryAfter(a.after, time.Now())
		if !ok {
			return 0, false
		}
		wait = max(wait, named)
	default:
		return 0, false
	}
	deadline, ok := ctx.Deadline()
	return wait, !ok || time.Until(deadline) > wait+minRest
}

// longestClosure bounds how long an upstream can silence its alert rules with one header.
const longestClosure = 5 * time.Minute

// heed notes that a source, overloaded, has named a time before which it wants no query: all
// queries to it fail at once until then, instead of adding to its load. The others behind the same
// client are asked as before. The time is kept with its monotonic clock, which no change of the
// wall clock moves.
func (c *Client) heed(source string, a answer) {
	overloaded := a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable
	now := time.Now()
	named, ok := parseRetryAfter(a.after, now)
	if !overloaded || !ok || named <= 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closedUntil[source] = now.Add(min(named, longestClosure))
}

// closed is the error to give instead of a call while a source wants none.
func (c *Client) closed(source string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	left := time.Until(c.closedUntil[source])
	if left <= 0 {
		delete(c.closedUntil, source)
		return nil
	}
	return downstream("upstream/too-many-requests",
		"upstream: it is overloaded and asks for no query in the next %s; want it to answer. Lengthen the rule's interval, or lower limits.concurrency.", left.Round(time.Second))
}

// parseRetryAfter reads seconds or an HTTP date (RFC 9110 §10.2.3). A past date is 0;
// a negative number or other text is not a time.
func parseRetryAfter(header string, now time.Time) (time.Duration, bool) {
	if seconds, err := strconv.Atoi(header); err == nil {
		if seconds < 0 || seconds > 24*3600 {
			return 24 * time.Hour, seconds > 0
		}
		return time.Duration(seconds) * time.Second, true
	}
	if date, err := http.ParseTime(header); err == nil {
		return max(date.Sub(now), 0), true
	}
	return 0, false
}
