package upstream

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/work"
)

// Client is the HTTP client of one data source, with the guards that the SDK's lacks: a
// bounded body, no redirects, checked addresses, at most one retry, text without secrets.
type Client struct {
	http      *http.Client
	rules     *http.Client // with connections of its own: panels that hang hold none of them
	limits    query.Limits
	scheduler *work.Scheduler // one place for each call under way
	secrets   []string

	mu sync.Mutex
	// closedUntil is until when each source behind this client has asked to be left alone.
	closedUntil map[string]time.Time
}

// ruleCalls are the calls that only rules may make, beside limits.concurrency.
const ruleCalls = 2

// places are those of the calls under way: no user of a data source that may make several at one
// time makes all of them.
func places(limits query.Limits) (shared, rules work.Most) {
	all := int64(limits.Concurrency)
	return work.Most{User: max(1, all-1), Source: all, Org: all, All: all},
		work.Most{User: ruleCalls, Source: ruleCalls, Org: ruleCalls, All: ruleCalls}
}

// NewClient makes the client from Grafana's standard HTTP settings (authentication, TLS,
// headers, proxy). With forGrafana, only TLS and the proxy are taken: headers of an admin's
// choice must not reach Grafana itself, where X-WEBAUTH-USER logs in (CVE-2022-35957).
//
// Errors: settings/bad-http.
func NewClient(ctx context.Context, s backend.DataSourceInstanceSettings, limits query.Limits, forGrafana bool) (*Client, error) {
	if len(s.JSONData) == 0 {
		s.JSONData = []byte(`{}`) // the SDK refuses none at all
	}
	options, err := s.HTTPClientOptions(ctx)
	if err != nil {
		return nil, fault.New("settings/bad-http", "settings: the HTTP settings can't be used (%s); want Grafana's standard ones. Check them and save again.", excerpt([]byte(err.Error()), secretsOf(s)))
	}
	if forGrafana {
		options.Header, options.BasicAuth = nil, nil
	}
	options.Timeouts.Timeout = limits.Timeout()
	if dial := options.Timeouts.DialTimeout; dial <= 0 || dial > maxDial { // 0 is what the SDK makes of no number
		options.Timeouts.DialTimeout = maxDial
	}
	options.Timeouts.MaxConnsPerHost = maxConnsPerHost
	options.ConfigureTransport = guardTransport(limits)
	c := &Client{limits: limits, scheduler: work.NewScheduler(places(limits)), secrets: secretsOf(s), closedUntil: map[string]time.Time{}}
	for _, client := range []**http.Client{&c.http, &c.rules} {
		if *client, err = httpclient.New(options); err != nil {
			return nil, fault.New("settings/bad-http", "settings: no HTTP client can be made (%s); want valid TLS material. Check certificates and keys.", excerpt([]byte(err.Error()), c.secrets))
		}
		(*client).CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	return c, nil
}

// guardTransport checks addresses when dialling, and takes no proxy from the environment: a
// proxy would resolve the name itself, past that check, and this plugin reads no environment
// but Grafana's. Grafana's own secure socks proxy is set after this, by the operator's will.
func guardTransport(limits query.Limits) httpclient.ConfigureTransportFunc {
	return func(o httpclient.Options, transport *http.Transport) {
		transport.Proxy = nil
		transport.DialContext = checkedDial(&net.Dialer{
			Timeout: o.Timeouts.DialTimeout, KeepAlive: o.Timeouts.KeepAlive,
		}, limits.Addresses)
	}
}

// Close drops idle connections.
func (c *Client) Close() {
	c.http.CloseIdleConnections()
	c.rules.CloseIdleConnections()
}

// of is the client for whom a context's work is done.
func (c *Client) of(ctx context.Context) *http.Client {
	if work.Urgent(ctx) {
		return c.rules
	}
	return c.http
}

// checkedDial resolves the name itself and dials the address it has checked, so that a second
// resolution can't lead elsewhere (DNS rebinding).
func checkedDial(dialer *net.Dialer, allowed string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(ctx, dialer.Timeout)
		defer cancel()
		addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		if err != nil {
			return nil, err
		}
		for _, ip := range addresses {
			if refused(ip, allowed) {
				return nil, fault.New("upstream/address-refused",
					"upstream: address %s is refused by limits.addresses = %q; want an address it allows. An admin can widen it in the data source's settings.", ip, allowed)
			}
		}
		for _, ip := range addresses {
			var connection net.Conn
			connection, err = dialer.DialContext(ctx, network, net.JoinHostPort(ip.Unmap().String(), port))
			if err == nil {
				return connection, nil
			}
		}
		return nil, err
	}
}
