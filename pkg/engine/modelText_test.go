package engine_test

import (
	"context"
	"encoding/json"
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/pkg/engine"
	"github.com/tidemark/tidemark/pkg/engine/fault"
	"github.com/tidemark/tidemark/spec"
)

// keeper keeps every model. It implements engine.ModelStore.
type keeper map[int64]*engine.Model

func (k keeper) Get(cutMs int64) *engine.Model    { return k[cutMs] }
func (k keeper) Set(cutMs int64, m *engine.Model) { k[cutMs] = m }

// What a model that was written and read again judges has the bits of what it judged before,
// and its text is the same.
func TestModelsSurviveTheirText(t *testing.T) {
	in := bent(rand.New(rand.NewSource(5)), 20)
	w := engine.Window{FromMs: startMs + 17*dayMs, ToMs: startMs + 20*dayMs - 1}
	for _, text := range lawSpecs {
		s := parse(t, text)
		learnt := keeper{}
		want, err := engine.Analyse(context.Background(), in, s, w, learnt)
		if err != nil {
			t.Fatal(err)
		}
		read := keeper{}
		for cutMs, m := range learnt {
			first, err := engine.EncodeModel(m)
			if err != nil {
				t.Fatal(err)
			}
			if read[cutMs], err = engine.DecodeModel(first); err != nil {
				t.Fatalf("DecodeModel of %d bytes that %s gives = %v", len(first), text, err)
			}
			if second, err := engine.EncodeModel(read[cutMs]); err != nil || string(second) != string(first) {
				t.Errorf("EncodeModel(DecodeModel) = %d other bytes, %v; want the %d that %s gives", len(second), err, len(first), text)
			}
		}
		got, err := engine.Analyse(context.Background(), in, s, w, read)
		if err != nil {
			t.Fatal(err)
		}
		for _, lists := range [][2][]float64{{got.Expected, want.Expected}, {got.Lower, want.Lower}, {got.Upper, want.Upper}, {got.Score, want.Score}} {
			if !slices.EqualFunc(lists[0], lists[1], sameBits) {
				t.Errorf("with models read, %s gives other bits than with those learnt", text)
			}
		}
	}
}

func sameBits(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

func TestModelOfOtherRegressorsIsRefused(t *testing.T) {
	in := bent(rand.New(rand.NewSource(5)), 20)
	w := engine.Window{FromMs: startMs + 19*dayMs, ToMs: startMs + 20*dayMs - 1}
	for _, kind := range []string{"linear", "neural"} {
		s, learnt := parse(t, `{"schemaVersion":1,"model":{"kind":"`+kind+`"}}`), keeper{}
		if _, err := engine.Analyse(context.Background(), in, s, w, learnt); err != nil {
			t.Fatal(err)
		}
		if _, err := engine.Analyse(context.Background(), engine.Input{Series: in.Series}, s, w, learnt); fault.Code(err) != "model/other-regressors" {
			t.Errorf("Analyse without the regressor of its %s model = %v; want model/other-regressors", kind, err)
		}
	}
}

// readableModels are the texts of spec/vectors/model/read.json.
func readableModels(t testing.TB) []string {
	t.Helper()
	file, err := spec.Vectors.ReadFile("vectors/model/read.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct{ Cases []struct{ Text string } }
	if err := json.Unmarshal(file, &vectors); err != nil || len(vectors.Cases) == 0 {
		t.Fatalf("vectors/model/read.json: %d cases, %v; want some", len(vectors.Cases), err)
	}
	var texts []string
	for _, one := range vectors.Cases {
		texts = append(texts, one.Text)
	}
	return texts
}

// FuzzDecodeModel reads any bytes as a model: it never panics, fails with a code, and what it
// accepts it writes and reads again, and can judge by.
func FuzzDecodeModel(f *testing.F) {
	in := bent(rand.New(rand.NewSource(5)), 8)
	in.Regressors = nil
	w := engine.Window{FromMs: startMs + 7*dayMs, ToMs: startMs + 8*dayMs - 1}
	for _, text := range readableModels(f) { // small ones: mutations of large ones are slow and hit digits alone
		f.Add([]byte(text))
	}
	s := parse(f, `{"schemaVersion":1}`)
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := engine.DecodeModel(text)
		if err != nil {
			if fault.Code(err) == "uncoded" {
				t.Fatalf("DecodeModel(%q) = %v; want an error with a code", text, err)
			}
			return
		}
		first, err := engine.EncodeModel(m)
		if err != nil {
			t.Fatalf("EncodeModel(DecodeModel(%q)) = %v", text, err)
		}
		again, err := engine.DecodeModel(first)
		if err != nil {
			t.Fatalf("DecodeModel(%s) = %v; it is the text of a model that was read", first, err)
		}
		if second, _ := json.Marshal(again); string(second) != string(first) {
			t.Fatalf("a model's text is %s; read again %s", first, second)
		}
		m.CutMs = startMs + 7*dayMs
		if _, err := engine.Analyse(context.Background(), in, s, w, keeper{m.CutMs: m}); err != nil && fault.Code(err) == "uncoded" {
			t.Fatalf("Analyse by %s = %v; want an error with a code", first, err)
		}
	})
}
