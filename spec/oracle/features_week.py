"""Oracle of the weekend: sums of absolute errors of every pair of days, in exact fractions, and mpmath's logarithm."""
import random
import statistics
from fractions import Fraction

import mpmath
from clocks import DAY, utc
from features_rows import HOUR, calendar, ical

ORACLE = "spec/oracle/features_week.py (fractions.Fraction, mpmath)"


def hours_of_days(days, values):
    """The mean of each hour of each day that is no holiday: {day: (weekday, {hour: mean})}."""
    samples = {}
    for day, ms, week, holiday, v in zip(days["day"], days["dayMs"], days["weekMs"], days["holiday"], values):
        if not holiday:
            samples.setdefault(day, (week // DAY, {}))[1].setdefault(ms // HOUR, []).append(Fraction(v))
    return {day: (weekday, {h: sum(xs) / len(xs) for h, xs in hours.items()}) for day, (weekday, hours) in samples.items()}


def unexplained(table, start):
    weekend = {(start + 5) % 7, (start + 6) % 7}
    total = Fraction(0)
    for hour in range(24):
        for group in (True, False):
            alike = [hours[hour] for weekday, hours in table.values() if (weekday in weekend) == group and hour in hours]
            if alike:
                middle = statistics.median(alike)
                total += sum(abs(x - middle) for x in alike)
    return total


def want(zone, times, values, holidays):
    days = calendar(zone, times, holidays)
    table = hours_of_days(days, values)
    seen = [weekday for weekday, _ in table.values()]
    start = 0
    if min(seen.count(w) for w in range(7)) >= 2:
        errors = [unexplained(table, s) for s in range(7)]
        best = min(range(7), key=lambda s: errors[s])
        gained = errors[best] == 0 or len(table) * mpmath.log(mpmath.mpf(errors[0].numerator) / errors[0].denominator / (mpmath.mpf(errors[best].numerator) / errors[best].denominator)) > mpmath.log(7)
        start = best if errors[best] < errors[0] and gained else 0
    week = [w if h else (w - start * DAY) % (7 * DAY) for w, h in zip(days["weekMs"], days["holiday"])]
    return {"start": start, "weekend": [int(w >= 5 * DAY) for w in week]}


def case(name, weeks, off, *, zone="UTC", step=3 * HOUR, holidays=(), size=3.0, day_noise=0.2):
    """off: weekdays that are quieter; noise is of sixteenths, so that means of two are exact."""
    rng = random.Random(name)
    start = utc("2026-01-05T12:00")
    times = [start + i * step for i in range(weeks * 7 * DAY // step)]
    clock = calendar(zone, times)
    noise, values = {}, []
    for day, ms, week in zip(clock["day"], clock["dayMs"], clock["weekMs"]):
        level = noise.setdefault(day, rng.gauss(0, day_noise))
        v = 10 + (ms // HOUR) / 4 - (size if week // DAY in off else 0) + level + rng.gauss(0, 0.3)
        values.append(round(v * 16) / 16)
    inputs = {"timezone": zone, "times": times, **({"holidays": ical(holidays)} if holidays else {}), "values": values}
    return {"name": name, **inputs, "want": want(zone, times, values, holidays), "tol": 0}


def cases():
    yield case("Saturday and Sunday", 3, {5, 6})
    yield case("Friday and Saturday", 3, {4, 5})
    yield case("Friday and Saturday in Riyadh, where hours are of another day than in UTC", 2, {4, 5}, zone="Asia/Riyadh")
    yield case("Friday and Saturday in Los Angeles", 3, {4, 5}, zone="America/Los_Angeles")
    yield case("Sunday and Monday", 3, {6, 0})
    yield case("days", 4, {4, 5}, step=DAY)
    yield case("a holiday stays a day of the weekend", 3, {4, 5}, holidays=["2026-01-14"])
    yield case("no weekend", 3, set())
    yield case("Sunday alone", 3, {6})
    yield case("days that differ more than the weekend does", 3, {4, 5}, size=0.3, day_noise=1.0)
    yield case("too short to say", 1, {4, 5})


def vectors():
    yield "features/weekStart.json", {"function": "features/weekStart", "source": "src/engine/features/week.ts says what; Rissanen (1978)", "oracle": ORACLE, "cases": list(cases())}
