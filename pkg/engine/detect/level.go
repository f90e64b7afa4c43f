package detect

import "github.com/tidemark/tidemark/pkg/engine/num"

// minPeak keeps logarithms of peaks finite.
const minPeak = 1e-9

// ReturnLevel returns the level that peaks exceed a given number of times in the observed weeks. peaks are ≥ 0,
// largest first; days are observed. The largest peaks are excluded as incidents if their spacing from the tail below
// is too wide.
// Nothing is changed. 1 without peaks.
// Source: Hill (1975) for the tail index, Rényi's spacings and Talagala, Hyndman &
// Smith-Miles (2021) for the test, Weissman (1978) for the level. Twin: returnLevel.
func ReturnLevel(peaks []float64, days, exceedances float64) float64 {
	n := len(peaks)
	if n == 0 {
		return 1
	}
	k := min(max(int(num.Round(min(num.Mul(constants.TailPeaksPerDay, days), num.Mul(constants.TailShare, float64(n))))), 1), n-1)
	logs := make([]float64, k+1)
	for i := range logs {
		logs[i] = num.Log(max(peaks[i], minPeak))
	}
	apart := incidents(logs, days/7)
	index := tailIndex(logs, apart)
	ratio := max(float64(k-apart)/max(exceedances, minExceedances), 1)
	return num.Exp(logs[k] + num.Mul(max(index, constants.MinTailIndex), num.Log(ratio)))
}

// minExceedances bounds the extrapolation to four times the length of the window.
const minExceedances = 0.25

// incidents returns the number of largest peaks that are excluded: the most for which the spacing from the tail below
// is too wide. logs are the tail's logarithms, largest first.
func incidents(logs []float64, weeks float64) int {
	k := len(logs) - 1
	most := int(min(num.Mul(constants.IncidentsPerWeek, weeks), num.Mul(constants.IncidentShare, float64(k))))
	wide := -num.Log(constants.SpacingLevel)
	for m := most; m > 0; m-- {
		spacing := logs[m-1] - logs[m]
		if spacing > num.Log(constants.MinSpacing) && spacing > num.Mul(tailIndex(logs, m), wide) {
			return m
		}
	}
	return 0
}

// tailIndex is Hill's estimate from the tail without its first `apart` peaks, drawn towards
// the prior one.
func tailIndex(logs []float64, apart int) float64 {
	k, total := len(logs)-1, 0.0
	for _, x := range logs[apart:k] {
		total += x - logs[k]
	}
	return (total + num.Mul(constants.PriorTailWeight, constants.PriorTailIndex)) / (float64(k-apart) + constants.PriorTailWeight)
}
