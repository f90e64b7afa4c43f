// Command generate writes what is committed of the demo: go run ./generate (in lab/).
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"os"
	"strings"

	"github.com/tidemark/tidemark/lab/demo"
)

func main() {
	var text bytes.Buffer
	if err := demo.WriteShop(&text); err != nil {
		log.Fatal(err)
	}
	dashboard, err := json.MarshalIndent(shopDashboard(text.String()), "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	for path, content := range map[string][]byte{
		"demo/shop-sales.csv":                        text.Bytes(),
		"../provisioning/dashboards/shop-sales.json": append(dashboard, '\n'),
	} {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// shopDashboard carries the data in its query: Grafana's TestData source reads CSV, and
// the panel works on any source.
func shopDashboard(csv string) map[string]any {
	var rows []string
	for i, line := range strings.Split(strings.TrimSpace(csv), "\n") {
		cells := strings.Split(line, ",")
		if i == 0 {
			rows = append(rows, "time,sales") // TestData takes a column with "time" in its name for the time
			continue
		}
		rows = append(rows, cells[0]+"T00:00:00Z,"+cells[1])
	}
	source := map[string]string{"type": "grafana-testdata-datasource", "uid": "testdata"}
	return map[string]any{
		"uid": "tidemark-shop", "title": "Tidemark: a shop's sales", "tags": []string{"tidemark"}, "schemaVersion": 41, "editable": true,
		"time": map[string]string{"from": "2025-01-01T00:00:00Z", "to": "2025-12-31T23:59:59Z"}, "timezone": "utc",
		"annotations": map[string]any{"list": []any{}}, "templating": map[string]any{"list": []any{}},
		"panels": []any{map[string]any{
			"id": 1, "title": "Daily sales", "type": "tidemark-baseline-panel", "datasource": source,
			"description": "A year of generated sales with three days that nothing explains.",
			"gridPos":     map[string]int{"x": 0, "y": 0, "w": 24, "h": 14},
			"targets":     []any{map[string]any{"refId": "A", "datasource": source, "scenarioId": "csv_content", "csvContent": strings.Join(rows, "\n")}},
			"fieldConfig": map[string]any{"defaults": map[string]string{"unit": "currencyEUR"}, "overrides": []any{}},
			"options":     map[string]any{"spec": map[string]any{"grid": map[string]string{"step": "1d"}}},
		}},
	}
}
