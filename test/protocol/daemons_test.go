// Package protocol_test drives the built plugin as Grafana does: a process of its own, over
// go-plugin's gRPC, in front of a real Prometheus that scrapes itself and a node exporter.
package protocol_test

import (
	"bytes"
	"fmt"
	"math"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// daemon starts a program of a Debian package and stops it when the test ends.
func daemon(t *testing.T, pack, program string, args ...string) {
	t.Helper()
	command := exec.Command(installed(t, pack, program), args...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		t.Fatalf("%s does not start: %v", program, err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
		if t.Failed() {
			t.Logf("%s said at last:\n%s", program, lastBytes(output.String(), 2000))
		}
	})
}

func lastBytes(text string, n int) string { return text[max(0, len(text)-n):] }

// installed fails the test, with the way to mend it, where a program is missing: a test that
// skipped itself would say nothing of the plugin.
func installed(t *testing.T, pack, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is not installed; want it for this test. Install Debian's package: apt-get install %s", program, pack)
	}
	return path
}

// freeAddress is a loopback address nobody listens on at the moment.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// await polls until ready, for at most a minute.
func await(t *testing.T, what string, ready func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if ready() {
			return
		}
	}
	t.Fatalf("%s is not ready after a minute", what)
}

func answers(url string) bool {
	response, err := http.Get(url)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// startPrometheus starts a Prometheus with two weeks of demo_load in its database, scraping
// itself and a node exporter each second, and returns its URL.
func startPrometheus(t *testing.T, now time.Time) string {
	t.Helper()
	dir, address, node := t.TempDir(), freeAddress(t), freeAddress(t)
	daemon(t, "prometheus-node-exporter", "prometheus-node-exporter", "--web.listen-address="+node)
	backfill(t, dir, now)
	config := filepath.Join(dir, "prometheus.yml")
	text := fmt.Sprintf("global: {scrape_interval: 1s}\nscrape_configs:\n  - {job_name: prometheus, static_configs: [{targets: [%q]}]}\n  - {job_name: node, static_configs: [{targets: [%q]}]}\n", address, node)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon(t, "prometheus", "prometheus", "--config.file="+config, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--storage.tsdb.retention.time=60d", "--web.listen-address="+address)
	url := "http://" + address
	await(t, "Prometheus", func() bool { return answers(url + "/-/ready") })
	return url
}

// backfill writes 15 days of two services' load, one of which broke down half an hour ago, and of
// a service that is four hours old, broken down too, beside its siblings, with Prometheus' own tool.
func backfill(t *testing.T, dir string, now time.Time) {
	t.Helper()
	var text strings.Builder
	const step = 300
	end := now.Unix() / step * step
	write := func(metric, job string, age int64, factor float64, broken bool) {
		for at := end - age; at <= end; at += step {
			value := factor * load(at)
			if broken && at > end-1800 {
				value /= 10
			}
			fmt.Fprintf(&text, "%s{job=%q} %.3f %d\n", metric, job, value, at)
		}
	}
	text.WriteString("# TYPE demo_load gauge\n")
	write("demo_load", "outage", 15*86400, 1, true)
	write("demo_load", "quiet", 15*86400, 1, false)
	text.WriteString("# TYPE demo_young gauge\n")
	write("demo_young", "new", 4*3600, 2, true)
	write("demo_young", "one", 15*86400, 1, false)
	write("demo_young", "other", 15*86400, 3, false)
	text.WriteString("# EOF\n")
	input := filepath.Join(dir, "load.om")
	if err := os.WriteFile(input, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command(installed(t, "prometheus", "promtool"), "tsdb", "create-blocks-from", "openmetrics", input, filepath.Join(dir, "data")).CombinedOutput(); err != nil {
		t.Fatalf("promtool: %v\n%s", err, output)
	}
}

// load is low at night and high at noon, with a noise that is a function of time.
func load(seconds int64) float64 {
	noise := 0.0
	for i := range int64(12) {
		h := uint64(seconds+i*7919) * 0x9e3779b97f4a7c15
		h ^= h >> 29
		h *= 0xbf58476d1ce4e5b9
		h ^= h >> 32
		noise += float64(h>>11) / (1 << 53)
	}
	return 100 - 40*math.Cos(2*math.Pi*float64(seconds%86400)/86400) + 4*(noise-6)
}
