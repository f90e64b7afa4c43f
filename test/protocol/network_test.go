package protocol_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// badNetwork stands between the plugin and an upstream; it does no harm at first. It returns its URL.
func badNetwork(t *testing.T, upstream string) (*toxiproxy.Proxy, string) {
	t.Helper()
	zerolog.SetGlobalLevel(zerolog.Disabled) // what toxics say goes to no logger that is given
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "upstream", "127.0.0.1:0", strings.TrimPrefix(upstream, "http://"))
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	return proxy, "http://" + proxy.Listen
}

func TestABadNetworkGivesTheSameAnswerOrNone(t *testing.T) {
	now := time.Now()
	proxy, url := badNetwork(t, startPrometheus(t, now))
	h := startHost(t, url)
	changes := 0
	// A changed data source has read nothing yet, so that all of the history crosses the network.
	ask := func() (backend.DataResponse, string) {
		changes++
		h.settings.Updated = now.Add(time.Duration(changes) * time.Second)
		answer := h.query(t.Context(), fromAlert, alertQuery("demo_load", now)).Responses["A"]
		frames, err := json.Marshal(answer.Frames)
		if err != nil {
			t.Fatal(err)
		}
		return answer, string(frames)
	}
	answer, want := ask()
	if got := scores(t, answer); got["outage"] <= 1 || got["quiet"] > 1 {
		t.Fatalf("scores = %v; want outage above 1 and quiet at most 1", got)
	}
	for _, c := range []struct{ name, toxic, code string }{
		{name: "slow and uneven", toxic: `{"type":"latency","attributes":{"latency":100,"jitter":80}}`},
		{name: "in crumbs", toxic: `{"type":"slicer","attributes":{"average_size":700,"size_variation":300,"delay":100}}`},
		{name: "narrow", toxic: `{"type":"bandwidth","attributes":{"rate":200}}`},
		{name: "slow to close", toxic: `{"type":"slow_close","attributes":{"delay":300}}`},
		{name: "cut within the answer", toxic: `{"type":"limit_data","attributes":{"bytes":20000}}`, code: "[upstream/connection]"},
		{name: "cut within the headers", toxic: `{"type":"limit_data","attributes":{"bytes":20}}`, code: "[upstream/connection]"},
		{name: "reset", toxic: `{"type":"reset_peer","attributes":{"timeout":0}}`, code: "[upstream/connection]"},
		{name: "silent, then gone", toxic: `{"type":"timeout","attributes":{"timeout":200}}`, code: "[upstream/connection]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(c.toxic)); err != nil {
				t.Fatal(err)
			}
			answer, frames := ask()
			proxy.Toxics.ResetToxics(t.Context())
			switch {
			case c.code != "":
				if answer.Error == nil || !strings.HasSuffix(answer.Error.Error(), c.code) || len(answer.Frames) > 0 {
					t.Errorf("answer = %d frames, %v; want none and %s", len(answer.Frames), answer.Error, c.code)
				}
			case answer.Error != nil || frames != want:
				t.Errorf("answer = %v, %s; want %s", answer.Error, frames, want)
			}
			if answer, frames := ask(); frames != want {
				t.Errorf("afterwards %v, %s; want %s", answer.Error, frames, want)
			}
		})
	}
}
