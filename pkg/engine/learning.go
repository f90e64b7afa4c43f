package engine

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/notice"
)

// learning says why there is no model: not yet, or never; err begins with its stage.
// Twin: src/engine/learning.ts.
func (p *prepared) learning(err error) Notice {
	// a window with fewer slots than a model needs points
	stepMs, least := p.grid.StepMs, int64(p.minPoints())
	if slots := windowMs(p.spec, stepMs) / stepMs; slots < least {
		return Notice{Code: "fit/never-learns", Severity: notice.Warning, Text: fmt.Sprintf(
			"fit: train.window holds %d slots of %s s; want at least %d, or no model is ever learnt. Lengthen train.window, shorten grid.step, or lower train.minPoints.",
			slots, strconv.FormatFloat(float64(stepMs)/1000, 'f', -1, 64), least)}
	}
	return Notice{Code: "fit/learning", Severity: notice.Info, Text: "fit: still learning: " + strings.TrimPrefix(err.Error(), "fit: ")}
}

// noteUnlearnt says that cuts lie further apart than a window reaches.
func (p *prepared) noteUnlearnt(a *Analysis) {
	if every := p.spec.Train.Every; durationMs(every) > windowMs(p.spec, p.grid.StepMs) {
		a.note(Notice{Code: "fit/unlearnt-history", Severity: notice.Warning, Text: fmt.Sprintf(
			"fit: train.every is %s, longer than train.window, so most of the history is never learnt from; want train.every of at most train.window.", every)})
	}
}
