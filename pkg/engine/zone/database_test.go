package zone

import (
	"os"
	"path/filepath"
	"testing"
)

// A host's own files must not be read: here Berlin's would be Kathmandu's.
func TestTheHostsFilesAreNotRead(t *testing.T) {
	rules, err := rulesOf("Asia/Kathmandu")
	if err != nil {
		t.Fatal(err)
	}
	host := t.TempDir()
	if err := os.MkdirAll(filepath.Join(host, "Europe"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(host, "Europe", "Berlin"), rules, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ZONEINFO", host) // the first place that time.LoadLocation looks at
	z, err := Load("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	if got := z.OffsetMs(1_767_225_600_000); got != 3_600_000 { // 2026-01-01
		t.Errorf("offset = %d ms; want Berlin's hour", got)
	}
}

func TestOnlyNamedZonesAreThere(t *testing.T) {
	for _, name := range []string{"Europe", "Europe/Nowhere", "", "Europe/../UTC", "Local"} {
		if z, err := Load(name); err == nil {
			t.Errorf("Load(%q) = %v; want an error", name, z.location)
		}
	}
}
