//go:build scale

package protocol_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"google.golang.org/protobuf/proto"
)

var statusLine = regexp.MustCompile(`(?m)^(VmHWM|VmRSS):\s+(\d+) kB$`)

// memory is the plugin's resident memory in MiB, now and at most since resetPeak.
func (h *host) memory() (now, peak int) {
	h.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", h.client.ReattachConfig().Pid))
	if err != nil {
		h.t.Fatal(err)
	}
	for _, match := range statusLine.FindAllStringSubmatch(string(text), -1) {
		kib, _ := strconv.Atoi(match[2])
		if match[1] == "VmHWM" {
			peak = kib >> 10
		} else {
			now = kib >> 10
		}
	}
	return now, peak
}

func (h *host) resetPeak() {
	h.t.Helper()
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", h.client.ReattachConfig().Pid), []byte("5"), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

func replyBytes(t *testing.T, response *backend.QueryDataResponse) int {
	t.Helper()
	message, err := backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, response)
	if err != nil {
		t.Fatal(err)
	}
	return proto.Size(message)
}

// within holds a figure to its bound and prints it either way.
func within(t *testing.T, what string, got, bound float64, unit string) {
	t.Helper()
	t.Logf("%-60s %10.2f %s (at most %g)", what, got, unit, bound)
	if !(got <= bound) {
		t.Errorf("%s = %.2f %s; want at most %g", what, got, unit, bound)
	}
}

// cpu is the processor time that the plugin has used so far. Two cores that nothing else uses
// spend it in half the time: that is the time to hold to a bound on a busy machine.
func (h *host) cpu() time.Duration {
	h.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", h.client.ReattachConfig().Pid))
	if err != nil {
		h.t.Fatal(err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // USER_HZ is 100 on every Linux
}

const cores = 2
