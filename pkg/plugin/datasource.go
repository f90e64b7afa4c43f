package plugin

import (
	"context"
	"fmt"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"

	"github.com/tidemark/tidemark/pkg/query"
	"github.com/tidemark/tidemark/pkg/query/upstream"
)

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// Datasource is one configured data source of one organisation.
type Datasource struct {
	process  *Process
	org      int64
	uid      string
	settings query.Settings
	client   *upstream.Client
	upstream upstream.Upstream
	// scope begins every cache key: what one organisation, data source, version of its
	// settings, upstream or credential has read is never another's.
	scope string
	// broken is why the settings can't be used. Queries and the health check report it; an
	// error from the factory would only reach Grafana's log.
	broken   error
	resource backend.CallResourceHandler
}

// NewDatasource makes an instance from an admin's settings.
func (p *Process) NewDatasource(ctx context.Context, s backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	orgID := backend.PluginConfigFromContext(ctx).OrgID
	d := &Datasource{process: p, org: orgID, uid: s.UID}
	d.resource = d.resources()
	if d.broken = d.connect(ctx, orgID, s); d.broken == nil {
		d.scope = fmt.Sprintf("org %d, source %q of %d, %q: ", orgID, s.UID, s.Updated.UnixNano(), d.upstream.Identity())
	}
	p.audit(ctx, orgID, s, d.settings)
	return d, nil
}

func (d *Datasource) connect(ctx context.Context, orgID int64, s backend.DataSourceInstanceSettings) (err error) {
	if d.settings, err = query.ParseSettings(s.JSONData); err != nil {
		return err
	}
	forGrafana := d.settings.Kind == query.KindGrafana
	if d.client, err = upstream.NewClient(ctx, s, d.settings.Limits, forGrafana); err != nil {
		return err
	}
	if !forGrafana {
		d.upstream, err = upstream.NewPrometheus(s.URL, d.client, d.settings.Limits)
		return err
	}
	config := backend.GrafanaConfigFromContext(ctx)
	address := d.settings.GrafanaURL
	if address == "" {
		address, _ = config.AppURL() // an empty one is reported as settings/bad-url
	}
	managed, _ := config.PluginAppClientSecret() // absent unless Grafana manages service accounts
	credential, err := upstream.ChooseCredential(orgID, s.DecryptedSecureJSONData["token"], managed)
	if err != nil {
		return err
	}
	d.upstream, err = upstream.NewGrafana(address, d.client, d.settings, credential, orgID)
	return err
}

// audit leaves one line in the log whenever the upstreams that may be read have changed.
func (p *Process) audit(ctx context.Context, orgID int64, s backend.DataSourceInstanceSettings, settings query.Settings) {
	uids := make([]string, len(settings.Pinned))
	for i, pin := range settings.Pinned {
		uids[i] = pin.UID
	}
	now := settings.Kind + " " + strings.Join(uids, " ")
	p.mu.Lock()
	key := fmt.Sprintf("%d %s", orgID, s.UID)
	before, known := p.pinned[key]
	p.pinned[key] = now
	p.mu.Unlock()
	if !known || before != now {
		backend.Logger.FromContext(ctx).Info("Upstreams that may be read", "org", orgID, "datasource", s.UID, "kind", settings.Kind, "pinned", uids)
	}
}

// Dispose is called some seconds after the instance was replaced. Queries that still run on
// it go on: only idle connections are closed.
func (d *Datasource) Dispose() {
	if d.client != nil {
		d.client.Close()
	}
}
