package frames

import (
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
)

// NameStates gives the numbers of a state column their words and colours, so that a panel
// shows "learning" where a rule reads 0. Missing is 4, Excluded 3.
func NameStates(all data.Frames) {
	words := data.ValueMapper{}
	for state, color := range map[uint8]string{
		engine.Learning: "blue", engine.Normal: "green", engine.Anomalous: "red", engine.Excluded: "gray", engine.Missing: "orange",
	} {
		words[strconv.Itoa(int(state))] = data.ValueMappingResult{Text: stateName(state), Color: color, Index: int(state)}
	}
	for _, frame := range all {
		if n := len(frame.Fields); n > 0 {
			frame.Fields[n-1].SetConfig(&data.FieldConfig{Mappings: data.ValueMappings{words}})
		}
	}
}
