"""Oracle of calendars and design rows: zoneinfo and mpmath."""
import functools
import random
from datetime import date, timedelta

import mpmath
import numpy
from clocks import DAY, local, utc

ORACLE = "spec/oracle/features_rows.py (zoneinfo, mpmath, numpy)"
HOUR, WEEK = 3_600_000, 7 * DAY


def document(function, source, cases):
    return f"features/{function}.json", {"function": f"features/{function}", "source": source, "oracle": ORACLE, "cases": cases}


def calendar(zone, times, holidays=()):
    """holidays are texts of local dates; each is kept like a Sunday."""
    walls = [local(zone, t) for t in times]
    held = [w // DAY in [utc(text) // DAY for text in holidays] for w in walls]
    week = [6 * DAY + w % DAY if h else (w - 4 * DAY) % WEEK for w, h in zip(walls, held)]
    return {"day": [w // DAY for w in walls], "dayMs": [w % DAY for w in walls], "weekMs": week, "weekend": [int(w >= 5 * DAY) for w in week], "holiday": [int(h) for h in held]}


def ical(holidays):
    return "\n".join(f"BEGIN:VEVENT\nDTSTART:{text.replace('-', '')}\nEND:VEVENT" for text in holidays)


def around(text, hours=6, step=HOUR // 2):
    return [utc(text) + i * step for i in range(-hours, hours + 1)]


def calendars():
    cases = {"UTC around the epoch": ("UTC", around("1970-01-01")), "UTC before the epoch": ("UTC", around("1969-12-28")), "Europe/Berlin, spring": ("Europe/Berlin", around("2024-03-31T01:00")),
             "Europe/Berlin, autumn": ("Europe/Berlin", around("2024-10-27T01:00")), "Australia/Lord_Howe, spring": ("Australia/Lord_Howe", around("2024-10-05T15:30")),
             "Australia/Lord_Howe, autumn": ("Australia/Lord_Howe", around("2024-04-06T15:00")), "Pacific/Apia skips 2011-12-30": ("Pacific/Apia", around("2011-12-30T10:00", 8, HOUR)),
             "America/New_York in 1980": ("America/New_York", around("1980-04-27T07:00")), "Asia/Kathmandu": ("Asia/Kathmandu", around("2024-05-03T18:15")),
             "Europe/Dublin": ("Europe/Dublin", around("2024-10-27T01:00")), "Africa/Casablanca in Ramadan": ("Africa/Casablanca", around("2024-03-10T02:00")),
             "before 1970 the first offset holds": ("Europe/Berlin", around("1945-05-24T00:00")), "after 2100 the last offset holds": ("Europe/Berlin", around("2150-07-01T00:00")),
             "the millisecond of a clock change": ("Europe/Berlin", [utc("2024-03-31T01:00") + d for d in (-1, 0, 1)]), "Etc/GMT-14 is ahead": ("Etc/GMT-14", around("2024-01-01")), "no instants": ("UTC", [])}
    out = [{"name": name, "timezone": zone, "times": times, "want": calendar(zone, times), "tol": 0} for name, (zone, times) in cases.items()]
    for name, zone, start, step, days in (("a holiday is kept like a Sunday", "Europe/Berlin", "2024-05-01T00:00", 5 * HOUR, ["2024-05-01"]), ("two holidays in a row, at the date line", "Pacific/Apia", "2026-01-01T10:00", 6 * HOUR, ["2026-01-01", "2026-01-02"]),
                                          ("a holiday of 25 hours", "America/New_York", "2024-11-03T05:00", HOUR, ["2024-11-03"]), ("a holiday on a day that Apia skipped", "Pacific/Apia", "2011-12-30T10:00", HOUR, ["2011-12-30"])):
        times = around(start, 8, step)
        out.append({"name": name, "timezone": zone, "times": times, "holidays": ical(days), "want": calendar(zone, times, days), "tol": 0})
    return out


RECIPE = {"fromMs": 0, "spanMs": DAY, "day": 0, "week": 0, "year": 0, "weekend": -1, "holiday": -1, "cycles": [], "slope": False, "steps": []}


def pairs(phase, period, count):
    with mpmath.workdps(40):
        angle = 2 * mpmath.pi * phase / period
        return [float(f(k * angle)) for k in range(1, count + 1) for f in (mpmath.sin, mpmath.cos)]


def of_year(number, count):
    at = date(1970, 1, 1) + timedelta(number)
    first, last = date(at.year, 1, 1), date(at.year + 1, 1, 1)
    return pairs((at - first).days, (last - first).days, count)


def month_slots():
    days = [(date(year, month, 1) - date(1970, 1, 1)).days + i for year, month in ((2023, 2), (2024, 2), (2024, 4), (2024, 12)) for i in range(-2, 32)]
    dates = [date(1970, 1, 1) + timedelta(d) for d in days]
    ends = [((d.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)).day for d in dates]
    return [{"name": "months of every length", "days": days, "want": [d.day - 1 if d.day <= 15 else 30 - (end - d.day) for d, end in zip(dates, ends)], "tol": 0}]


def row(recipe, zone, t, holidays=()):
    at = {key: values[0] for key, values in calendar(zone, [t], holidays).items()}
    out = [1.0] + pairs(at["dayMs"], DAY, recipe["day"]) + pairs(at["weekMs"], WEEK, recipe["week"]) + of_year(at["day"], recipe["year"])
    if recipe["weekend"] >= 0:
        out += [float(at["weekend"])] + [v * at["weekend"] for v in pairs(at["dayMs"], DAY, recipe["weekend"])]
    if recipe["holiday"] >= 0:
        out += [float(at["holiday"])] + [v * at["holiday"] for v in pairs(at["dayMs"], DAY, recipe["holiday"])]
    for cycle in recipe["cycles"]:
        out += pairs(t % cycle["periodMs"], cycle["periodMs"], cycle["pairs"])
    if recipe["slope"]:
        out.append((t - recipe["fromMs"]) / recipe["spanMs"] - 0.5)
    return out + [float(t >= step) for step in recipe["steps"]]


def designs():
    start = utc("2024-03-29T05:00")
    times = [start + i * 7 * HOUR for i in range(12)]
    recipes = {"the level alone": {}, "a day": {"day": 8}, "a week": {"week": 3}, "weekends": {"weekend": 6}, "a weekend without hours": {"weekend": 0},
               "a cycle": {"cycles": [{"periodMs": 90 * 60_000, "pairs": 2}, {"periodMs": 10 * HOUR, "pairs": 24}]},
               "a slope": {"slope": True, "fromMs": start, "spanMs": 4 * DAY}, "steps": {"steps": [times[3], times[5] + 1]},
               "all": {"day": 2, "week": 1, "weekend": 1, "cycles": [{"periodMs": HOUR * 5, "pairs": 1}], "slope": True, "fromMs": start, "spanMs": 9 * DAY, "steps": [times[6]]}}
    cases = []
    for zone in ("UTC", "Europe/Berlin"):
        for name, parts in recipes.items():
            recipe = {**RECIPE, **parts}
            cases.append({"name": f"{name} in {zone}", "timezone": zone, "times": times, "designSpec": recipe,
                          "want": [row(recipe, zone, t) for t in times], "tol": 2e-14})
    yearly = [utc("2023-12-25") + i * 23 * DAY for i in range(20)]
    for zone in ("UTC", "Pacific/Apia"):
        recipe = {**RECIPE, "week": 1, "year": 2}
        cases.append({"name": f"a year in {zone}", "timezone": zone, "times": yearly, "designSpec": recipe, "want": [row(recipe, zone, t) for t in yearly], "tol": 2e-14})
    days = ["2024-03-29", "2024-04-01"]
    for name, parts in {"holidays": {"holiday": 0}, "holidays with a shape of their own": {"week": 1, "weekend": 1, "holiday": 3}}.items():
        recipe = {**RECIPE, **parts}
        cases.append({"name": name, "timezone": "Europe/Berlin", "times": times, "holidays": ical(days), "designSpec": recipe,
                      "want": [row(recipe, "Europe/Berlin", t, days) for t in times], "tol": 2e-14})
    return cases


def levels(medians):
    """The best cuts into 1 to 4 steps by trying the last cut of each: (starts, error left)."""
    n, out = len(medians), []
    def error(a, b):
        return float(numpy.abs(medians[a:b] - numpy.median(medians[a:b])).sum())
    @functools.lru_cache(None)
    def before(k, to):
        """The least error of blocks before `to` with k starts, and these starts; levels but the first have 12 blocks."""
        if k == 0:
            return error(0, to), ()
        options = [(before(k - 1, at)[0] + error(at, to), at) for at in range(4 + 12 * (k - 1), to - 11)]
        e, at = min(options)
        return e, (*before(k - 1, at)[1], at)
    for k in range(1, 5):
        options = [(before(k - 1, at)[0] + error(at, n), at) for at in range(4 + 12 * (k - 1), n - 3)]
        if options:
            e, at = min(options)
            out.append(((*before(k - 1, at)[1], at), e))
    return out


def steps_of(times, values, step):
    """The starts of levels among the medians of blocks that beat a least-squares line, and then fewer levels."""
    times, values = numpy.array(times), numpy.array(values)
    if len(times) == 0 or times[-1] - times[0] < 3 * DAY:
        return []
    slot = times % DAY // max(step, 900_000)
    shape = values - numpy.array([numpy.median(values[slot == s]) for s in slot])
    length = max(DAY // 4, int(times[-1] - times[0]) // 112 + 1)
    block = (times - times[0]) // length
    held = sorted(set(block.tolist()))
    medians = numpy.array([numpy.median(shape[block == b]) for b in held])
    if len(medians) < 14:
        return []
    x = numpy.arange(len(medians))
    left = numpy.abs(medians - numpy.polyval(numpy.polyfit(x, medians, 1), x)).sum()
    moves = numpy.diff(medians)
    noise = 1.4826 * numpy.median(numpy.abs(moves - numpy.median(moves))) / 2**0.5
    found = []
    for starts, e in levels(medians):
        beat, over = (0.6, 4) if len(starts) == 1 else (0.4, 6)
        parts = [numpy.median(part) for part in numpy.split(medians, starts)]
        if e < beat * left and all(abs(b - a) > over * noise for a, b in zip(parts, parts[1:])):
            left, found = e, starts
    return [int(times[0]) + held[at] * length for at in found]


def find_steps():
    rng = random.Random("tidemark steps")
    start, n = utc("2024-01-01T03:00"), 7 * 24
    times = [start + i * HOUR for i in range(n)]
    noise = [rng.gauss(0, 0.3) for _ in times]
    series = {"noise alone": noise, "a rise on the fourth day": [v + 5 * (i >= 80) for i, v in enumerate(noise)], "a fall": [v - 3 * (i >= 100) for i, v in enumerate(noise)],
              "a slope is no step": [v + 0.05 * i for i, v in enumerate(noise)], "a step of half the noise": [v + 0.15 * (i >= 80) for i, v in enumerate(noise)],
              "a rise near the end is too near": [v + 5 * (i >= n - 12) for i, v in enumerate(noise)], "a daily shape is taken off": [v + 4 * (i % 24 in (6, 7, 8)) + 5 * (i >= 90) for i, v in enumerate(noise)],
              "a constant": [2.0] * n}
    cases = [{"name": name, "times": times, "values": values, "stepMs": HOUR, "want": steps_of(times, values, HOUR), "tol": 0} for name, values in series.items()]
    month = [start + i * HOUR for i in range(31 * 24)]
    stairs = [rng.gauss(0, 0.3) + sum(by * (i >= at) for at, by in ((150, 5), (290, 5), (420, -7), (600, 4))) for i in range(len(month))]
    waves = [rng.gauss(0, 0.3) for _ in month]
    for name, values in {"four steps in a month": stairs, "a rise and a fall": [v + 5 * (250 <= i < 500) for i, v in enumerate(waves)], "weekends are no levels": [v - 3 * (i // 24 % 7 > 4) for i, v in enumerate(waves)],
                         "a rise, a fall and weekends": [v + 9 * (240 <= i < 480) - 2 * (i // 24 % 7 > 4) for i, v in enumerate(waves)]}.items():
        cases.append({"name": name, "times": month, "values": values, "stepMs": HOUR, "want": steps_of(month, values, HOUR), "tol": 0})
    short = times[:72]
    cases.append({"name": "a history under three days", "times": short, "values": [5.0 * (i >= 36) for i in range(72)], "stepMs": HOUR, "want": [], "tol": 0})
    gaps = [i for i in range(n) if i % 5 and not 40 <= i < 60]
    values = [noise[i] + 6 * (i >= 110) for i in gaps]
    cases.append({"name": "with gaps", "times": [times[i] for i in gaps], "values": values, "stepMs": HOUR, "want": steps_of([times[i] for i in gaps], values, HOUR), "tol": 0})
    return cases


def vectors():
    yield document("calendarOf", "IANA zones", calendars())
    yield document("design", "Fourier pairs by their definition", designs())
    yield document("monthSlot", "the first half of a month counts from its first day, the second from its last", month_slots())
    yield document("findSteps", "segments of least absolute deviations against a line", find_steps())
