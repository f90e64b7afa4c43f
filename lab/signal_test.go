package main

import (
	"bufio"
	"context"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// maxOfTheEnd is how long the lab may take to end, whatever runs.
const maxOfTheEnd = 5 * time.Second

// The built lab is told to end while hostile queries run, each of which would take as long as it may.
func TestTheLabEndsWhateverRuns(t *testing.T) {
	program := filepath.Join(t.TempDir(), "lab")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("the lab does not build: %v\n%s", err, out)
	}
	lab := exec.Command(program, "--port", "0", "--dist", "../dist", "--page", t.TempDir(), "--nab", t.TempDir())
	out, err := lab.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := lab.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lab.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	base, ready := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if err != nil || !ready {
		t.Fatalf("the lab says %q, %v; want that it is ready. Run npm run build first", line, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var queries sync.WaitGroup
	answered := make(chan string, 6)
	now := time.Now().Unix()
	for range cap(answered) {
		queries.Go(func() {
			form := url.Values{"query": {hostile}, "time": {time.Unix(now, 0).UTC().Format(time.RFC3339)}}
			request, _ := http.NewRequestWithContext(ctx, http.MethodGet, base+"/prometheus/api/v1/query?"+form.Encode(), nil)
			if response, err := http.DefaultClient.Do(request); err == nil {
				_ = response.Body.Close()
				answered <- response.Status
			}
		})
	}
	time.Sleep(time.Second)
	if len(answered) > 0 {
		t.Fatalf("a query was answered (%s) before the signal; want a test that can tell", <-answered)
	}
	ended := make(chan error, 1)
	if err := lab.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	go func() { ended <- lab.Wait() }()
	select {
	case <-ended:
	case <-time.After(maxOfTheEnd):
		t.Errorf("the lab runs on %s after SIGTERM; want it to end", maxOfTheEnd)
	}
	cancel()
	queries.Wait()
}

// hostile stays within the limit of samples and computes for minutes.
const hostile = `count(sum_over_time(sum_over_time(sum_over_time(vector(1)[1h:1s])[12h:10s])[30d:10m]))`
