// Command gpx_tidemark is the backend of the Tidemark data source; Grafana starts it.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/tidemark/tidemark/pkg/plugin"
	"github.com/tidemark/tidemark/pkg/query"
)

func main() {
	process := plugin.NewProcess(plugin.SizesFromEnvironment(os.Getenv))
	if err := datasource.Manage(query.OwnType, process.NewDatasource, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error("The plugin stopped", "error", err)
		os.Exit(1)
	}
}
