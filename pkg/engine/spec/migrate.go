package spec

import (
	"fmt"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Version is the schemaVersion that this engine writes.
const Version = 1

// migrations[v] turns a document of version v into one of version v + 1, in place.
var migrations = [Version]func(document map[string]any){
	0: nameTheLimit,
}

// nameTheLimit moves version 0's band.alertsPerWeek to where version 1 has it, band.edge.
func nameTheLimit(document map[string]any) {
	band, ok := document["band"].(map[string]any)
	if !ok {
		return
	}
	alerts, ok := band["alertsPerWeek"]
	if !ok {
		return
	}
	delete(band, "alertsPerWeek")
	if _, named := band["edge"]; !named {
		band["edge"] = map[string]any{"alertsPerWeek": alerts}
	}
}

// migrate brings a document of any older version to the present one, in place; a document
// without schemaVersion has version 0.
func migrate(document map[string]any) error {
	version := 0.0
	if given, ok := document["schemaVersion"]; ok {
		if !hasType("integer", given) || given.(float64) < 0 {
			return fault.New("spec/wrong-type", "spec: schemaVersion is %s; want an integer from 0 to %d", fault.Short(fmt.Sprint(given)), Version)
		}
		version = given.(float64)
	}
	if version > Version {
		return fault.New("spec/newer-version", "spec: schemaVersion is %v; this version of Tidemark reads up to %d. Upgrade Tidemark, or set the spec anew.", version, Version)
	}
	for v := int(version); v < Version; v++ {
		migrations[v](document)
	}
	document["schemaVersion"] = float64(Version)
	return nil
}
