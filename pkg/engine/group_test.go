package engine_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/pkg/engine"
)

// drawGroup makes up to seven series of two days of half hours that are mostly alike, with
// gaps, spikes and values that are not finite.
func drawGroup(t *rapid.T) []engine.Series {
	group := make([]engine.Series, rapid.IntRange(1, 7).Draw(t, "series"))
	odd := rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), 1e308, -1e308, 0, -1e6, 300})
	for i := range group {
		values := rapid.SliceOfN(rapid.Float64Range(-3, 3), 96, 96).Draw(t, "values")
		for k, v := range values {
			values[k] = 20 + math.Round(8*v)/8 + float64(k%48)
		}
		for range rapid.IntRange(0, 6).Draw(t, "oddities") {
			values[rapid.IntRange(0, 95).Draw(t, "at")] = odd.Draw(t, "odd")
		}
		for k := rapid.SampledFrom([]int{0, 0, 0, 50}).Draw(t, "begins"); k < 96; k++ {
			group[i].TimesMs, group[i].Values = append(group[i].TimesMs, startMs+int64(k)*hourMs/2), append(group[i].Values, values[k])
		}
	}
	return group
}

var groupSpecs = []string{
	`{"schemaVersion":1}`,
	`{"schemaVersion":1,"outliers":{"method":"mad","sensitivity":0.8}}`,
	`{"schemaVersion":1,"grid":{"step":"1h"},"clean":{"missing":"hold"},"outliers":{"sensitivity":1},"detect":{"points":{"k":2,"n":3},"recover":4}}`,
}

const (
	groupFromMs = startMs + 20*hourMs
	groupToMs   = startMs + 47*hourMs
)

func judgeGroup(t rapid.TB, group []engine.Series, s engine.Spec, fromMs int64) *engine.Group {
	g, err := engine.JudgeGroup(context.Background(), group, s, engine.Window{FromMs: fromMs, ToMs: groupToMs, StepMs: hourMs / 2})
	if err != nil {
		t.Fatalf("JudgeGroup = %v", err)
	}
	return g
}

// groupRows returns every number of a slot: the band, then each member's.
func groupRows(g *engine.Group, slot int) []float64 {
	row := []float64{g.Expected[slot], g.Lower[slot], g.Upper[slot]}
	for _, m := range g.Members {
		row = append(row, m.Value[slot], m.Score[slot], m.Outlier[slot])
	}
	return row
}

func sameRows(a, b []float64) bool {
	return slices.EqualFunc(a, b, isSame)
}

func forGroups(t *testing.T, law func(t *rapid.T, group []engine.Series, s engine.Spec)) {
	rapid.Check(t, func(rt *rapid.T) {
		law(rt, drawGroup(rt), parse(t, rapid.SampledFrom(groupSpecs).Draw(rt, "spec")))
	})
}

func TestAGroupDoesNotLookAheadNorMindWhereAChartBegins(t *testing.T) {
	forGroups(t, func(t *rapid.T, group []engine.Series, s engine.Spec) {
		want := judgeGroup(t, group, s, groupFromMs)
		now := rapid.IntRange(1, len(want.TimesMs)-1).Draw(t, "now")
		changed := make([]engine.Series, len(group))
		for i, one := range group {
			changed[i] = engine.Series{TimesMs: one.TimesMs, Values: slices.Clone(one.Values)}
			for k, at := range one.TimesMs {
				if at >= want.TimesMs[now] {
					changed[i].Values[k] = rapid.Float64Range(-1e9, 1e9).Draw(t, "other")
				}
			}
		}
		got, later := judgeGroup(t, changed, s, groupFromMs), judgeGroup(t, group, s, want.TimesMs[now])
		for slot := range now {
			if !sameRows(groupRows(got, slot), groupRows(want, slot)) {
				t.Fatalf("slot %d after another future = %v; want %v", slot, groupRows(got, slot), groupRows(want, slot))
			}
		}
		for slot := range later.TimesMs {
			if !sameRows(groupRows(later, slot), groupRows(want, now+slot)) {
				t.Fatalf("slot %d of a later start = %v; want %v", now+slot, groupRows(later, slot), groupRows(want, now+slot))
			}
		}
	})
}

func TestAGroupHasNoOrder(t *testing.T) {
	forGroups(t, func(t *rapid.T, group []engine.Series, s engine.Spec) {
		want := judgeGroup(t, group, s, groupFromMs)
		turned := append(slices.Clone(group[1:]), group[0])
		got := judgeGroup(t, turned, s, groupFromMs)
		got.Members = append([]engine.Member{got.Members[len(group)-1]}, got.Members[:len(group)-1]...)
		for slot := range want.TimesMs {
			if !sameRows(groupRows(got, slot), groupRows(want, slot)) {
				t.Fatalf("slot %d of turned series = %v; want %v", slot, groupRows(got, slot), groupRows(want, slot))
			}
		}
	})
}

func TestAGroupScalesWithPowersOfTwoAndIsSound(t *testing.T) {
	forGroups(t, func(t *rapid.T, group []engine.Series, s engine.Spec) {
		want := judgeGroup(t, group, s, groupFromMs)
		checkGroup(t, want)
		factor := math.Ldexp(1, rapid.IntRange(-300, -1).Draw(t, "power"))
		scaled := make([]engine.Series, len(group))
		for i, one := range group {
			scaled[i] = engine.Series{TimesMs: one.TimesMs, Values: slices.Clone(one.Values)}
			for k := range one.Values {
				if scaled[i].Values[k] *= factor; math.Abs(one.Values[k]) > 1e300 {
					t.Skip("differences at the end of doubles are bounded")
				}
			}
		}
		got := judgeGroup(t, scaled, s, groupFromMs)
		for slot := range got.TimesMs {
			row := groupRows(got, slot)
			for i := range row {
				if i < 4 || i%3 == 0 {
					row[i] /= factor
				}
			}
			row[3] = groupRows(got, slot)[3] / factor
			if !sameRows(row, groupRows(want, slot)) {
				t.Fatalf("slot %d times %v = %v; want %v", slot, factor, row, groupRows(want, slot))
			}
		}
	})
}

// checkGroup fails on what no group may hold.
func checkGroup(t rapid.TB, g *engine.Group) {
	for slot := range g.TimesMs {
		for _, v := range groupRows(g, slot) {
			if math.IsInf(v, 0) {
				t.Fatalf("slot %d holds %v; want it finite, or NaN", slot, groupRows(g, slot))
			}
		}
		if g.Lower[slot] > g.Upper[slot] {
			t.Fatalf("slot %d: lower %v, upper %v; want them in order", slot, g.Lower[slot], g.Upper[slot])
		}
		for _, m := range g.Members {
			if m.Score[slot] < 0 || !math.IsNaN(m.Score[slot]) && math.IsNaN(m.Value[slot]) || math.IsNaN(m.Score[slot]) != math.IsNaN(m.Outlier[slot]) {
				t.Fatalf("slot %d: value %v, score %v, outlier %v", slot, m.Value[slot], m.Score[slot], m.Outlier[slot])
			}
			if inside := m.Value[slot] >= g.Lower[slot] && m.Value[slot] <= g.Upper[slot]; inside && m.Score[slot] > 1.000001 {
				t.Fatalf("slot %d: %v in the band %v to %v scores %v; want at most 1", slot, m.Value[slot], g.Lower[slot], g.Upper[slot], m.Score[slot])
			}
		}
	}
}

func TestFewerThanThreeSeriesAreNotJudged(t *testing.T) {
	group := []engine.Series{{TimesMs: []int64{startMs}, Values: []float64{1}}, {TimesMs: []int64{startMs}, Values: []float64{9}}}
	for n, codes := range map[int][]string{0: {"outliers/too-few-series", "clean/no-points"}, 2: {"outliers/too-few-series"}} {
		g, err := engine.JudgeGroup(context.Background(), group[:n], parse(t, `{}`), engine.Window{FromMs: startMs, ToMs: startMs})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, notice := range g.Notices {
			got = append(got, notice.Code)
		}
		if !slices.Equal(got, codes) {
			t.Errorf("%d series: notices %q; want %q", n, got, codes)
		}
	}
}
