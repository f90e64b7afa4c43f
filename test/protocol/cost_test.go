//go:build scale

package protocol_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// startLoaded starts Debian's Prometheus over n series of "load", a point every five minutes
// of the 16 days before end.
func startLoaded(t *testing.T, n int, end time.Time) string {
	t.Helper()
	dir, address := t.TempDir(), freeAddress(t)
	input := filepath.Join(dir, "load.om")
	file, err := os.Create(input)
	if err != nil {
		t.Fatal(err)
	}
	text := bufio.NewWriterSize(file, 1<<20)
	fmt.Fprintln(text, "# TYPE load gauge")
	values := make([]string, 21*288)
	for i := range values {
		values[i] = strconv.FormatFloat(load(int64(i)*300), 'f', 3, 64)
	}
	last := end.Unix() / 300 * 300
	for i := range n {
		for at := last - 16*86400; at <= last; at += 300 {
			fmt.Fprintf(text, "load{job=\"job-%05d\"} %s %d\n", i, values[(at/300+int64(i)*12)%int64(len(values))], at)
		}
	}
	fmt.Fprintln(text, "# EOF")
	if err := text.Flush(); err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	// one long block: promtool reads its input again for each
	if output, err := exec.Command(installed(t, "prometheus", "promtool"), "tsdb", "create-blocks-from", "--max-block-duration=486h", "openmetrics", input, filepath.Join(dir, "data")).CombinedOutput(); err != nil {
		t.Fatalf("promtool: %v\n%s", err, lastBytes(string(output), 500))
	}
	_ = os.Remove(input)
	config := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(config, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	daemon(t, "prometheus", "prometheus", "--config.file="+config, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--storage.tsdb.retention.time=60d", "--web.listen-address="+address)
	await(t, "Prometheus", func() bool { return answers("http://" + address + "/-/ready") })
	return "http://" + address
}

// toll is what queries have cost a Prometheus so far.
type toll struct{ calls, bytes, cpu float64 }

func (a toll) less(b toll) toll { return toll{a.calls - b.calls, a.bytes - b.bytes, a.cpu - b.cpu} }
func (a toll) times(n float64) toll {
	return toll{n * a.calls, n * a.bytes, n * a.cpu}
}
func (a toll) plus(b toll) toll { return toll{a.calls + b.calls, a.bytes + b.bytes, a.cpu + b.cpu} }
func (a toll) String() string {
	return fmt.Sprintf("%6.0f calls, %8.1f MiB of answers, %6.1f s of processor time", a.calls, a.bytes/(1<<20), a.cpu)
}

var (
	countedCalls = regexp.MustCompile(`(?m)^prometheus_http_requests_total\{code="200",handler="/api/v1/query(?:_range)?"\} (\S+)$`)
	countedBytes = regexp.MustCompile(`(?m)^prometheus_http_response_size_bytes_sum\{handler="/api/v1/query(?:_range)?"\} (\S+)$`)
	countedCPU   = regexp.MustCompile(`(?m)^process_cpu_seconds_total (\S+)$`)
)

func tollOf(t *testing.T, prometheus string) (now toll) {
	t.Helper()
	response, err := http.Get(prometheus + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for pattern, field := range map[*regexp.Regexp]*float64{countedCalls: &now.calls, countedBytes: &now.bytes, countedCPU: &now.cpu} {
		for _, match := range pattern.FindAllSubmatch(text, -1) {
			value, _ := strconv.ParseFloat(string(match[1]), 64)
			*field += value
		}
	}
	return now
}

func TestFigureWhatARuleCostsUpstreamInADay(t *testing.T) {
	const series, minutes = 1000, 10
	end := lately()
	prometheus := startLoaded(t, series, end)
	begin := end.Add(-minutes * time.Minute)
	measure := func(job func(at time.Time)) toll {
		before := tollOf(t, prometheus)
		for i := range minutes {
			job(begin.Add(time.Duration(i+1) * time.Minute))
		}
		return tollOf(t, prometheus).less(before)
	}
	plain := measure(func(at time.Time) { // what Grafana's own Prometheus data source asks for a rule
		response, err := http.PostForm(prometheus+"/api/v1/query", url.Values{"query": {"load"}, "time": {strconv.FormatInt(at.Unix(), 10)}})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}).times(24 * 60 / minutes)

	h := startHost(t, prometheus)
	before, started, attempts, used := tollOf(t, prometheus), time.Now(), 1, h.cpu()
	for ; ; attempts++ {
		if answer := h.query(t.Context(), fromAlert, evaluation(begin)).Responses["A"]; answer.Error == nil {
			break
		} else if attempts == 30 {
			t.Fatal(answer.Error)
		}
	}
	cold := tollOf(t, prometheus).less(before)
	t.Logf("the first answer: %d attempts, %.0f s on this machine, %.1f s on two idle cores", attempts, time.Since(started).Seconds(), (h.cpu()-used).Seconds()/cores)
	warm := measure(func(at time.Time) {
		if answer := h.query(t.Context(), fromAlert, evaluation(at)).Responses["A"]; answer.Error != nil {
			t.Fatal(answer.Error)
		}
	}).times(24 * 60 / minutes)

	t.Logf("a day of one rule over %d series, each minute:", series)
	t.Logf("  without Tidemark            %s", plain)
	t.Logf("  with it, warm               %s", warm)
	t.Logf("  its history, once a day     %s", cold)
	t.Logf("  with it, in all             %s", warm.plus(cold))
	within(t, "warm, calls a plain rule's call", warm.calls/plain.calls, 1, "")
	within(t, "warm, bytes a plain rule's byte", warm.bytes/plain.bytes, 1, "")
	within(t, "in all, processor time a plain rule's", warm.plus(cold).cpu/plain.cpu, 5, "")
}
