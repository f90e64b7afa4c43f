package spec

import "encoding/json"

// Count is a whole number, or 0 for "auto".
type Count int

// UnmarshalJSON reads a checked "auto" or integer.
func (c *Count) UnmarshalJSON(text []byte) error {
	if string(text) == `"auto"` {
		*c = 0
		return nil
	}
	var n float64 // an integer may be written 1e3
	err := json.Unmarshal(text, &n)
	*c = Count(n)
	return err
}

// Points is "k of the last n", or 0 of 0 for "auto".
type Points struct{ K, N int }

// UnmarshalJSON reads a checked "auto" or {"k":…,"n":…}.
func (p *Points) UnmarshalJSON(text []byte) error {
	if string(text) == `"auto"` {
		*p = Points{}
		return nil
	}
	var fields struct{ K, N Count }
	err := json.Unmarshal(text, &fields)
	*p = Points{K: int(fields.K), N: int(fields.N)}
	return err
}

// Seasonality is a list of periods, or Auto.
type Seasonality struct {
	Auto    bool
	Periods []Period
}

// UnmarshalJSON reads a checked "auto" or array.
func (s *Seasonality) UnmarshalJSON(text []byte) error {
	*s = Seasonality{Auto: string(text) == `"auto"`}
	if s.Auto {
		return nil
	}
	return json.Unmarshal(text, &s.Periods)
}

// Lags are durations, of which one may be written alone.
type Lags []string

// UnmarshalJSON reads a checked duration or array.
func (l *Lags) UnmarshalJSON(text []byte) error {
	if text[0] != '"' {
		return json.Unmarshal(text, (*[]string)(l))
	}
	*l = Lags{""}
	return json.Unmarshal(text, &(*l)[0])
}

// Instant is epoch milliseconds, written as such or as RFC 3339.
type Instant int64

// UnmarshalJSON reads a checked instant.
func (i *Instant) UnmarshalJSON(text []byte) error {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	switch v := value.(type) {
	case float64:
		*i = Instant(v)
	case string:
		ms, err := InstantMs(v)
		*i = Instant(ms)
		return err
	}
	return nil
}
