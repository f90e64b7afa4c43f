package grafana

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/tidemark/tidemark/lab/host"
)

// pluginSource sends queries to the plugin's process with one data source's settings.
type pluginSource struct {
	plugin   *host.Process
	settings *backend.DataSourceInstanceSettings
}

func (p pluginSource) context() backend.PluginContext {
	return backend.PluginContext{
		OrgID: 1, Namespace: "default", PluginID: pluginID, //nolint:staticcheck // plugins still read OrgID
		User:                       &backend.User{Login: "lab", Name: "Lab", Role: "Admin"},
		DataSourceInstanceSettings: p.settings,
		GrafanaConfig:              backend.NewGrafanaCfg(map[string]string{backend.AppURL: p.settings.URL}),
	}
}

func (p pluginSource) query(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	req.PluginContext = p.context()
	return p.plugin.QueryData(ctx, req)
}

// settings are what an admin would have saved for uid.
func (s *Server) settings(uid string) *backend.DataSourceInstanceSettings {
	out := &backend.DataSourceInstanceSettings{
		ID: 1, UID: uid, Type: pluginID, Name: "Tidemark", URL: s.BaseURL + "/prometheus",
		JSONData: json.RawMessage(`{"upstream":"prometheus"}`), Updated: time.Unix(0, 0),
		DecryptedSecureJSONData: map[string]string{},
	}
	if uid == UIDTidemarkGrafana {
		out.ID, out.Name, out.URL = 2, "Tidemark over Grafana", ""
		out.JSONData, _ = json.Marshal(map[string]any{ // cannot fail: strings and lists only
			"upstream": "grafana", "grafanaUrl": s.BaseURL,
			"pinned": []map[string]string{{"uid": UIDPrometheus, "type": "prometheus", "name": "Prometheus"}},
		})
		out.DecryptedSecureJSONData["token"] = s.Token
	}
	return out
}

func (s *Server) plugin(w http.ResponseWriter, r *http.Request) (pluginSource, bool) {
	found, ok := s.sources[r.PathValue("uid")].(pluginSource)
	if !ok {
		writeMessage(w, http.StatusNotFound, "Data source not found")
	}
	return found, ok
}

func (s *Server) getHealth(w http.ResponseWriter, r *http.Request) {
	if _, known := s.sources[r.PathValue("uid")]; known && (r.PathValue("uid") == UIDPrometheus || r.PathValue("uid") == UIDRows) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "OK", "message": "Successfully queried the lab."})
		return
	}
	p, ok := s.plugin(w, r)
	if !ok {
		return
	}
	result, err := p.plugin.CheckHealth(r.Context(), p.context())
	if err != nil {
		writeMessage(w, statusOf(err), err.Error())
		return
	}
	body := map[string]any{"status": result.Status.String(), "message": result.Message}
	if len(result.JSONDetails) > 0 {
		body["details"] = json.RawMessage(result.JSONDetails)
	}
	status := http.StatusOK
	if result.Status != backend.HealthStatusOk {
		status = http.StatusBadRequest
	}
	writeJSON(w, status, body)
}

func (s *Server) anyResource(w http.ResponseWriter, r *http.Request) {
	p, ok := s.plugin(w, r)
	if !ok {
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		writeMessage(w, http.StatusRequestEntityTooLarge, err.Error())
		return
	}
	url := r.PathValue("path")
	if r.URL.RawQuery != "" {
		url += "?" + r.URL.RawQuery
	}
	answer, err := p.plugin.CallResource(r.Context(), &backend.CallResourceRequest{
		PluginContext: p.context(), Path: r.PathValue("path"), URL: url, Method: r.Method, Headers: r.Header, Body: body,
	})
	if err != nil {
		writeMessage(w, statusOf(err), fmt.Sprintf("resource %s: %v", url, err))
		return
	}
	for name, values := range answer.Headers {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body)
}
