package plugin

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"go.yaml.in/yaml/v3"

	"github.com/tidemark/tidemark/pkg/engine/detect"
)

// These hold the provisioning files to the plugin and to Go's templates, which Grafana uses;
// test/grafana holds them to a Grafana.

type provisionedRule struct {
	UID         string
	Condition   string
	Annotations map[string]string
	Record      *struct{ Metric, From, TargetDatasourceUid string } //nolint:revive // Grafana's spelling
	Data        []struct {
		RefID         string `yaml:"refId"`
		DatasourceUID string `yaml:"datasourceUid"`
		Model         map[string]any
	}
}

func provisioned[T any](t *testing.T, file string) T {
	t.Helper()
	text, err := os.ReadFile("../../provisioning/alerting/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var got T
	if err := yaml.Unmarshal(text, &got); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return got
}

func rulesOf(t *testing.T, file string) (all []provisionedRule) {
	t.Helper()
	for _, group := range provisioned[struct {
		Groups []struct{ Rules []provisionedRule }
	}](t, file).Groups {
		all = append(all, group.Rules...)
	}
	if len(all) == 0 {
		t.Fatalf("%s has no rules", file)
	}
	return all
}

// numbers asks every Tidemark query of a rule as the scheduler does.
func (b *bench) numbers(r provisionedRule) map[string]float64 {
	b.t.Helper()
	got := map[string]float64{}
	for _, part := range r.Data {
		if part.DatasourceUID != "tidemark" {
			continue
		}
		if part.Model["refId"] != part.RefID {
			b.t.Errorf("rule %s: query %s has the refId %v in its model", r.UID, part.RefID, part.Model["refId"])
		}
		text, err := json.Marshal(part.Model)
		if err != nil {
			b.t.Fatal(err)
		}
		response, err := b.datasource.QueryData(b.t.Context(), &backend.QueryDataRequest{Headers: map[string]string{"FromAlert": "true"},
			Queries: []backend.DataQuery{{RefID: part.RefID, JSON: text, TimeRange: backend.TimeRange{From: b.now.Add(-10 * time.Minute), To: b.now}}}})
		if err != nil {
			b.t.Fatal(err)
		}
		got[part.RefID], _ = b.number(response.Responses[part.RefID])
	}
	return got
}

type captured struct {
	Labels map[string]string
	Value  float64
}

// annotate fills in an annotation as ngalert's state/template does: by three variables.
func annotate(t *testing.T, text string, labels map[string]string, values map[string]captured) string {
	t.Helper()
	parsed, err := template.New("annotation").Parse(`{{- $labels := .Labels -}}{{- $values := .Values -}}` + text)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := parsed.Execute(&out, map[string]any{"Labels": labels, "Values": values}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheProvisionedRuleFiresWithItsVerdict(t *testing.T) {
	r := rulesOf(t, "rules.yaml")[0]
	b := newBench(t, shopSeries{labels: `{"instance":"web-1"}`, value: outage})
	numbers := b.numbers(r)
	if numbers["A"] <= 1 {
		t.Fatalf("numbers %v; want A above 1 in an outage", numbers)
	}
	values := map[string]captured{}
	for refID, value := range numbers {
		values[refID] = captured{Value: value}
	}
	verdict := annotate(t, r.Annotations["verdict"], map[string]string{"instance": "web-1"}, values)
	if !strings.HasPrefix(verdict, "web-1 is at ") || !strings.Contains(verdict, ", below the expected ") || strings.Contains(verdict, "  ") || !strings.HasSuffix(verdict, " times the limit of the hourly mean.") {
		t.Errorf("verdict %q; want one sentence with value, side, expected value, score and reason", verdict)
	}
	if none := annotate(t, r.Annotations["verdict"], nil, nil); none != "There is no number to judge." {
		t.Errorf("verdict of an alert for missing data %q; want one that says so", none)
	}
	notification := notify(t, map[string]any{
		"CommonLabels": map[string]string{"alertname": "CPU in use is not normal"},
		"Alerts": map[string]any{"Firing": []map[string]any{{
			"Labels": map[string]string{}, "Annotations": map[string]string{"verdict": verdict}, "PanelURL": "http://grafana/d/x",
		}}},
	})
	if notification != "1 firing: CPU in use is not normal|"+verdict+" http://grafana/d/x\n" {
		t.Errorf("notification %q; want a title, and the verdict with its panel", notification)
	}
}

func TestTheVerdictSaysEachReason(t *testing.T) {
	text := rulesOf(t, "rules.yaml")[0].Annotations["verdict"]
	const at = "web-1 is at 412, above the expected 240: "
	for _, tt := range []struct {
		score  float64
		reason float64
		want   string
	}{
		{2.34, detect.ReasonDeviation, at + "2.3 times the limit of its deviation."},
		{1.7, detect.ReasonHourlyMean, at + "1.7 times the limit of the hourly mean."},
		{1.6, detect.ReasonSpike, at + "1.6 times the limit of a spike."},
		{1.5, detect.ReasonBounds, at + "beyond the bound that the spec declares."},
		{2.4, detect.ReasonStuck, at + "unchanged for 2.4 times as long as it may."},
		{10, detect.ReasonMissing, "web-1 has no value, which counts as an anomaly."},
		{holding, detect.ReasonNone, at + "not back for long enough."},
		{0.42, detect.ReasonNone, at + "0.4 times its limit."},
	} {
		values := map[string]captured{"A": {Value: tt.score}, "V": {Value: 412}, "E": {Value: 240}, "R": {Value: tt.reason}}
		if got := annotate(t, text, map[string]string{"instance": "web-1"}, values); got != tt.want {
			t.Errorf("verdict of reason %v is %q; want %q", tt.reason, got, tt.want)
		}
	}
}

// notify fills in title and message of the contact point.
func notify(t *testing.T, alert map[string]any) string {
	t.Helper()
	parsed := template.New("")
	for _, one := range provisioned[struct{ Templates []struct{ Template string } }](t, "templates.yaml").Templates {
		template.Must(parsed.Parse(one.Template))
	}
	settings := provisioned[struct {
		ContactPoints []struct {
			Receivers []struct{ Settings map[string]string }
		} `yaml:"contactPoints"`
	}](t, "contact-points.yaml").ContactPoints[0].Receivers[0].Settings
	var out strings.Builder
	for i, part := range []string{settings["title"], settings["message"]} {
		if i > 0 {
			out.WriteByte('|')
		}
		if err := template.Must(template.Must(parsed.Clone()).Parse(part)).Execute(&out, alert); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestTheProvisionedRecordingRulesGiveNumbers(t *testing.T) {
	b := newBench(t, shopSeries{labels: `{"instance":"web-1"}`, value: busyDay}, shopSeries{labels: `{"instance":"new"}`, value: busyDay, fromMs: noon.UnixMilli() - 3600_000})
	for _, r := range rulesOf(t, "recording.yaml") {
		if r.Record == nil || r.Record.From != r.Data[0].RefID {
			t.Errorf("rule %s records %+v; want its own query", r.UID, r.Record)
		}
		if numbers := b.numbers(r); len(numbers) != 1 {
			t.Errorf("rule %s gives %v; want one number, since the other series is learning", r.UID, numbers)
		}
	}
}
