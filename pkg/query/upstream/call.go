package upstream

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

const (
	maxDial         = 5 * time.Second
	maxConnsPerHost = 16
	maxExcerpt      = 200 // bytes of an upstream's text in a message
)

// call sends one request to a source behind the client, such as a pinned uid, and gives the body of its JSON answer to decode. It waits for a
// free slot, retries once where that can help, and turns every failure into a coded error.
// decode gets at most limits.MaxBodyBytes, after decompression; it may be called twice.
// Statuses in also reach decode too (Prometheus explains a bad query with 400 and JSON).
func (c *Client) call(ctx context.Context, source string, build func(context.Context) (*http.Request, error), also []int, decode func(status int, body io.Reader) error) error {
	if err := c.closed(source); err != nil { // it need not wait for a place to be told
		observeError(err)
		return err
	}
	release, err := c.scheduler.Take(ctx)
	if err != nil {
		return c.ended(ctx)
	}
	defer release()
	if err := c.closed(source); err != nil {
		observeError(err)
		return err
	}
	for attempt := 0; ; attempt++ {
		answer, err := c.attempt(ctx, build, also, decode)
		if err == nil {
			return nil
		}
		wait, again := answer.retryAfter(ctx, attempt)
		c.heed(source, answer)
		if !again {
			observeError(err)
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return c.ended(ctx)
		}
	}
}

func (c *Client) attempt(ctx context.Context, build func(context.Context) (*http.Request, error), also []int, decode func(int, io.Reader) error) (answer, error) {
	request, err := build(ctx)
	if err != nil {
		return answer{}, backend.PluginError(err)
	}
	request.Header.Set("Accept", "application/json")
	started := time.Now()
	response, err := c.of(ctx).Do(request)
	if err != nil {
		observeCall(started, 0)
		return answer{}, c.transportError(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	body := &boundedReader{from: response.Body, left: c.limits.MaxBodyBytes()}
	err = c.read(response, body, also, decode)
	observeCall(started, response.StatusCode)
	if err == nil {
		return answer{}, nil
	}
	return answerOf(response), c.readError(ctx, err, body)
}

// read judges status and content type before it lets decode see the body.
func (c *Client) read(response *http.Response, body io.Reader, also []int, decode func(int, io.Reader) error) error {
	status := response.StatusCode
	explained := false
	for _, s := range also {
		explained = explained || s == status
	}
	if status != http.StatusOK && !explained {
		return c.statusError(response, body)
	}
	if encoding := response.Header.Get("Content-Encoding"); encoding != "" {
		return fault.New("upstream/content-encoding",
			"upstream: the answer is encoded as %q; want gzip or plain. Check the proxy before the upstream.", excerpt([]byte(encoding), c.secrets))
	}
	contentType := response.Header.Get("Content-Type")
	if media, _, err := mime.ParseMediaType(contentType); err != nil || media != "application/json" {
		return c.notJSON(status, contentType, body)
	}
	return decode(status, body)
}

// readError names the limit or the deadline where one of them, not the upstream's text, ended
// the reading.
func (c *Client) readError(ctx context.Context, err error, body *boundedReader) error {
	switch {
	case ctx.Err() != nil:
		return c.ended(ctx)
	case body.exceeded:
		return downstream("upstream/body-too-large",
			"upstream: the answer is larger than %d MiB; want less. Ask for fewer series, or raise limits.maxBodyMiB.", c.limits.MaxBodyMiB)
	case body.err != nil && !errors.Is(body.err, io.EOF):
		return c.transportError(ctx, body.err)
	case backend.IsPluginError(err), fault.Code(err) == "uncoded":
		return downstream("upstream/bad-json",
			"upstream: the answer is not the JSON it should be (%s); want a complete answer. Check the upstream and any proxy before it.", excerpt([]byte(withoutContext(err)), c.secrets))
	}
	return backend.DownstreamError(err)
}

// withoutContext is an error's text without the part of the answer that the decoder shows around
// the place: it is cut out before secrets are looked for.
func withoutContext(err error) string {
	text, _, _ := strings.Cut(err.Error(), ", error found in #")
	return text
}

// boundedReader stops after left bytes, which counts decompressed bytes: the transport has
// inflated the body before it comes here.
type boundedReader struct {
	from     io.Reader
	left     int64
	exceeded bool
	err      error
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		b.exceeded = true
		return 0, io.ErrUnexpectedEOF
	}
	n, err := b.from.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	b.err = err
	return n, err
}

// downstream is a fault that lies outside this plugin.
func downstream(code, format string, args ...any) error {
	return backend.DownstreamError(fault.New(code, format, args...))
}
