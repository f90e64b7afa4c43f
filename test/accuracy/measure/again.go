//go:build measure

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/detect"
	numbers "github.com/tidemark/tidemark/spec"
)

// atLevel are the constants that matter once a history is reduced to references and peaks.
var atLevel = []string{
	"exceedances", "inflation", "normalInflation", "youngInflation", "youngDays", "tailPeaksPerDay", "tailShare", "priorTailIndex",
	"priorTailWeight", "minTailIndex", "spacingLevel", "minSpacing", "incidentsPerWeek", "incidentShare", "seasonalGain",
}

type measurer struct{ sets map[string]*set }

// set is the recorded series of one set.
type set struct {
	spec         engine.Spec
	paths        []string
	series       [][]engine.Recorded
	calibrations map[string][][]detect.Calibration // by the constants before the level
}

func (m *measurer) open(j job) ([]floats, error) {
	spec, _, err := engine.ParseSpec(j.Spec)
	if err != nil {
		return nil, err
	}
	s := &set{spec: spec, paths: j.Paths, calibrations: map[string][][]detect.Calibration{}}
	slots := []floats{}
	for _, path := range j.Paths {
		cuts, times := []engine.Recorded{}, floats{}
		err := each(path+judged, func(_ int, r engine.Recorded) {
			for _, t := range r.TimesMs[r.Lead:] {
				times = append(times, float64(t))
			}
			cuts = append(cuts, r)
		})
		if err != nil {
			return nil, err
		}
		s.series, slots = append(s.series, cuts), append(slots, times)
	}
	m.sets[j.Set] = s
	return slots, s.check()
}

// check refuses a Calibrate that does not give the limits of LearnLimits.
func (s *set) check() error {
	detect.SetConstants(numbers.Detector)
	calibrations, err := s.calibrated(numbers.Detector)
	if err != nil {
		return err
	}
	asked := *s.spec.Band.Limit.AlertsPerWeek
	for k, path := range s.paths {
		var wrong error
		err := each(path+histories, func(i int, h engine.History) {
			want := detect.LearnLimits(h.TimesMs, h.Values, h.Deviations(), s.series[k][i].StepMs, asked)
			if got := calibrations[k][i].Limits(asked); !near(got, want) {
				wrong = fmt.Errorf("BUG: measure: %s, cut %d: limits %v; want the engine's %v: pkg/engine/detect/measure.go does not follow limits.go", path, i, got, want)
			}
		})
		if err := errors.Join(err, wrong); err != nil {
			return err
		}
	}
	return nil
}

func near(a, b detect.Limits) bool {
	same := a.Seasonal == b.Seasonal && a.Reference == b.Reference && len(a.Statistics) == len(b.Statistics)
	for k := 0; same && k < len(a.Statistics); k++ {
		same = math.Abs(a.Statistics[k].Upper-b.Statistics[k].Upper) <= 1e-9*b.Statistics[k].Upper
	}
	return same
}

// calibrated reads histories with the constants that are set, unless it has.
func (s *set) calibrated(constants []byte) ([][]detect.Calibration, error) {
	var entries map[string]struct{ Value float64 }
	if err := json.Unmarshal(constants, &entries); err != nil {
		return nil, err
	}
	for _, name := range atLevel {
		delete(entries, name)
	}
	key := fmt.Sprint(entries) // in the order of names
	if known, ok := s.calibrations[key]; ok {
		return known, nil
	}
	all := make([][]detect.Calibration, len(s.paths))
	for k, path := range s.paths {
		err := each(path+histories, func(i int, h engine.History) {
			all[k] = append(all[k], detect.Calibrate(h.TimesMs, h.Values, h.Deviations(), s.series[k][i].StepMs))
		})
		if err != nil {
			return nil, err
		}
	}
	s.calibrations[key] = all
	return all, nil
}

// again scores all series of a set with other constants; a byte a slot is 1 where its score is above 1.
func (m *measurer) again(name string, constants []byte, alertsPerWeek float64) ([]byte, error) {
	s := m.sets[name]
	detect.SetConstants(constants)
	calibrations, err := s.calibrated(constants)
	if err != nil {
		return nil, err
	}
	above := []byte{}
	for k, cuts := range s.series {
		for c, r := range cuts {
			for _, score := range r.Again(calibrations[k][c].Limits(alertsPerWeek), s.spec) {
				mark := byte(0)
				if score > 1 {
					mark = 1
				}
				above = append(above, mark)
			}
		}
	}
	return above, nil
}
