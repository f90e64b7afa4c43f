//go:build pairs && !race

package plugin

import (
	"fmt"
	"os"
	"reflect"
	"runtime/debug"
	"testing"
)

// Each two ends of different fields in one query. TIDEMARK_PART=2/8 takes every eighth of the pairs,
// from the third on.
func TestOneQueryOfAnyPairOfExtremesIsBounded(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(50)) // as the plugin sets it
	part, parts := 0, 1
	if text := os.Getenv("TIDEMARK_PART"); text != "" {
		if n, err := fmt.Sscanf(text, "%d/%d", &part, &parts); n != 2 || err != nil || parts < 1 || part >= parts {
			t.Fatalf("TIDEMARK_PART = %q; want such as 2/8", text)
		}
	}
	most, number, ran, left, refused := resources{}, 0, 0, 0, 0
	all := extremes()
	for i, a := range all {
		for _, b := range all[:i] {
			document := both(a.document, b.document)
			if reflect.DeepEqual(document, a.document) || reflect.DeepEqual(document, b.document) {
				continue // two ends of one field
			}
			if number++; number%parts != part {
				continue
			}
			output := oracleOutputs[number/parts%len(oracleOutputs)]
			r := measure(t, output, document)
			r.check(t, fmt.Sprintf("%s of %s, %s", output, a.name, b.name))
			most.mib, most.after = max(most.mib, r.mib), max(most.after, r.after)
			ran++
			if r.left {
				left++
			} else if r.code != "" {
				refused++
			}
		}
	}
	t.Logf("%d of %d pairs, %d refused, %d left: at most %d MiB, and %s after the caller left", ran, number, refused, left, most.mib, most.after)
	if ran == 0 {
		t.Error("no pair was tried")
	}
}
