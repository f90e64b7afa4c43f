package engine_test

import (
	"context"
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
)

// siblings makes hourly series of three weeks that share a day's shape on levels of their own.
func siblings(r *rand.Rand, n int) []engine.Series {
	out := make([]engine.Series, n)
	for i := range out {
		level := math.Exp(3 * r.Float64())
		for h := range 21 * 24 {
			v := level * (10 + 4*math.Sin(float64(h)*math.Pi/12) + r.NormFloat64()/3)
			out[i].TimesMs, out[i].Values = append(out[i].TimesMs, startMs+int64(h)*hourMs), append(out[i].Values, v)
		}
	}
	return out
}

// bornAt drops what came before an hour.
func bornAt(raw engine.Series, hour int) engine.Series {
	return engine.Series{TimesMs: raw.TimesMs[hour:], Values: slices.Clone(raw.Values[hour:])}
}

func analyseBeside(t testing.TB, raw engine.Series, others []engine.Series, s engine.Spec, fromMs, toMs int64) *engine.Analysis {
	t.Helper()
	a, err := engine.Analyse(context.Background(), engine.Input{Series: raw, Others: others}, s, engine.Window{FromMs: fromMs, ToMs: toMs, StepMs: hourMs}, nil)
	if err != nil {
		t.Fatalf("Analyse = %v", err)
	}
	checkSound(t, a)
	return a
}

const coldSpec = `{"schemaVersion":1,"grid":{"step":"1h"},"train":{"every":"7d","minPoints":24}}`

func TestANewSeriesTakesTheShapeOfTheOthers(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	group, s := siblings(r, 4), parse(t, coldSpec)
	const birth = 15*24 + 3
	raw := bornAt(group[0], birth)
	raw.Values[50] *= 3
	from, to := int64(startMs+birth*hourMs), int64(startMs+20*dayMs)
	a := analyseBeside(t, raw, group[1:], s, from, to)
	for i, state := range a.State {
		want := engine.Normal
		switch {
		case i < 24:
			want = engine.Learning
		case i == 50:
			want = engine.Anomalous
		}
		if state != want {
			t.Errorf("hour %d of its life: state %d, score %v; want %d", i, state, a.Score[i], want)
		}
		if hasBand := !math.IsNaN(a.IntervalLower[i]); hasBand != (i >= 4) {
			t.Errorf("hour %d of its life: interval from %v; want a band from the fifth point on", i, a.IntervalLower[i])
		}
	}
	alone := analyseBeside(t, raw, nil, s, from, to)
	for i, state := range alone.State {
		if state != engine.Learning || math.IsNaN(alone.Expected[i]) != (i < 4) {
			t.Errorf("alone, hour %d: state %d, expected %v; want learning, with a band from the fifth point on", i, state, alone.Expected[i])
		}
	}
	for code, in := range map[string]*engine.Analysis{"fit/pooled": a, "fit/short-window": alone} {
		if !slices.ContainsFunc(in.Notices, func(n engine.Notice) bool { return n.Code == code }) {
			t.Errorf("notices %v; want %s", in.Notices, code)
		}
	}
}

// keptPools counts how often a pool was learnt.
type keptPools struct {
	of     map[int64]*engine.Pool
	learnt int
}

func (k *keptPools) Pool(ctx context.Context, cutMs int64, learn func(context.Context) (*engine.Pool, error)) (*engine.Pool, error) {
	if pool, ok := k.of[cutMs]; ok {
		return pool, nil
	}
	pool, err := learn(ctx)
	k.of[cutMs], k.learnt = pool, k.learnt+1
	return pool, err
}

// All who are new share one pool, whatever the order of the query's series, and whether they
// themselves are among them.
func TestWhatOthersTeachDependsOnTheirHistoryAlone(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	group, s := siblings(r, 12), parse(t, coldSpec)
	const birth = 15*24 + 3
	from, to := int64(startMs+birth*hourMs), int64(startMs+20*dayMs)
	raw := bornAt(group[0], birth)
	group[0] = raw
	for i := range group[1:4] { // some have less history
		group[1+i] = bornAt(group[1+i], 24*(2+i))
	}
	want := analyseBeside(t, raw, group[1:], s, from, to)
	pools := &keptPools{of: map[int64]*engine.Pool{}}
	for range 5 {
		r.Shuffle(len(group), func(i, j int) { group[i], group[j] = group[j], group[i] })
		got, err := engine.Analyse(context.Background(), engine.Input{Series: raw, Others: group, Pools: pools}, s, engine.Window{FromMs: from, ToMs: to, StepMs: hourMs}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if d := differ(got, want, len(want.TimesMs)); d != "" {
			t.Errorf("in another order, itself among them: %s", d)
		}
	}
	if pools.learnt != 1 {
		t.Errorf("one pool of one cut was learnt %d times; want once", pools.learnt)
	}
	if fewest := analyseBeside(t, raw, group[:3], s, from, to); differ(fewest, want, len(want.TimesMs)) == "" {
		t.Error("three series teach what eleven do; want a test that can tell")
	}
}

func TestANewSeriesDoesNotLookAheadNorMindSlices(t *testing.T) {
	for seed := range int64(6) {
		r := rand.New(rand.NewSource(seed))
		group, s := siblings(r, 1+int(seed)), parse(t, coldSpec)
		birth := 14*24 + r.Intn(60)
		raw := bornAt(group[0], birth)
		from, to := int64(startMs+14*dayMs), int64(startMs+19*dayMs)
		want := analyseBeside(t, raw, group[1:], s, from, to)
		now := r.Intn(len(want.TimesMs))
		changed := make([]engine.Series, len(group))
		for i, one := range append([]engine.Series{raw}, group[1:]...) {
			changed[i] = engine.Series{TimesMs: one.TimesMs, Values: slices.Clone(one.Values)}
			for k, at := range one.TimesMs {
				if at >= want.TimesMs[now] {
					changed[i].Values[k] = 1e4 * r.NormFloat64()
				}
			}
		}
		if d := differ(analyseBeside(t, changed[0], changed[1:], s, from, to), want, now); d != "" {
			t.Errorf("seed %d, after another future: %s", seed, d)
		}
		part := analyseBeside(t, raw, group[1:], s, want.TimesMs[now], to)
		for i := range part.TimesMs {
			if !isSame(part.Expected[i], want.Expected[now+i]) || !isSame(part.Score[i], want.Score[now+i]) || part.State[i] != want.State[now+i] {
				t.Fatalf("seed %d, slot %d of a later start: expected %v, score %v; want %v, %v", seed, i, part.Expected[i], part.Score[i], want.Expected[now+i], want.Score[now+i])
			}
		}
	}
}
