package demo

import (
	"errors"
	"testing"
	"time"
)

func TestTheCommittedShopIsTheGenerators(t *testing.T) {
	if same, err := SameAsGenerated(); err != nil || !same {
		t.Errorf("shop-sales.csv differs from what the generator writes (%v); run go run ./generate in lab/", err)
	}
}

func TestTheShopHasBothRegressors(t *testing.T) {
	s, err := Shop()
	if err != nil || len(s.Regressors) != 2 || len(s.Table.TimesMs) != 365 {
		t.Fatalf("Shop() = %v regressors, %d rows, %v; want weather and promotion, 365 rows", s.Regressors, len(s.Table.TimesMs), err)
	}
	if n := len(s.Series()); n != 6 {
		t.Errorf("Series() gives %d series; want sales, promotion and four kinds of weather", n)
	}
}

func TestALiveMetricTellsTheSamePastTwice(t *testing.T) {
	start := time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC)
	first, second := LiveHistory(start), LiveHistory(start)
	for i, s := range first {
		for j, v := range s.Values {
			if v != second[i].Values[j] {
				t.Fatalf("%v at %d: %v, then %v", s.Labels, s.TimesMs[j], v, second[i].Values[j])
			}
		}
	}
}

func TestTheLatencyIncidentGoesOnAtTheStart(t *testing.T) {
	start := time.Now()
	calm := liveMetrics()[1].at(start.Add(-time.Hour), start)
	if now := liveMetrics()[1].at(start, start); now < calm+0.2 {
		t.Errorf("latency is %v at the start and %v an hour before; want an incident", now, calm)
	}
}

func TestMissingRealSeriesAreToldNotFaked(t *testing.T) {
	sets, err := NAB(t.TempDir())
	var absent *ErrNoNAB
	if !errors.As(err, &absent) || sets != nil {
		t.Errorf("NAB(empty) = %v, %v; want ErrNoNAB", sets, err)
	}
}
