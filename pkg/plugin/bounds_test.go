package plugin

import (
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"testing"
	"time"
)

// maxRSS is the memory that a process may need over all hostile bodies, in MiB: its own, Go's and,
// here, that of the test's upstream.
const maxRSS = 256

var peakRSS = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// bounded holds a test to that memory, and to the goroutines that there were before. The kernel
// counts the memory, from here on.
func bounded(t *testing.T) {
	t.Helper()
	gc := debug.SetGCPercent(50) // as the plugin sets it
	debug.FreeOSMemory()
	counted := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o600) == nil
	if !counted && runtime.GOOS == "linux" {
		t.Fatal("the kernel does not count memory anew")
	}
	before := runtime.NumGoroutine()
	t.Cleanup(func() { // after what closes servers and connections
		debug.SetGCPercent(gc)
		for wait := 0; runtime.NumGoroutine() > before && wait < 1000; wait++ {
			time.Sleep(10 * time.Millisecond)
		}
		if after := runtime.NumGoroutine(); after > before {
			t.Errorf("%d goroutines more than before; want none", after-before)
		}
		status, _ := os.ReadFile("/proc/self/status")
		found := peakRSS.FindSubmatch(status)
		if !counted || found == nil {
			t.Log("memory is counted on Linux alone")
			return
		}
		kib, _ := strconv.Atoi(string(found[1]))
		t.Logf("at most %d MiB of memory", kib>>10)
		if kib>>10 > maxRSS && !raceDetector {
			t.Errorf("the process took %d MiB; want at most %d", kib>>10, maxRSS)
		}
	})
}
