package work_test

import (
	"testing"

	"github.com/tidemark/tidemark/pkg/query/work"
)

func TestABudgetIsNotExceededButByWorkThatIsAlone(t *testing.T) {
	b := work.NewBudget(100)
	first, ok := b.Reserve(60)
	if !ok {
		t.Fatal("60 of 100 are refused; want them granted")
	}
	if _, ok := b.Reserve(50); ok {
		t.Error("110 of 100 are granted; want the second refused")
	}
	second, ok := b.Reserve(40)
	if !ok {
		t.Error("100 of 100 are refused; want them granted")
	}
	first()
	second()
	if held, _ := b.Held(); held != 0 {
		t.Errorf("%d held after all was released; want 0", held)
	}
	if _, ok := b.Reserve(500); !ok {
		t.Error("500 alone are refused; want them granted, or they never would be")
	}
}
