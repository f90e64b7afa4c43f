package query

import (
	"encoding/json"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// OwnType is the id of Tidemark's data source. Reading it through itself would recurse.
const OwnType = "tidemark-baseline-datasource"

// Kinds of upstream.
const (
	KindPrometheus = "prometheus"
	KindGrafana    = "grafana"
)

// Settings is what an admin saved for one data source (Grafana's jsonData). It holds no secret.
type Settings struct {
	Kind       string   `json:"upstream"`
	GrafanaURL string   `json:"grafanaUrl"`
	Pinned     []Pinned `json:"pinned"`
	Limits     Limits   `json:"limits"`
	// PartialData says what an alert query does with an answer that the upstream calls
	// incomplete: "error", or "accept" with a notice. Dashboards always accept.
	PartialData string `json:"partialData"`
}

// Values of Settings.PartialData.
const (
	PartialError  = "error"
	PartialAccept = "accept"
)

// Pinned is one data source that an admin allows this one to read.
type Pinned struct {
	UID  string `json:"uid"`
	Type string `json:"type"`
	Name string `json:"name"`
}

// unpinnable are types that answer no backend query, or that would lead back here.
var unpinnable = map[string]string{
	OwnType:           "it is Tidemark itself, and reading it would never end",
	"__expr__":        "expressions have no data of their own",
	"mixed":           "it stands for several data sources; pin each of them",
	"-- Mixed --":     "it stands for several data sources; pin each of them",
	"dashboard":       "it stands for another panel",
	"-- Dashboard --": "it stands for another panel",
}

// ParseSettings reads jsonData and fills defaults.
//
// Errors: settings/bad-json, settings/unknown-upstream, settings/unknown-partial-data,
// settings/bad-pin, settings/limit-out-of-range.
func ParseSettings(jsonData []byte) (Settings, error) {
	s := Settings{Kind: KindPrometheus, Limits: DefaultLimits(), PartialData: PartialError}
	if len(jsonData) > 0 {
		if err := json.Unmarshal(jsonData, &s); err != nil {
			return Settings{}, fault.New("settings/bad-json",
				"settings: jsonData: %s; want Tidemark's settings. Save the data source again.", DecodeProblem(err))
		}
	}
	if s.Kind != KindPrometheus && s.Kind != KindGrafana {
		return Settings{}, fault.New("settings/unknown-upstream",
			"settings: upstream is %q; want %q or %q. Choose one on the data source's page.", fault.Short(s.Kind), KindPrometheus, KindGrafana)
	}
	if s.PartialData != PartialError && s.PartialData != PartialAccept {
		return Settings{}, fault.New("settings/unknown-partial-data",
			"settings: partialData is %q; want %q or %q.", fault.Short(s.PartialData), PartialError, PartialAccept)
	}
	for _, pin := range s.Pinned {
		if err := checkPin(pin); err != nil {
			return Settings{}, err
		}
	}
	if err := s.Limits.check(); err != nil {
		return Settings{}, err
	}
	return s, nil
}

// checkPin refuses a pin that is not exactly one other data source. A wildcard would give
// away all of them (CVE-2024-1442 was a data source whose UID was "*").
func checkPin(pin Pinned) error {
	if pin.UID == "" || len(pin.UID) > 64 || strings.IndexFunc(pin.UID, notInUID) >= 0 {
		return fault.New("settings/bad-pin",
			"settings: pinned uid is %q; want one exact uid of letters, digits, - and _. Pick the data source from the list.", fault.Short(pin.UID))
	}
	for _, name := range []string{pin.Type, pin.UID} {
		if why, ok := unpinnable[name]; ok {
			return fault.New("settings/bad-pin",
				"settings: %q can't be pinned: %s. Pin the data source that holds the metrics.", fault.Short(name), why)
		}
	}
	return nil
}

func notInUID(r rune) bool {
	letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	return !letter && !('0' <= r && r <= '9') && r != '-' && r != '_'
}

// Pin finds the pinned data source with exactly this uid. The error is the same whether or
// not such a data source exists, so that a query can't probe for uids.
//
// Errors: query/not-pinned.
func (s Settings) Pin(uid string) (Pinned, error) {
	for _, pin := range s.Pinned {
		if pin.UID == uid {
			return pin, nil
		}
	}
	return Pinned{}, fault.New("query/not-pinned",
		"query: the upstream data source is not pinned; want one that an admin has pinned. Choose another, or ask an admin to pin it in this data source's settings.")
}
