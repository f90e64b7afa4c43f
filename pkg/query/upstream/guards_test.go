package upstream_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

func TestAddressesAreCheckedWhenDialling(t *testing.T) {
	server := newHostile(t, jsonAnswer(200, good))
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	tests := []struct{ name, host, allowed, code string }{
		{"loopback by default", "127.0.0.1", query.AddressesNoLinkLocal, ""},
		{"a name by default", "localhost", query.AddressesNoLinkLocal, ""},
		{"loopback where only public is allowed", "127.0.0.1", query.AddressesPublic, "upstream/address-refused"},
		{"a name of loopback where only public is allowed", "localhost", query.AddressesPublic, "upstream/address-refused"},
		{"mapped loopback where only public is allowed", "[::ffff:127.0.0.1]", query.AddressesPublic, "upstream/address-refused"},
		{"a private address where only public is allowed", "10.0.0.1", query.AddressesPublic, "upstream/address-refused"},
		{"carrier-grade NAT where only public is allowed", "100.64.0.1", query.AddressesPublic, "upstream/address-refused"},
		{"cloud metadata by default", "169.254.169.254", query.AddressesNoLinkLocal, "upstream/address-refused"},
		{"cloud metadata mapped into IPv6", "[::ffff:169.254.169.254]", query.AddressesNoLinkLocal, "upstream/address-refused"},
		{"cloud metadata over IPv6", "[fd00:ec2::254]", query.AddressesNoLinkLocal, "upstream/address-refused"},
		{"link-local IPv6", "[fe80::1]", query.AddressesNoLinkLocal, "upstream/address-refused"},
		{"the unspecified address", "0.0.0.0", query.AddressesNoLinkLocal, "upstream/address-refused"},
		{"multicast", "224.0.0.1", query.AddressesNoLinkLocal, "upstream/address-refused"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := prometheus(t, "http://"+tt.host+port, limitsFor(func(l *query.Limits) { l.Addresses = tt.allowed }))
			_, err := p.Read(t.Context(), up(), oneHour)
			if fault.Code(err) != tt.code {
				t.Errorf("Read from %s with addresses %q = %q (%v); want %q", tt.host, tt.allowed, fault.Code(err), err, tt.code)
			}
			checkText(t, err)
		})
	}
}

// Names that other resolvers read as an address must not reach one: Go's does not read them,
// and what it resolves is checked.
func TestNoSpellingOfAnAddressPassesTheCheck(t *testing.T) {
	spellings := []string{
		"169.254.169.254", "2852039166", "0xA9FEA9FE", "0251.0376.0251.0376", "0xA9.0xFE.0xA9.0xFE", "169.254.43518", "169.16689662",
		"[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[0:0:0:0:0:ffff:a9fe:a9fe]", "[fe80::1]", "[fe80::a9fe:a9fe]", "[fd00:ec2::254]",
		"169.254.169.254.", "169.254.0.1", "169.254.255.255", "0.0.0.0", "0", "[::]", "[::ffff:0.0.0.0]",
		"224.0.0.1", "239.255.255.250", "[ff02::1]", "[ff05::2]", "metadata.google.internal.invalid", "169。254。169。254", "①⑥⑨.254.169.254",
		"127.0.0.1", "127.1", "127.0.0.2", "localhost", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1",
		"[fc00::1]", "[fd12:3456::1]", "[::ffff:10.0.0.1]",
	}
	if len(spellings) != 40 {
		t.Fatalf("%d spellings; want the 40 of the list", len(spellings))
	}
	for _, host := range spellings {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		client, err := upstream.NewClient(ctx, backend.DataSourceInstanceSettings{JSONData: []byte(`{}`)}, limitsFor(func(l *query.Limits) { l.Addresses = query.AddressesPublic }), false)
		if err != nil {
			t.Fatal(err)
		}
		code := "settings/bad-url"
		if p, err := upstream.NewPrometheus("http://"+host+":1", client, query.DefaultLimits()); err == nil {
			_, err = p.Read(ctx, up(), oneHour)
			code = fault.Code(err)
		}
		cancel()
		client.Close()
		if code != "upstream/address-refused" && code != "upstream/unknown-host" && code != "settings/bad-url" {
			t.Errorf("Read from %s = %q; want it refused, or not resolved", host, code)
		}
	}
}

func TestTheURLMustBePlain(t *testing.T) {
	for _, address := range []string{"", "prometheus:9090", "file:///etc/passwd", "http://", "http://user:" + canary + "@host"} {
		_, err := upstream.NewPrometheus(address, nil, query.DefaultLimits())
		if fault.Code(err) != "settings/bad-url" || strings.Contains(err.Error(), canary) {
			t.Errorf("NewPrometheus(%q) = %v; want settings/bad-url without the password", address, err)
		}
	}
}

func TestAClosedPortAndAnUnknownHostAreTold(t *testing.T) {
	server := newHostile(t, jsonAnswer(200, good))
	server.Close()
	for address, code := range map[string]string{server.URL: "upstream/refused", "http://no-such-host.invalid": "upstream/unknown-host"} {
		_, err := prometheus(t, address, limitsFor(nil)).Read(t.Context(), up(), oneHour)
		if fault.Code(err) != code {
			t.Errorf("Read from %s = %q (%v); want %q", address, fault.Code(err), err, code)
		}
		checkText(t, err)
	}
}

// The request holds what the settings and the plugin put there and nothing else.
func TestAQuerySendsOnlyAllowedHeaders(t *testing.T) {
	var sent http.Header
	server := newHostile(t, func(w http.ResponseWriter, r *http.Request) {
		sent = r.Header
		jsonAnswer(200, good)(w, r)
	})
	question := query.Upstream{Query: json.RawMessage(`{"expr":"up","headers":{"X-Evil":"1"},"url":"http://evil","timeout":"1h"}`)}
	if _, err := prometheus(t, server.URL, limitsFor(nil)).Read(t.Context(), question, oneHour); err != nil {
		t.Fatal(err)
	}
	allowed := []string{"Accept", "Accept-Encoding", "Authorization", "Content-Length", "Content-Type", "User-Agent"}
	for name := range sent {
		if !slices.Contains(allowed, name) {
			t.Errorf("upstream got header %s: %v; want only %v", name, sent[name], allowed)
		}
	}
}

func TestTheRequestIsAPostOnTheGrid(t *testing.T) {
	var form string
	server := newHostile(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form = r.Method + " " + r.URL.Path + " " + string(body)
		jsonAnswer(200, good)(w, r)
	})
	question := query.Upstream{Query: json.RawMessage(`{"expr":"rate(x[$__rate_interval])+rate(x[${__interval}])"}`)}
	if _, err := prometheus(t, server.URL+"/prom/", limitsFor(nil)).Read(t.Context(), question, oneHour); err != nil {
		t.Fatal(err)
	}
	want := "POST /prom/api/v1/query_range end=3600.000&query=rate%28x%5B75s%5D%29%2Brate%28x%5B60s%5D%29&start=0.000&step=60.000&timeout=20s"
	if form != want {
		t.Errorf("request = %s; want %s", form, want)
	}
}

func grafana(t *testing.T, address string) *upstream.Grafana {
	t.Helper()
	settings := query.Settings{Kind: query.KindGrafana, Limits: query.DefaultLimits(), Pinned: []query.Pinned{{UID: "prom", Type: "prometheus", Name: "P"}}}
	client, err := upstream.NewClient(t.Context(), backend.DataSourceInstanceSettings{
		URL: address, Type: query.OwnType, BasicAuthEnabled: true, BasicAuthUser: "admin",
		JSONData:                []byte(`{"httpHeaderName1":"X-WEBAUTH-USER"}`),
		DecryptedSecureJSONData: map[string]string{"basicAuthPassword": "password", "httpHeaderValue1": "admin"},
	}, settings.Limits, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	g, err := upstream.NewGrafana(address, client, settings, upstream.Credential{Token: canary, Class: "token"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

const grafanaAnswer = `{"results":{"A":{"status":200,"frames":[{"schema":{"fields":[
	{"name":"Time","type":"time","typeInfo":{"frame":"time.Time"}},
	{"name":"Value","type":"number","typeInfo":{"frame":"float64","nullable":true},"labels":{"job":"a"}}]},
	"data":{"values":[[60000,120000],[1,null]]}}]}}}`

func TestGrafanaIsAskedForOnePinnedQueryOnTheGrid(t *testing.T) {
	var sent http.Header
	var body map[string]any
	server := newHostile(t, func(w http.ResponseWriter, r *http.Request) {
		sent = r.Header
		_ = json.NewDecoder(r.Body).Decode(&body)
		jsonAnswer(200, grafanaAnswer)(w, r)
	})
	question := query.Upstream{UID: "prom", Query: json.RawMessage(
		`{"expr":"up","refId":"Z","datasource":{"uid":"other"},"intervalMs":1,"maxDataPoints":43200,"instant":true}`)}
	result, err := grafana(t, server.URL).Read(t.Context(), question, oneHour)
	if err != nil || len(result.Series) != 1 || len(result.Series[0].Values) != 2 {
		t.Fatalf("Read = %v, %v; want one series of two points", result, err)
	}
	got, _ := json.Marshal(body)
	want := `{"from":"0","queries":[{"datasource":{"type":"prometheus","uid":"prom"},"exemplar":false,"expr":"up","format":"time_series","hide":false,"instant":false,"interval":"60s","intervalMs":60000,"maxDataPoints":61,"range":true,"refId":"A","timeRange":{"from":"0","to":"3659999"},"viaTidemark":true}],"to":"3659999"}`
	if string(got) != want {
		t.Errorf("body = %s; want %s", got, want)
	}
	if sent.Get("Authorization") != "Bearer "+canary || sent.Get("X-Query-V2") != "true" || sent.Get("X-Webauth-User") != "" {
		t.Errorf("headers = %v; want the token, X-Query-V2, and no header of the settings", sent)
	}
}

func TestAnAnswerBeyondWhatACallMayHaveIsCutOff(t *testing.T) {
	short := oneHour
	short.Most = 1
	for kind, read := range map[string]func(upstream.Range) (upstream.Result, error){
		"prometheus": func(r upstream.Range) (upstream.Result, error) {
			return prometheus(t, newHostile(t, jsonAnswer(200, good)).URL, limitsFor(nil)).Read(t.Context(), up(), r)
		},
		"grafana": func(r upstream.Range) (upstream.Result, error) {
			question := query.Upstream{UID: "prom", Query: json.RawMessage(`{"expr":"up"}`)}
			return grafana(t, newHostile(t, jsonAnswer(200, grafanaAnswer)).URL).Read(t.Context(), question, r)
		},
	} {
		if result, err := read(oneHour); err != nil || len(result.Series[0].Values) < 2 {
			t.Errorf("%s: Read = %v, %v; want two points or more", kind, result, err)
		}
		if result, err := read(short); fault.Code(err) != "upstream/too-many-points" {
			t.Errorf("%s: Read of at most one = %v, %v; want upstream/too-many-points", kind, result, err)
		}
	}
}

func TestAnUnpinnedSourceIsRefusedAsOneThatDoesNotExist(t *testing.T) {
	server := newHostile(t, jsonAnswer(200, grafanaAnswer))
	g := grafana(t, server.URL)
	texts := map[string]bool{}
	for _, uid := range []string{"exists-but-not-pinned", "no-such", "*", "", "PROM", "prom ", "../prom", "%70rom", "1", "P"} {
		_, err := g.Read(t.Context(), query.Upstream{UID: uid, Query: json.RawMessage(`{}`)}, oneHour)
		if fault.Code(err) != "query/not-pinned" {
			t.Errorf("Read of uid %q = %v; want query/not-pinned", uid, err)
			continue
		}
		texts[err.Error()] = true
	}
	if len(texts) != 1 || server.calls.Load() != 0 {
		t.Errorf("%d different texts and %d calls; want one text and no call", len(texts), server.calls.Load())
	}
}

func TestGrafanasRefusalsAreTold(t *testing.T) {
	tests := []struct {
		name   string
		answer http.HandlerFunc
		code   string
	}{
		{"token refused", jsonAnswer(401, `{"message":"Invalid API key"}`), "upstream/unauthorized"},
		{"no right", jsonAnswer(403, `{"message":"no"}`), "upstream/forbidden"},
		{"no such source", jsonAnswer(404, `{"message":"Data source not found"}`), "upstream/pin-not-found"},
		{"the query failed", jsonAnswer(400, `{"results":{"A":{"status":400,"error":"bad query"}}}`), "query/bad-expression"},
		{"no result", jsonAnswer(400, `{"message":"bad request"}`), "upstream/status"},
		{"truncated", jsonAnswer(200, grafanaAnswer[:60]), "upstream/bad-json"},
		{"columns that do not fit their schema", jsonAnswer(200, strings.Replace(grafanaAnswer, `"values":[[60000,120000],[1,null]]`, `"values":[[60000],[1]],"entities":[null,{"NaN":[7]}]`, 1)), "upstream/bad-json"},
		{"a login page", html, "upstream/not-json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := newHostile(t, tt.answer)
			_, err := grafana(t, server.URL).Read(t.Context(), query.Upstream{UID: "prom", Query: json.RawMessage(`{}`)}, oneHour)
			if fault.Code(err) != tt.code {
				t.Errorf("Read = %q (%v); want %q", fault.Code(err), err, tt.code)
			}
			checkText(t, err)
		})
	}
}

func TestTheManagedAccountServesOnlyItsOwnOrganisation(t *testing.T) {
	tests := []struct {
		name           string
		org            int64
		token, managed string
		class, code    string
	}{
		{"a token wins", 1, "t", "m", "token", ""},
		{"a token in any organisation", 7, "t", "", "token", ""},
		{"managed in the default organisation", 1, "", "m", "managed", ""},
		{"managed elsewhere would read the default organisation's data", 2, "", "m", "", "settings/no-token"},
		{"neither", 1, "", "", "", "settings/no-token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := upstream.ChooseCredential(tt.org, tt.token, tt.managed)
			if got.Class != tt.class || fault.Code(err) != tt.code {
				t.Errorf("ChooseCredential(%d, %q, %q) = %q, %q; want %q, %q", tt.org, tt.token, tt.managed, got.Class, fault.Code(err), tt.class, tt.code)
			}
		})
	}
}
