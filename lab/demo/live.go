package demo

import (
	"math"
	"time"

	"github.com/tidemark/tidemark/lab/prometheus"
)

const (
	history    = 35 * 24 * time.Hour
	historyGap = 30 * time.Second
	day        = 24 * time.Hour
)

// A metric is a function of time alone: level, daily and weekly shape, drift, noise.
type metric struct {
	labels                map[string]string
	level, daily, weekend float64
	drift, noise          float64
	peakHour              float64 // UTC
	floor                 float64
	incidents             []incident
	seed                  uint64
}

// An incident is placed relative to the lab's start, so that one is always going on.
type incident struct {
	from, to time.Duration // after the start; negative is the past
	factor   float64
	add      float64
}

func liveMetrics() []metric {
	gpu := func(n string, seed uint64, incidents ...incident) metric {
		return metric{labels: map[string]string{"__name__": "DCGM_FI_DEV_POWER_USAGE", "gpu": n, "Hostname": "gpu-node-1"},
			level: 380, daily: 110, weekend: -60, drift: 14, noise: 9, peakHour: 14, floor: 60, seed: seed, incidents: incidents}
	}
	return []metric{
		{labels: map[string]string{"__name__": "checkout_requests_per_second", "service": "checkout"},
			level: 240, daily: 130, weekend: -70, drift: 9, noise: 6, peakHour: 19, floor: 4, seed: 1,
			incidents: []incident{{from: -9 * time.Hour, to: -9*time.Hour + 35*time.Minute, factor: 0.45}, {from: -3 * day, to: -3*day + 50*time.Minute, factor: 1.7}}},
		{labels: map[string]string{"__name__": "payment_latency_seconds", "service": "payments"},
			level: 0.31, daily: 0.09, weekend: -0.03, drift: 0.012, noise: 0.011, peakHour: 20, floor: 0.02, seed: 2,
			incidents: []incident{{from: -40 * time.Minute, to: day, add: 0.35}, {from: -5 * day, to: -5*day + time.Hour, add: 0.2}}},
		{labels: map[string]string{"__name__": "vllm:num_requests_running", "model_name": "tide-7b"},
			level: 46, daily: 31, weekend: -12, drift: 2.5, noise: 2.2, peakHour: 15, floor: 0, seed: 3,
			incidents: []incident{{from: -14 * time.Hour, to: -13 * time.Hour, add: 48}}},
		gpu("0", 10), gpu("1", 11), gpu("2", 12, incident{from: -6 * time.Hour, to: -5 * time.Hour, factor: 0.3}), gpu("3", 13),
	}
}

func (m metric) at(t, start time.Time) float64 {
	ms := t.UnixMilli()
	hours := float64(ms%day.Milliseconds()) / 3_600_000
	angle := 2 * math.Pi * (hours - m.peakHour) / 24
	v := m.level + m.daily*(math.Cos(angle)+0.28*math.Cos(2*angle))
	if wd := t.UTC().Weekday(); wd == time.Saturday || wd == time.Sunday {
		v += m.weekend
	}
	v += m.drift*driftAt(m.seed, ms) + m.noise*noiseAt(m.seed+1000, ms/historyGap.Milliseconds())
	for _, i := range m.incidents {
		if since := t.Sub(start); since >= i.from && since < i.to {
			if i.factor != 0 {
				v *= i.factor
			}
			v += i.add
		}
	}
	return max(v, m.floor)
}

// LiveHistory is five weeks of every live metric, up to and without start.
func LiveHistory(start time.Time) []prometheus.Series {
	var out []prometheus.Series
	for _, m := range liveMetrics() {
		s := prometheus.Series{Labels: m.labels}
		for t := start.Add(-history).Truncate(historyGap); t.Before(start); t = t.Add(historyGap) {
			s.TimesMs, s.Values = append(s.TimesMs, t.UnixMilli()), append(s.Values, m.at(t, start))
		}
		out = append(out, s)
	}
	return out
}

// LiveSamples is one sample of every live metric at time now.
func LiveSamples(now, start time.Time) []prometheus.Series {
	var out []prometheus.Series
	for _, m := range liveMetrics() {
		out = append(out, prometheus.Series{Labels: m.labels, Values: []float64{m.at(now, start)}})
	}
	return out
}
