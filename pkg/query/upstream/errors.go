package upstream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// ended says why a context is over. A cancelled caller is nobody's failure, and is not logged.
func (c *Client) ended(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return downstream("upstream/timeout",
			"upstream: no complete answer within %s; want one. Ask for fewer series or a longer step, or raise limits.timeoutSeconds.", c.limits.Timeout())
	}
	return downstream("upstream/cancelled", "upstream: the query was cancelled.")
}

// transportError is a failure below HTTP. The text never holds the URL, which may carry a
// user name, or the credential.
func (c *Client) transportError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return c.ended(ctx)
	}
	var refusal *fault.Fault
	if errors.As(err, &refusal) {
		return backend.DownstreamError(refusal)
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	text := excerpt([]byte(err.Error()), c.secrets)
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var timeout net.Error
	switch {
	case errors.As(err, &name):
		return downstream("upstream/unknown-host", "upstream: the host name can't be resolved (%s); want a name this server knows. Check the URL.", text)
	case errors.As(err, &certificate), errors.As(err, &authority), strings.Contains(text, "tls: "):
		return downstream("upstream/tls", "upstream: no secure connection (%s); want a certificate this server trusts. Add its CA certificate in the settings.", text)
	case errors.As(err, &timeout) && timeout.Timeout():
		return downstream("upstream/timeout", "upstream: no answer (%s); want one within %s. Check that the upstream is up and not overloaded.", text, c.limits.Timeout())
	case strings.Contains(text, "refused"):
		return downstream("upstream/refused", "upstream: nothing listens at the URL (%s); want a running upstream. Check the URL and that it is reachable from Grafana's server.", text)
	}
	return downstream("upstream/connection", "upstream: the connection broke (%s); want a complete answer. Check the upstream and any proxy before it.", text)
}

// statusError is an HTTP status other than 200. Bodies of 401 and 403 are never shown: they
// may repeat the credential.
func (c *Client) statusError(response *http.Response, body io.Reader) error {
	switch status := response.StatusCode; {
	case status == http.StatusUnauthorized:
		return fault.New("upstream/unauthorized", "upstream: 401, the credential is missing or refused; want a valid one. Set it again in the data source's settings.")
	case status == http.StatusForbidden:
		return fault.New("upstream/forbidden", "upstream: 403, the credential has no right to this query; want one that has. Give it the right, or use another.")
	case status == http.StatusTooManyRequests:
		return fault.New("upstream/too-many-requests", "upstream: 429, it asks for fewer queries; want it to answer. Lengthen the rule's interval, or lower limits.concurrency.")
	case status >= 300 && status < 400:
		return fault.New("upstream/redirect", "upstream: %d, a redirect, which is never followed; want the final address. Set the URL to where it leads.", status)
	default:
		text := c.head(body)
		return fault.New("upstream/status", "upstream: status %d (%s); want 200. Check the upstream's log.", status, text)
	}
}

func (c *Client) notJSON(status int, contentType string, body io.Reader) error {
	return fault.New("upstream/not-json",
		"upstream: status %d with content type %q (%s); want application/json. Check the URL: a login page or a proxy may be answering.",
		status, excerpt([]byte(contentType), c.secrets), c.head(body))
}

// head is the begin of a body for a message.
func (c *Client) head(body io.Reader) string {
	text, _ := io.ReadAll(io.LimitReader(body, int64(window(c.secrets))))
	return excerpt(text, c.secrets)
}
