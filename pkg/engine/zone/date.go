package zone

import "github.com/tidemark/tidemark/pkg/engine/num"

// DayOfDate counts days from 1970-01-01 in the proleptic Gregorian calendar; month is
// 1 … 12, day is 1 … 31 and need not be in the month.
// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
// Twin: dayOfDate in src/engine/zone/date.ts.
func DayOfDate(year, month, day int64) int64 {
	if month <= 2 {
		year--
	}
	era := num.FloorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*((month+9)%12)+2)/5 + day - 1
	return era*146_097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719_468
}

// DateOfDay returns the date of a day number. Source: the same, civil_from_days.
// Twin: dateOfDay.
func DateOfDay(number int64) (year, month, day int64) {
	z := number + 719_468
	era := num.FloorDiv(z, 146_097)
	dayOfEra := z - era*146_097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36_524 - dayOfEra/146_096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153 // months from March
	year, month, day = yearOfEra+era*400, shifted+3, dayOfYear-(153*shifted+2)/5+1
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}

// DaysIn is the length of a month in days. Twin: daysIn.
func DaysIn(year, month int64) int64 {
	if month == 12 {
		return 31
	}
	return DayOfDate(year, month+1, 1) - DayOfDate(year, month, 1)
}

// WeekdayOf returns the day of the week of a day number, Monday 0 … Sunday 6.
// Twin: weekdayOf.
func WeekdayOf(number int64) int64 { return num.FloorMod(number+3, 7) }
