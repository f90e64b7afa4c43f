package upstream

import (
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"

	"github.com/tidemark/tidemark/pkg/query"
)

func TestNoProxyOfTheEnvironmentIsUsed(t *testing.T) {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment}
	guardTransport(query.DefaultLimits())(httpclient.Options{Timeouts: &httpclient.DefaultTimeoutOptions}, transport)
	if transport.Proxy != nil || transport.DialContext == nil {
		t.Error("the transport asks the environment for a proxy; want none, and a dialler that checks addresses")
	}
}
