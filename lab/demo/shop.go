package demo

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
	"time"
)

// The shop of the seed article: a year of daily sales that follow the weekday, the
// season, the weather and promotions, and three days that follow none of them.
const (
	shopSeed   = 20250101
	shopDays   = 365
	shopLevel  = 2400.0 // takings of a plain weekday
	shopSpread = 110.0
)

var (
	shopStart   = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	weekdayGain = [7]float64{-900, -150, -120, 0, 60, 420, 980} // Sunday first
	weatherGain = map[string]float64{"sunny": 260, "cloudy": 0, "rainy": -310, "snowy": -620}
)

// Days that no column explains, with what they do to the takings.
var shopOddDays = map[string]float64{
	"2025-05-14": 0.34, // a power cut at noon
	"2025-08-23": 1.62, // the harbour festival
	"2025-11-06": 0.46, // the card terminals fail
}

// WriteShop writes the shop's year: timestamp, value (sales), weather, promotion.
func WriteShop(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"timestamp", "value", "weather", "promotion"}) // errors are kept for Error below
	chance := random(shopSeed)
	for day := range shopDays {
		at := shopStart.AddDate(0, 0, day)
		weather := shopWeather(at, &chance)
		promotion := chance.next() < 0.16
		sales := shopLevel + 0.9*float64(day) + season(at, 340) + weekdayGain[at.Weekday()] + weatherGain[weather]
		if promotion {
			sales += 640
		}
		sales += shopSpread * chance.normal()
		date := at.Format(time.DateOnly)
		if gain, odd := shopOddDays[date]; odd {
			sales *= gain
		}
		_ = out.Write([]string{date, strconv.FormatFloat(math.Round(sales*100)/100, 'f', 2, 64), weather, oneZero(promotion)})
	}
	out.Flush()
	return out.Error()
}

// season peaks before the new year.
func season(at time.Time, height float64) float64 {
	return height * math.Cos(2*math.Pi*float64(at.YearDay()-350)/365)
}

func shopWeather(at time.Time, chance *random) string {
	warmth := -math.Cos(2 * math.Pi * float64(at.YearDay()-20) / 365) // −1 in January, 1 in July
	switch u := chance.next(); {
	case u < 0.32+0.18*warmth:
		return "sunny"
	case u < 0.68:
		return "cloudy"
	case warmth < -0.6 && u > 0.84:
		return "snowy"
	default:
		return "rainy"
	}
}

func oneZero(yes bool) string {
	if yes {
		return "1"
	}
	return "0"
}
