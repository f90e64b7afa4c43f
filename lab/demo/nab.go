package demo

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/tidemark/tidemark/cli/table"
)

// ErrNoNAB says that the real series are not on this machine; they are not ours to ship.
type ErrNoNAB struct{ Dir string }

func (e *ErrNoNAB) Error() string {
	return fmt.Sprintf("The real series of the Numenta Anomaly Benchmark (MIT) can be shown here too, but are not part of this repository "+
		"nor in %s. Fetch github.com/numenta/NAB and set TIDEMARK_NAB to its data folder.", e.Dir)
}

var nabAbout = map[string]string{
	"machine_temperature_system_failure":   "A sensor on a large machine: a planned stop, a fault that is hard to see, and the failure it led to.",
	"ambient_temperature_system_failure":   "An office's temperature, hourly, with a sensor that fails.",
	"cpu_utilization_asg_misconfiguration": "CPU of an auto-scaled cluster that was set up wrongly.",
	"ec2_request_latency_system_failure":   "Latency of a service up to its failure.",
	"nyc_taxi":                             "Taxi passengers of New York in half hours: marathon, holidays, a blizzard.",
	"rogue_agent_key_hold":                 "Key presses timed by a user who is not the owner.",
	"rogue_agent_key_updown":               "Key presses timed by a user who is not the owner.",
}

// first shown: the benchmark's most telling stretch of the flagship series.
var nabShown = map[string][2]string{"machine_temperature_system_failure": {"2014-01-20", "2014-02-12"}}

// NAB reads the real series below dir; it returns ErrNoNAB where there are none.
func NAB(dir string) ([]Set, error) {
	files, err := filepath.Glob(filepath.Join(dir, "realKnownCause", "*.csv"))
	if err != nil || len(files) == 0 {
		return nil, &ErrNoNAB{Dir: dir}
	}
	windows, err := nabWindows(dir)
	if err != nil {
		return nil, err
	}
	var sets []Set
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		s, err := FromTable(name, text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		s.Title, s.Group, s.About = strings.ReplaceAll(name, "_", " "), "Real, Numenta Anomaly Benchmark", nabAbout[name]
		s.Windows = windows["realKnownCause/"+name+".csv"]
		if shown, ok := nabShown[name]; ok {
			s.FromMs, _ = table.ParseTime(shown[0])
			s.ToMs, _ = table.ParseTime(shown[1])
		}
		sets = append(sets, s)
	}
	return sets, nil
}

// nabWindows reads the benchmark's labels: stretches in which an anomaly counts as found.
func nabWindows(dir string) (map[string][][2]int64, error) {
	raw, err := os.ReadFile(firstFile(filepath.Join(dir, "windows.json"), filepath.Join(dir, "..", "labels", "combined_windows.json")))
	if err != nil {
		return map[string][][2]int64{}, nil // the series are worth showing without their labels
	}
	var stamps map[string][][2]string
	if err := json.Unmarshal(raw, &stamps); err != nil {
		return nil, fmt.Errorf("the benchmark's labelled windows: %w", err)
	}
	out := map[string][][2]int64{}
	for file, list := range stamps {
		for _, w := range list {
			from, _ := table.ParseTime(w[0])
			to, _ := table.ParseTime(w[1])
			out[file] = append(out[file], [2]int64{from, to})
		}
	}
	return out, nil
}

func firstFile(paths ...string) string {
	for _, path := range paths {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return paths[0]
}
