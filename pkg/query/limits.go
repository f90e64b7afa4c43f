package query

import (
	"encoding/json"
	"time"

	"github.com/tidemark/tidemark/pkg/engine/fault"
)

// Limits bound what one query may cost. Each is a setting (jsonData.limits.<name>) with a
// default; reaching one is an error that names it, never a silent cut.
type Limits struct {
	// MaxSeries is the number of series one query may read.
	MaxSeries int `json:"maxSeries"`
	// MaxPoints is the number of points, training history included, one query may read.
	MaxPoints int `json:"maxPoints"`
	// MaxOutputPoints is the number of rows in all frames of one answer.
	MaxOutputPoints int `json:"maxOutputPoints"`
	// MaxCost is the estimated work of one query: series × points × features × trainings.
	MaxCost float64 `json:"maxCost"`
	// MaxBodyMiB is the size of one upstream answer after decompression.
	MaxBodyMiB int `json:"maxBodyMiB"`
	// TimeoutSeconds is the time one query may take, upstream included. Grafana gives a rule
	// 30 s; the rest is left for Grafana's own work.
	TimeoutSeconds int `json:"timeoutSeconds"`
	// Concurrency is the number of upstream calls of this data source at one time.
	Concurrency int `json:"concurrency"`
	// Addresses names the addresses the upstream may resolve to, checked when dialling:
	// "any"; "no-link-local" (also refuses cloud metadata services); "public".
	Addresses string `json:"addresses"`
}

// Values of Limits.Addresses.
const (
	AddressesAny         = "any"
	AddressesNoLinkLocal = "no-link-local"
	AddressesPublic      = "public"
)

// DefaultLimits are the limits of a data source whose settings name none.
func DefaultLimits() Limits {
	return Limits{
		MaxSeries:       10_000,
		MaxPoints:       5_000_000,
		MaxOutputPoints: 500_000,
		MaxCost:         2e10,
		MaxBodyMiB:      64,
		TimeoutSeconds:  20,
		Concurrency:     4,
		Addresses:       AddressesNoLinkLocal,
	}
}

// UnmarshalJSON keeps the default of every limit that is absent or zero.
func (l *Limits) UnmarshalJSON(data []byte) error {
	type plain Limits // without this method
	given := plain(DefaultLimits())
	if err := json.Unmarshal(data, &given); err != nil {
		return err
	}
	*l = Limits(given).orDefaults()
	return nil
}

func (l Limits) orDefaults() Limits {
	d := DefaultLimits()
	return Limits{
		MaxSeries:       orDefault(l.MaxSeries, d.MaxSeries),
		MaxPoints:       orDefault(l.MaxPoints, d.MaxPoints),
		MaxOutputPoints: orDefault(l.MaxOutputPoints, d.MaxOutputPoints),
		MaxCost:         orDefault(l.MaxCost, d.MaxCost),
		MaxBodyMiB:      orDefault(l.MaxBodyMiB, d.MaxBodyMiB),
		TimeoutSeconds:  orDefault(l.TimeoutSeconds, d.TimeoutSeconds),
		Concurrency:     orDefault(l.Concurrency, d.Concurrency),
		Addresses:       orDefault(l.Addresses, d.Addresses),
	}
}

func orDefault[T comparable](given, fallback T) T {
	var zero T
	if given == zero {
		return fallback
	}
	return given
}

// check refuses a limit that would switch protection off or make every query fail.
func (l Limits) check() error {
	ranges := []struct {
		name           string
		got, low, high float64
	}{
		{"maxSeries", float64(l.MaxSeries), 1, 100_000},
		{"maxPoints", float64(l.MaxPoints), 1000, 200_000_000},
		{"maxOutputPoints", float64(l.MaxOutputPoints), 100, 20_000_000},
		{"maxCost", l.MaxCost, 1e6, 1e12},
		{"maxBodyMiB", float64(l.MaxBodyMiB), 1, 1024},
		{"timeoutSeconds", float64(l.TimeoutSeconds), 1, 25},
		{"concurrency", float64(l.Concurrency), 1, 16},
	}
	for _, r := range ranges {
		if !(r.got >= r.low && r.got <= r.high) {
			return fault.New("settings/limit-out-of-range",
				"settings: limits.%s = %v; want %v to %v. Leave it out to get the default.", r.name, r.got, r.low, r.high)
		}
	}
	switch l.Addresses {
	case AddressesAny, AddressesNoLinkLocal, AddressesPublic:
		return nil
	}
	return fault.New("settings/limit-out-of-range",
		"settings: limits.addresses = %q; want %q, %q or %q.", fault.Short(l.Addresses), AddressesAny, AddressesNoLinkLocal, AddressesPublic)
}

// Timeout is the time one query may take.
func (l Limits) Timeout() time.Duration { return time.Duration(l.TimeoutSeconds) * time.Second }

// MaxBodyBytes is the size of one upstream answer after decompression.
func (l Limits) MaxBodyBytes() int64 { return int64(l.MaxBodyMiB) << 20 }
