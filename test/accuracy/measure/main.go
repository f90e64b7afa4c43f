//go:build measure

// Command measure runs the detector of the Go engine again on walks that it has recorded, with
// other constants: JSON jobs on standard input, one a line, one answer a line.
//
//	{"op":"record", "path", "spec", "series":{"timesMs","values"}, "window":{"fromMs","toMs"}}
//	{"op":"open", "set", "paths", "spec"}      answers the stamps of each series' slots
//	{"op":"run", "set", "constants", "alertsPerWeek"}   answers a byte a slot: 1 where its score is above 1
//
// constants is a spec/detector.json; numbers are base64 of little-endian float64.
package main

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"

	"github.com/tidemark/tidemark/pkg/engine"
)

type job struct {
	Op            string          `json:"op"`
	Path          string          `json:"path"`
	Paths         []string        `json:"paths"`
	Set           string          `json:"set"`
	Spec          json.RawMessage `json:"spec"`
	Constants     json.RawMessage `json:"constants"`
	AlertsPerWeek float64         `json:"alertsPerWeek"`
	Series        struct {
		TimesMs floats `json:"timesMs"`
		Values  floats `json:"values"`
	} `json:"series"`
	Window struct {
		FromMs int64 `json:"fromMs"`
		ToMs   int64 `json:"toMs"`
	} `json:"window"`
}

type floats []float64

func (f *floats) UnmarshalJSON(text []byte) error {
	var encoded []byte
	if err := json.Unmarshal(text, &encoded); err != nil {
		return err
	}
	*f = make(floats, len(encoded)/8)
	for i := range *f {
		(*f)[i] = math.Float64frombits(binary.LittleEndian.Uint64(encoded[8*i:]))
	}
	return nil
}

func (f floats) MarshalJSON() ([]byte, error) {
	out := make([]byte, 0, 8*len(f))
	for _, v := range f {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
	}
	return json.Marshal(base64.StdEncoding.EncodeToString(out))
}

type answer map[string]any

func (m *measurer) run(j job) (answer, error) {
	switch j.Op {
	case "record":
		return answer{}, record(j)
	case "open":
		slots, err := m.open(j)
		return answer{"slots": slots}, err
	case "run":
		above, err := m.again(j.Set, j.Constants, j.AlertsPerWeek)
		return answer{"above": above}, err
	}
	return nil, fmt.Errorf("measure: op %q; want record, open or run", j.Op)
}

func record(j job) error {
	s, _, err := engine.ParseSpec(j.Spec)
	if err != nil {
		return err
	}
	in := engine.Input{Series: engine.Series{Values: j.Series.Values}}
	for _, t := range j.Series.TimesMs {
		in.Series.TimesMs = append(in.Series.TimesMs, int64(t))
	}
	w, err := create(j.Path)
	if err != nil {
		return err
	}
	if err := engine.Record(context.Background(), in, s, engine.Window{FromMs: j.Window.FromMs, ToMs: j.Window.ToMs}, w.write); err != nil {
		return err
	}
	return w.close()
}

func main() {
	m := &measurer{sets: map[string]*set{}}
	in, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var j job
		a := answer{}
		if err = json.Unmarshal(line, &j); err == nil {
			a, err = m.run(j)
		}
		if err != nil {
			a = answer{"error": err.Error()}
		}
		if err := out.Encode(a); err != nil {
			panic(err)
		}
	}
}
