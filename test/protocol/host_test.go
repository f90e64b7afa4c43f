package protocol_test

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
)

// host runs one plugin process, as Grafana's plugin manager does.
type host struct {
	t           *testing.T
	client      *goplugin.Client
	data        grpcplugin.DataClient
	diagnostics grpcplugin.DiagnosticsClient
	resource    grpcplugin.ResourceClient
	settings    backend.DataSourceInstanceSettings
	log         log
}

// log collects what the plugin writes to its log.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

var build struct {
	once sync.Once
	dir  string
	err  error
	log  []byte
}

func TestMain(m *testing.M) {
	code := m.Run()
	if build.dir != "" {
		_ = os.RemoveAll(build.dir)
	}
	os.Exit(code)
}

// binary builds the plugin once for all tests.
func binary(t *testing.T) string {
	t.Helper()
	build.once.Do(func() {
		if build.dir, build.err = os.MkdirTemp("", "gpx_tidemark"); build.err != nil {
			return
		}
		// Go's test cache knows the files that a test looks at, not those that a build reads.
		if build.err = filepath.WalkDir(filepath.Join("..", "..", "pkg"), func(path string, _ fs.DirEntry, err error) error {
			if err == nil {
				_, err = os.Stat(path)
			}
			return err
		}); build.err != nil {
			return
		}
		command := exec.Command("go", "build", "-tags", "arrow_json_stdlib", "-o", filepath.Join(build.dir, "gpx_tidemark"), "./pkg")
		command.Dir = filepath.Join("..", "..")
		build.log, build.err = command.CombinedOutput()
	})
	if build.err != nil {
		t.Fatalf("the plugin does not build: %v\n%s", build.err, build.log)
	}
	return filepath.Join(build.dir, "gpx_tidemark")
}

func startHost(t *testing.T, url string) *host {
	t.Helper()
	h := &host{t: t, settings: backend.DataSourceInstanceSettings{
		UID: "tidemark", Type: "tidemark-baseline-datasource", Name: "Tidemark", URL: url, JSONData: []byte(`{"upstream":"prometheus"}`),
	}}
	h.client = goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig: goplugin.HandshakeConfig{ProtocolVersion: grpcplugin.ProtocolVersion,
			MagicCookieKey: grpcplugin.MagicCookieKey, MagicCookieValue: grpcplugin.MagicCookieValue},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"data": &grpcplugin.DataGRPCPlugin{}, "diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{}, "resource": &grpcplugin.ResourceGRPCPlugin{},
		}},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Cmd:              exec.Command(binary(t)),
		Logger:           hclog.New(&hclog.LoggerOptions{Output: io.Discard}),
		Stderr:           &h.log,
	})
	t.Cleanup(h.client.Kill)
	rpc, err := h.client.Client()
	if err != nil {
		t.Fatalf("the plugin does not start: %v", err)
	}
	h.data = dispense[grpcplugin.DataClient](t, rpc, "data")
	h.diagnostics = dispense[grpcplugin.DiagnosticsClient](t, rpc, "diagnostics")
	h.resource = dispense[grpcplugin.ResourceClient](t, rpc, "resource")
	return h
}

// kill ends the process as the kernel's out-of-memory killer does: at once, without a word.
func (h *host) kill() {
	h.t.Helper()
	process, err := os.FindProcess(h.client.ReattachConfig().Pid)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := process.Kill(); err != nil {
		h.t.Fatal(err)
	}
}

func dispense[T any](t *testing.T, rpc goplugin.ClientProtocol, name string) T {
	t.Helper()
	raw, err := rpc.Dispense(name)
	if err != nil {
		t.Fatalf("the plugin offers no %s service: %v", name, err)
	}
	return raw.(T)
}

func (h *host) context() backend.PluginContext {
	return backend.PluginContext{OrgID: 1, PluginID: h.settings.Type, DataSourceInstanceSettings: &h.settings}
}

func (h *host) query(ctx context.Context, headers map[string]string, queries ...backend.DataQuery) *backend.QueryDataResponse {
	h.t.Helper()
	response, err := h.data.QueryData(ctx, backend.ToProto().QueryDataRequest(&backend.QueryDataRequest{
		PluginContext: h.context(), Headers: headers, Queries: queries,
	}))
	if err != nil {
		h.t.Fatalf("QueryData: %v", err)
	}
	decoded, err := backend.FromProto().QueryDataResponse(response)
	if err != nil {
		h.t.Fatal(err)
	}
	return decoded
}

func (h *host) health(ctx context.Context) *backend.CheckHealthResult {
	h.t.Helper()
	response, err := h.diagnostics.CheckHealth(ctx, &pluginv2.CheckHealthRequest{PluginContext: backend.ToProto().PluginContext(h.context())})
	if err != nil {
		h.t.Fatalf("CheckHealth: %v", err)
	}
	return backend.FromProto().CheckHealthResponse(response)
}

func (h *host) call(ctx context.Context, method, path string, body any) (int, string) {
	h.t.Helper()
	text, _ := json.Marshal(body)
	stream, err := h.resource.CallResource(ctx, &pluginv2.CallResourceRequest{
		PluginContext: backend.ToProto().PluginContext(h.context()), Method: method, Path: path, Url: path, Body: text,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	response, err := stream.Recv()
	if err != nil {
		h.t.Fatalf("CallResource %s: %v", path, err)
	}
	return int(response.Code), string(response.Body)
}
