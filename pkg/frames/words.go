package frames

import (
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/detect"
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
	nameLast(all, words)
}

// NameReasons gives the numbers of a reason column their words.
func NameReasons(all data.Frames) { nameLast(all, reasonWords()) }

// nameLast maps the numbers of each frame's last field.
func nameLast(all data.Frames, words data.ValueMapper) {
	for _, frame := range all {
		if n := len(frame.Fields); n > 0 {
			frame.Fields[n-1].SetConfig(&data.FieldConfig{Mappings: data.ValueMappings{words}})
		}
	}
}

// reasonNames are what a limit is called whose score is above 1, by the reason's number.
// Twin: REASON_NAMES.
var reasonNames = []string{
	detect.ReasonNone: "–", detect.ReasonDeviation: "Deviation", detect.ReasonHourlyMean: "Hourly mean",
	detect.ReasonSpike: "Spike", detect.ReasonBounds: "Out of bounds", detect.ReasonMissing: "Missing", detect.ReasonStuck: "Stuck",
}

func reasonWords() data.ValueMapper {
	words := data.ValueMapper{}
	for reason, name := range reasonNames {
		words[strconv.Itoa(reason)] = data.ValueMappingResult{Text: name, Index: reason}
	}
	return words
}
