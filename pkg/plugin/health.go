package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/query"
)

const healthTimeout = 15 * time.Second

// CheckHealth says whether the upstream can be read; if not, what is wrong and how to mend
// it. The details carry the code, for tests and support.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	err := d.broken
	if err == nil {
		err = d.upstream.Check(ctx)
	}
	if err != nil {
		err = coded(err)
		return health(backend.HealthStatusError, err.Error(), map[string]any{"code": fault.Code(err), "verboseMessage": remedy(fault.Code(err))})
	}
	return health(backend.HealthStatusOk, d.wellText(), map[string]any{"kind": d.settings.Kind, "pinned": d.settings.Pinned})
}

func (d *Datasource) wellText() string {
	if d.settings.Kind == query.KindPrometheus {
		return "The Prometheus API answers."
	}
	if n := len(d.settings.Pinned); n != 1 {
		return fmt.Sprintf("Grafana answers, and the %d pinned data sources are well.", n)
	}
	return "Grafana answers, and the pinned data source is well."
}

func health(status backend.HealthStatus, message string, details map[string]any) (*backend.CheckHealthResult, error) {
	text, err := json.Marshal(details)
	if err != nil {
		return nil, err
	}
	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: text}, nil
}

// remedy is the longer advice where the sentence of the error is not all there is to say.
func remedy(code string) string {
	switch code {
	case "settings/no-token", "upstream/unauthorized", "upstream/forbidden":
		return "For kind grafana: Administration → Users and access → Service accounts → Add, role Viewer, then Add token; a token works only in its own organisation. For kind prometheus: check user, password or header."
	case "upstream/refused", "upstream/unknown-host", "upstream/timeout", "upstream/connection":
		return "The address is dialled from Grafana's server, not from your browser: inside containers, localhost is the container itself."
	case "upstream/redirect":
		return "Redirects are never followed, since they could lead a credential elsewhere. Usual causes: http for https, a missing path, a login proxy."
	case "upstream/address-refused":
		return "limits.addresses is checked when dialling. \"no-link-local\" refuses cloud metadata services; \"public\" refuses private networks too."
	case "upstream/tls":
		return "Turn on \"With CA cert\" and paste the certificate of the authority that signed the upstream's."
	case "upstream/pin-not-found":
		return "Pinned data sources are known by uid. Provision them with a fixed uid, or pin them again after they were made anew."
	}
	return ""
}
