package host_test

import (
	"os"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/tidemark/tidemark/lab/host"
)

func start(t *testing.T) *host.Process {
	t.Helper()
	p, err := host.Start(host.BinaryPath("../../dist", "gpx_tidemark"))
	if err != nil {
		t.Fatalf("%v; run npm run build first", err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func context() backend.PluginContext {
	return backend.PluginContext{
		PluginID: "tidemark-baseline-datasource",
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			UID: "t", Type: "tidemark-baseline-datasource", URL: "http://127.0.0.1:1", JSONData: []byte(`{"upstream":"prometheus"}`),
		},
	}
}

func TestHealthOfAnUpstreamThatIsDown(t *testing.T) {
	got, err := start(t).CheckHealth(t.Context(), context())
	if err != nil || got.Status != backend.HealthStatusError || got.Message == "" {
		t.Errorf("CheckHealth = %+v, %v; want an error that says what is wrong", got, err)
	}
}

func TestADeadProcessIsStartedAgain(t *testing.T) {
	p := start(t)
	old, err := os.FindProcess(p.Pid())
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Kill(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); p.Starts() < 2; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the process was not started again within 20 s")
		}
	}
	if _, err := p.CheckHealth(t.Context(), context()); err != nil {
		t.Errorf("CheckHealth after the restart = %v", err)
	}
}

func TestABinaryThatIsNoPluginIsRefused(t *testing.T) {
	if p, err := host.Start("/bin/true"); err == nil {
		_ = p.Close()
		t.Error("Start(/bin/true) succeeds; want an error")
	}
}
