package spec

import (
	"fmt"

	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/pkg/engine/notice"
)

// Version is the schemaVersion that this engine writes.
const Version = 2

// migrations[v] turns a document of version v into one of version v + 1, in place, and says
// what it renamed.
var migrations = [Version]func(document map[string]any) []notice.Notice{
	0: nameTheLimit,
	1: renameBand,
}

// nameTheLimit moves version 0's band.alertsPerWeek into band.limit.
func nameTheLimit(document map[string]any) []notice.Notice {
	band, _ := document["band"].(map[string]any)
	alerts, ok := band["alertsPerWeek"]
	if !ok {
		return nil
	}
	delete(band, "alertsPerWeek")
	_, edge := band["edge"]
	if _, limit := band["limit"]; !limit && !edge {
		band["limit"] = map[string]any{"alertsPerWeek": alerts}
	}
	return nil
}

// renameBand renames version 1's band.core and band.edge to band.interval and band.limit.
func renameBand(document map[string]any) []notice.Notice {
	band, _ := document["band"].(map[string]any)
	var notices []notice.Notice
	for _, names := range [][2]string{{"core", "interval"}, {"edge", "limit"}} {
		old, name := names[0], names[1]
		value, ok := band[old]
		if !ok {
			continue
		}
		delete(band, old)
		if _, taken := band[name]; !taken {
			band[name] = value
		}
		notices = append(notices, notice.Notice{Code: "spec/renamed-field", Severity: notice.Info,
			Text: "spec: band." + old + " is named band." + name + " since version 2 of the spec; it is read as that."})
	}
	return notices
}

// migrate brings a document of any older version to the present one, in place; a document
// without schemaVersion has version 0. The notices name what was renamed.
func migrate(document map[string]any) ([]notice.Notice, error) {
	version := 0.0
	if given, ok := document["schemaVersion"]; ok {
		if !hasType("integer", given) || given.(float64) < 0 {
			return nil, fault.New("spec/wrong-type", "spec: schemaVersion is %s; want an integer from 0 to %d", fault.Short(fmt.Sprint(given)), Version)
		}
		version = given.(float64)
	}
	if version > Version {
		return nil, fault.New("spec/newer-version", "spec: schemaVersion is %v; this version of Tidemark reads up to %d. Upgrade Tidemark, or set the spec anew.", version, Version)
	}
	var notices []notice.Notice
	for v := int(version); v < Version; v++ {
		notices = append(notices, migrations[v](document)...)
	}
	document["schemaVersion"] = float64(Version)
	return notices, nil
}
