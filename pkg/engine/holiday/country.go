package holiday

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/pkg/engine/zone"
	specfiles "github.com/tidemark/tidemark/spec"
)

// tables is spec/holidays.json.
type tables struct {
	First     int64              `json:"first"` // year
	Countries map[string]country `json:"countries"`
}

// country lists dates as MMDD, parted by blanks.
type country struct {
	Like   int64    `json:"like"`   // the day of the week that its holidays are kept like
	Always string   `json:"always"` // in every year
	Years  []string `json:"years"`  // in one year, from the first on
}

// known holds the tables, read once when the program starts. A file that cannot be read
// knows no country, so every test of this package fails on it.
var known = readTables(specfiles.Holidays)

func readTables(text []byte) tables {
	var t tables
	if err := json.Unmarshal(text, &t); err != nil {
		return tables{}
	}
	return t
}

// daysOfCountry returns the days that a country of the schema keeps, ascending within a
// year, and the day of the week that they are kept like.
func daysOfCountry(code string) (days []int64, like int64) {
	c := known.Countries[code]
	for i, dates := range c.Years {
		for _, date := range strings.Fields(c.Always + " " + dates) {
			number, _ := strconv.ParseInt(date, 10, 64)
			days = append(days, zone.DayOfDate(known.First+int64(i), number/100, number%100))
		}
	}
	return days, c.Like
}
