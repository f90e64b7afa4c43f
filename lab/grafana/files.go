package grafana

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// pluginFolders maps plugin ids to folders of dist, as Grafana does for nested plugins.
var pluginFolders = map[string]string{
	"tidemark-baseline-app": ".", pluginID: "datasource", "tidemark-baseline-panel": "panel",
}

func (s *Server) getPluginFile(w http.ResponseWriter, r *http.Request) {
	folder, ok := pluginFolders[r.PathValue("id")]
	name := filepath.Base(r.PathValue("path"))
	if !ok || strings.HasPrefix(name, "gpx_") { // Grafana serves no executables either
		writeMessage(w, http.StatusNotFound, "Plugin file not found")
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFileFS(w, r, os.DirFS(filepath.Join(s.Dist, folder)), r.PathValue("path"))
}

// getDataSource answers what the page needs to make a data source's instance settings.
func (s *Server) getDataSource(w http.ResponseWriter, r *http.Request) {
	p, ok := s.plugin(w, r)
	if !ok {
		return
	}
	raw, err := os.ReadFile(filepath.Join(s.Dist, "datasource", "plugin.json"))
	if err != nil {
		writeMessage(w, http.StatusInternalServerError, errors.Join(errors.New("the plugin is not built"), err).Error())
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"id": p.settings.ID, "uid": p.settings.UID, "type": p.settings.Type, "name": p.settings.Name,
		"jsonData": p.settings.JSONData, "meta": json.RawMessage(raw),
	})
}
