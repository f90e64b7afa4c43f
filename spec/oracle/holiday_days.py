"""Oracle of holidays: dateutil's recurrences and Easter, zoneinfo's clocks, and laws written out by hand."""
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clocks import day, local, start_of_day, utc
from dateutil.easter import easter
from dateutil.rrule import rrulestr

ORACLE = "spec/oracle/holiday_days.py (dateutil, zoneinfo, laws written out by hand)"
SUNDAY, SATURDAY = 6, 5
EPOCH = date(1970, 1, 1)


def number(d):
    return (d - EPOCH).days


def event(*lines):
    return "\r\n".join(["BEGIN:VEVENT", "UID:1@example.com", "SUMMARY:A day; off", *lines, "END:VEVENT"])


def calendar(*events):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *events, "END:VCALENDAR", ""])


def case(name, want, ical="", countries=(), zone="UTC", span=(2024, 2031)):
    first, last = (number(date(year, 1, 1)) for year in span)
    rows = sorted(dict(reversed([(n, like) for n, like in want])).items())
    return {"name": name, "countries": list(countries), "ical": ical, "timezone": zone, "from": first, "to": last,
            "want": [[n, like] for n, like in rows if first <= n < last], "tol": 0}


def yearly(name, start, rule, length=1, except_days=(), also=(), more=(), span=(2024, 2031), fold=False):
    """An event of whole days; dateutil expands its rule."""
    firsts = list(rrulestr(rule, dtstart=datetime.combine(start, datetime.min.time())).between(datetime(1900, 1, 1), datetime(2101, 1, 1)))
    days = [number(d.date()) for d in firsts if d.date() not in except_days] + [number(d) for d in also]
    lines = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{start + timedelta(length):%Y%m%d}", f"RRULE:{rule}", *more]
    lines += [f"EXDATE;VALUE=DATE:{','.join(f'{d:%Y%m%d}' for d in except_days)}"] if except_days else []
    lines += [f"RDATE;VALUE=DATE:{','.join(f'{d:%Y%m%d}' for d in also)}"] if also else []
    text = calendar(event(*lines))
    if fold:
        text = text.replace("FREQ=", "FR\r\n EQ=").replace("VALUE", "VAL\n\tUE")
    return case(name, [(n + i, SUNDAY) for n in days for i in range(length)], text, span=span)


def timed(name, zone, own, start, hours, head=None, tail=None):
    """An event with times, given by its local start; days that it covers half of count."""
    begin = start.replace(tzinfo=ZoneInfo(zone)) if zone else start.replace(tzinfo=ZoneInfo(own))
    from_ms = int(begin.timestamp() * 1000)
    to_ms = from_ms + int(hours * 3_600_000)
    days = []
    for n in range(day(own, from_ms) - 1, day(own, to_ms) + 2):
        a, b = start_of_day(own, n), start_of_day(own, n + 1)
        if b > a and 2 * (min(b, to_ms) - max(a, from_ms)) >= b - a:
            days.append((n, SUNDAY))
    head = head or (f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}" if zone else f"DTSTART:{start:%Y%m%dT%H%M%S}")
    tail = tail or f"DURATION:PT{int(hours)}H{round(hours % 1 * 60)}M0S"
    return case(name, days, calendar(event(head, tail)), zone=own, span=(2010, 2031))


def nth(year, month, weekday, n):
    days = [date(year, month, d) for d in range(1, 32) if d <= (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days and date(year, month, d).weekday() == weekday]
    return days[n - 1] if n > 0 else days[n]


def germany(year):
    sunday = easter(year)
    return [date(year, 1, 1), date(year, 5, 1), date(year, 10, 3), date(year, 12, 25), date(year, 12, 26)] + [sunday + timedelta(n) for n in (-2, 1, 39, 50)]


def united_states(year):
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25), date(year + 1, 1, 1)]
    moved = [d + timedelta({5: -1, 6: 1}[d.weekday()]) for d in fixed if d.weekday() > 4]
    mondays = [nth(year, 1, 0, 3), nth(year, 2, 0, 3), nth(year, 5, 0, -1), nth(year, 9, 0, 1), nth(year, 10, 0, 2), nth(year, 11, 3, 4)]
    return [d for d in fixed + moved + mondays if d.year == year]


def countries():
    de = [(number(d), SUNDAY) for year in range(2024, 2031) for d in germany(year)]
    us = [(number(d), SUNDAY) for year in range(2024, 2031) for d in united_states(year)]
    yield case("nobody's holidays", [])
    yield case("Germany, by its law", de, countries=["DE"])
    yield case("the United States, by their law, with days in lieu", us, countries=["US"])
    yield case("two countries", de + us, countries=["DE", "US"])
    yield case("Yom Kippur is kept like a Saturday", [(number(date(2026, 9, 21)), SATURDAY)], countries=["IL"]) | {"from": number(date(2026, 9, 21)), "to": number(date(2026, 9, 22))}
    yield case("before the first year there are none", [], countries=["DE", "JP"], span=(2000, 2015))
    text = calendar(event("DTSTART;VALUE=DATE:20260524"))
    yield case("the country comes before the calendar", [(number(date(2026, 5, 24)), SUNDAY)], text, countries=["DE"]) | {"from": number(date(2026, 5, 20)), "to": number(date(2026, 5, 25))}


def whole_days():
    yield case("a day", [(number(date(2026, 12, 24)), SUNDAY)], calendar(event("DTSTART;VALUE=DATE:20261224")))
    yield case("without VALUE", [(number(date(2026, 12, 24)), SUNDAY)], calendar(event("DTSTART:20261224", "DTEND:20261225")))
    yield case("an event alone, lines ended by \\n", [(number(date(2026, 12, 24)), SUNDAY)], event("DTSTART:20261224").replace("\r", ""))
    yield case("a mark of the byte order", [(number(date(2026, 12, 24)), SUNDAY)], "\ufeff" + event("DTSTART:20261224"))
    yield case("a week by DURATION", [(number(date(2026, 12, 24)) + i, SUNDAY) for i in range(7)], calendar(event("DTSTART;VALUE=DATE:20261224", "DURATION:P1W")))
    yield case("an event that is called off", [], calendar(event("DTSTART;VALUE=DATE:20261224", "STATUS:CANCELLED")))
    yield case("an end on the first day", [], calendar(event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261224")))
    yield case("names in small letters", [(number(date(2026, 12, 24)), SUNDAY)], "begin:VEVENT\ndtstart;value=date:20261224\nend:VEVENT")
    alarm = ["BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT99X", "DTSTART:19700101", "END:VALARM"]
    clock = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "DTSTART:16010101T000000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD", "END:VTIMEZONE"])
    yield case("alarms and time zones are passed over", [(number(date(2026, 12, 24)), SUNDAY)], calendar(clock, event("DTSTART;VALUE=DATE:20261224", *alarm)))
    yield case("a quoted parameter with : ; and ,", [(number(date(2026, 12, 24)), SUNDAY)], calendar(event('DTSTART;X-NOTE="a:b;c,d",e;VALUE=DATE:20261224')))


def recurring():
    yield yearly("every year", date(2019, 12, 24), "FREQ=YEARLY")
    yield yearly("every year since long ago", date(1776, 7, 4), "FREQ=YEARLY", span=(1970, 2101))
    yield yearly("a line is folded", date(2019, 12, 24), "FREQ=YEARLY", length=3, fold=True)
    yield yearly("every third year", date(1776, 7, 4), "FREQ=YEARLY;INTERVAL=3")
    yield yearly("every third year from a later start", date(2025, 7, 4), "FREQ=YEARLY;INTERVAL=3")
    yield yearly("leap days", date(2016, 2, 29), "FREQ=YEARLY", span=(2016, 2101))
    yield yearly("five times", date(2023, 5, 1), "FREQ=YEARLY;COUNT=5")
    yield yearly("leap days count when they come", date(2016, 2, 29), "FREQ=YEARLY;COUNT=3", span=(2016, 2101))
    yield yearly("until a day, which counts", date(2023, 5, 1), "FREQ=YEARLY;UNTIL=20270501")
    yield yearly("the fourth Thursday of November", date(2020, 11, 26), "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", length=2)
    yield yearly("the last Monday of May and of August", date(2020, 5, 25), "FREQ=YEARLY;BYMONTH=5,8;BYDAY=-1MO")
    yield yearly("every Friday the 13th", date(2020, 1, 1), "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR")
    yield yearly("the last day of each quarter", date(2020, 3, 31), "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")
    yield yearly("the twentieth Monday of the year", date(2020, 5, 18), "FREQ=YEARLY;BYDAY=20MO")
    yield yearly("the last Sunday of the year, six times", date(2020, 1, 1), "FREQ=YEARLY;BYDAY=-1SU;COUNT=6;WKST=SU")
    yield yearly("all days of February", date(2020, 2, 1), "FREQ=YEARLY;BYMONTH=2;BYDAY=MO,TU,WE,TH,FR,SA,SU")
    yield yearly("but not one, and one more", date(2020, 12, 24), "FREQ=YEARLY;COUNT=8", except_days=(date(2025, 12, 24),), also=(date(2026, 12, 31), date(2027, 12, 31)))
    yield yearly("a long weekend over the new year", date(2020, 12, 30), "FREQ=YEARLY", length=5, span=(2024, 2026))


def times():
    midnight = datetime(2026, 12, 24)
    yield timed("a local day from midnight", "Europe/Berlin", "Europe/Berlin", midnight, 24)
    yield timed("without a zone it is the spec's", "", "Asia/Tokyo", midnight, 24)
    yield timed("another zone's day, of which one is covered by half", "Europe/Berlin", "America/New_York", midnight, 24)
    yield timed("half a day is enough", "Europe/Berlin", "Europe/Berlin", datetime(2026, 12, 24, 6), 12)
    yield timed("a minute less is not", "Europe/Berlin", "Europe/Berlin", datetime(2026, 12, 24, 6), 11 + 59 / 60)
    yield timed("a day of 23 hours", "Europe/Berlin", "Europe/Berlin", datetime(2026, 3, 29, 0), 11.5)
    yield timed("two days and a night", "Australia/Lord_Howe", "Australia/Lord_Howe", datetime(2026, 4, 4, 18), 36)
    yield timed("over a day that Apia skipped", "Pacific/Apia", "Pacific/Apia", datetime(2011, 12, 29, 0), 48)
    yield timed("by its end in UTC", "UTC", "UTC", midnight, 30, "DTSTART:20261224T000000Z", "DTEND:20261225T060000Z")
    yield timed("a quoted zone", "America/New_York", "UTC", midnight, 24, 'DTSTART;TZID="America/New_York":20261224T000000')
    yield timed("without an end it is no day", "UTC", "UTC", midnight, 0, "DTSTART:20261224T000000Z", "SUMMARY:then")
    yield timed("from the first of two o'clocks", "Europe/Berlin", "UTC", datetime(2026, 10, 25, 2, 30), 14)
    rows = [(number(date(year, 7, 4)), SUNDAY) for year in range(2024, 2028)]
    text = calendar(event("DTSTART;TZID=America/New_York:20200704T000000", "DTEND;TZID=America/New_York:20200705T000000", "RRULE:FREQ=YEARLY;UNTIL=20270704T040000Z"))
    yield case("each year until an instant, which counts", rows, text, zone="America/New_York")
    assert local("America/New_York", utc("2027-07-04T04:00")) % 86_400_000 == 0


def bomb(start, *lines, times=1):
    """Events that ask for more than 20,000 dates: 1 each, 131 a year's rule from 1970 to 2100, and every day of a long one."""
    return "\n".join(["\n".join(["BEGIN:VEVENT", f"DTSTART:{start}", *lines, "END:VEVENT"])] * times)


def bounded():
    """As many dates as are allowed, beside the bombs."""
    yield case("a list that says one day over and over", [(number(date(year, 5, 1)), SUNDAY) for year in range(2024, 2031)], bomb("20200501", "RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=" + ",".join(["1"] * 500)))
    yield case("a list that says one weekday over and over", [(number(nth(year, 5, 0, 1)), SUNDAY) for year in range(2024, 2031)], bomb("20200501", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=" + ",".join(["1MO"] * 300)))
    rows = [(number(date(year, month, d)), SUNDAY) for year in range(2024, 2031) for month in range(1, 13) for d in range(1, 13)]
    yield case("twelve days of each month, without end", rows, bomb("19700101", f"RRULE:FREQ=YEARLY;BYMONTHDAY={','.join(str(d) for d in range(1, 13))}"))
    excepted = ",".join(f"{year}0704" for year in range(1971, 2100))
    yield case("a day but in the years that are taken out", [], bomb("19700704", "RRULE:FREQ=YEARLY", f"EXDATE:{excepted}"))


def refused():
    start = "DTSTART;VALUE=DATE:20260101"
    texts = {
        "a text that is no calendar": "Christmas 2026", "an empty calendar": calendar(), "a calendar cut short": "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + start,
        "an END without a BEGIN": "END:VEVENT", "ENDs that cross": "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + start + "\nEND:VCALENDAR\nEND:VEVENT",
        "an event within another": "BEGIN:VEVENT\nBEGIN:VALARM\nBEGIN:VEVENT\n" + start + "\nEND:VEVENT\nEND:VALARM\nEND:VEVENT",
        "an event without a start": calendar(event("SUMMARY:x")), "a line without a colon": calendar(event(start, "SUMMARY")), "only a carriage return": event(start).replace("\r\n", "\r"),
        "a 30th of February": calendar(event("DTSTART:20260230")), "a 25th hour": calendar(event("DTSTART:20260201T250000")), "a date with hyphens": calendar(event("DTSTART:2026-02-01")),
        "a year of the middle ages": calendar(event("DTSTART:10660101")), "an offset": calendar(event("DTSTART:20260201T000000+0100")),
        "a zone of another world": calendar(event("DTSTART;TZID=W. Europe Standard Time:20260201T000000")), "an end before the start": calendar(event(start, "DTEND:20251231")),
        "an end of another kind": calendar(event(start, "DTEND:20260102T000000")), "an event of two years": calendar(event(start, "DTEND:20280101")), "a length that is none": calendar(event(start, "DURATION:1D")),
        "every week": calendar(event(start, "RRULE:FREQ=WEEKLY")), "no frequency": calendar(event(start, "RRULE:COUNT=3")), "by the week's number": calendar(event(start, "RRULE:FREQ=YEARLY;BYWEEKNO=3")),
        "no interval": calendar(event(start, "RRULE:FREQ=YEARLY;INTERVAL=0")), "a 13th month": calendar(event(start, "RRULE:FREQ=YEARLY;BYMONTH=13")), "a month in words": calendar(event(start, "RRULE:FREQ=YEARLY;BYMONTH=MAY")),
        "a weekday that is none": calendar(event(start, "RRULE:FREQ=YEARLY;BYDAY=XX")), "a 54th Monday": calendar(event(start, "RRULE:FREQ=YEARLY;BYDAY=54MO")), "day 0 of the month": calendar(event(start, "RRULE:FREQ=YEARLY;BYMONTHDAY=0")),
        "two rules": calendar(event(start, "RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY")), "a moved day": calendar(event(start, "RECURRENCE-ID:20260101")), "a date list with a hole": calendar(event(start, "EXDATE:20260101,")),
        "more days than anyone has off": calendar(event(start, "DTEND:20261231", "RRULE:FREQ=YEARLY")),
        "more days than anyone has off, by many events": calendar(*[event(start, "DTEND:20260630", "RRULE:FREQ=YEARLY;UNTIL=20700101")] * 3),
        "each day of each year, without a length": bomb("19700101T000000", "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"),
        "each day of each year, counted from both ends": bomb("19700101", f"RRULE:FREQ=YEARLY;BYMONTHDAY={','.join(str(d) for d in range(-31, 32) if d)}"),
        "each Monday of each month by its number, over and over": bomb("19700101", "RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=" + ",".join(f"{n}{w}" for n in range(-5, 6) if n for w in ("MO", "TU"))),
        "recurring times without a length, by many events": bomb("19700101T000000", "RRULE:FREQ=YEARLY", times=154),
        "recurring days of no length, by many events": bomb("19700101", "DURATION:PT0S", "RRULE:FREQ=YEARLY", times=154),
        "a 30th of February each year, by many events": bomb("19700101", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", times=154),
        "times that recur before any year that counts, by many events": bomb("16000101T000000", "RRULE:FREQ=YEARLY;COUNT=360", times=56),
        "a time in each of nine zones": calendar(*[event(f"DTSTART;TZID=Europe/{city}:20260101T000000", "DURATION:P1D") for city in ("Berlin", "Paris", "Rome", "Madrid", "Vienna", "Prague", "Warsaw", "Oslo", "Athens")]),
        "a year long, twice a year": bomb("19700101T000000", "DURATION:P366D", "RRULE:FREQ=YEARLY;BYMONTH=1,7"),
    }
    return [{"name": name, "countries": [], "ical": text, "timezone": "UTC", "from": 0, "to": 1, "error": "spec/bad-calendar"} for name, text in texts.items()]


def vectors():
    cases = [*countries(), *whole_days(), *recurring(), *times(), *bounded(), *refused()]
    yield "holiday/days.json", {"function": "holiday/days", "source": "RFC 5545; spec/holidays.json", "oracle": ORACLE, "cases": cases}
