"""Oracle of the grid: dictionaries of slots, exact fractions and zoneinfo."""
import math
import random
from fractions import Fraction

from clocks import DAY, MONTH, of_dates, slot_of, start_of, utc

ORACLE = "spec/oracle/clean_grid.py (fractions.Fraction, zoneinfo)"
NAN, INF = math.nan, math.inf
MINUTE, HOUR = 60_000, 3_600_000
LADDER = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 604800, 2419200, 2629746]


def document(function, source, cases):
    return f"clean/{function}.json", {"function": f"clean/{function}", "source": source, "oracle": ORACLE, "cases": cases}


def aggregate(how, xs):
    exact = [Fraction(x) for x in xs]
    value = {"mean": sum(exact) / len(xs), "sum": sum(exact), "min": min(exact), "max": max(exact), "last": exact[-1], "count": len(xs)}[how]
    try:
        return float(value)
    except OverflowError:
        return NAN


def grid(times, values, step, zone="UTC", how="mean", missing="ignore", exclude=(), start=-INF, end=INF):
    last_of_stamp = dict(zip(of_dates(zone, step, times), values))
    stamps = sorted(t for t in last_of_stamp if start <= t <= end)
    if not stamps:
        return {"stepMs": step, "timesMs": [], "endMs": 0, "values": [], "excluded": []}
    first = slot_of(zone, step, stamps[0])
    last = slot_of(zone, step, stamps[-1] if end == INF else end)
    samples = {}
    for t in stamps:
        if math.isfinite(last_of_stamp[t]):
            samples.setdefault(slot_of(zone, step, t), []).append(last_of_stamp[t])
    starts = [start_of(zone, step, s) for s in range(first, last + 2)]
    out = [aggregate(how, samples[s]) if s in samples else NAN for s in range(first, last + 1)]
    if missing == "zero":
        out = [0.0 if math.isnan(v) else v for v in out]
    if missing == "hold":
        known = [(t, v) for t, v in zip(starts, out) if not math.isnan(v)]
        for i, v in enumerate(out):
            before = [(t, w) for t, w in known if t <= starts[i]]
            if math.isnan(v) and before and starts[i] - before[-1][0] <= DAY:
                out[i] = before[-1][1]
    excluded = [int(any(a < starts[i + 1] and starts[i] < b for a, b in exclude)) for i in range(len(out))]
    return {"stepMs": step, "timesMs": starts[:-1], "endMs": starts[-1], "values": out, "excluded": excluded}


def case(name, times, values, step, *, zone="UTC", how="mean", missing="ignore", exclude=(), start=None, end=None, tol=0):
    spec = {"grid": {"step": "month" if step == MONTH else f"{step}ms", "aggregate": how}, "clean": {"missing": missing}, "features": {"timezone": zone},
            "train": {"exclude": [{"from": a, "to": b} for a, b in exclude]}}
    inputs = {"times": times, "values": values, "spec": spec}
    bounds = {}
    if start is not None:
        inputs |= {"from": start, "to": end}
        bounds = {"start": start, "end": end}
    return {"name": name, **inputs, "want": grid(times, values, step, zone, how, missing, exclude, **bounds), "tol": tol}


def refused(name, times, values, code, **inputs):
    return {"name": name, "times": times, "values": values, "spec": {"grid": {"step": "1m"}}, **inputs, "error": code}


def grids():
    rng = random.Random("tidemark grid")
    yield case("no samples", [], [], MINUTE)
    yield case("one sample", [90_000], [5.0], MINUTE)
    yield case("one missing sample", [90_000], [NAN], MINUTE)
    yield case("a gap is missing", [0, 180_000], [1.0, 4.0], MINUTE)
    yield case("unordered", [180_000, 0, 60_000], [4.0, 1.0, 2.0], MINUTE)
    yield case("of equal stamps the last given wins", [0, 60_000, 0, 60_000, 0], [1.0, 2.0, 3.0, 4.0, 5.0], MINUTE)
    yield case("a last duplicate that is missing wins too", [0, 60_000, 0], [1.0, 2.0, NAN], MINUTE)
    yield case("NaN and infinities are missing", [0, 60_000, 120_000, 180_000], [NAN, INF, -INF, 1.0], MINUTE)
    yield case("NaN beside a value counts for nothing", [0, 1, 2], [NAN, 3.0, INF], MINUTE)
    yield case("before the epoch", [-1, -60_000, -60_001], [1.0, 2.0, 3.0], MINUTE)
    yield case("before the window and after it", [0, 60_000, 120_000, 180_000], [1.0, 2.0, 3.0, 4.0], MINUTE, start=60_000, end=120_000)
    yield case("a window that goes on beyond the data", [0, 60_000], [1.0, 2.0], MINUTE, start=0, end=240_000)
    yield case("a window beside the data", [0, 60_000], [1.0, 2.0], MINUTE, start=600_000, end=900_000)
    times = [i * 20_000 + rng.randrange(15_000) for i in range(30)]
    values = [rng.gauss(10, 3) for _ in times]
    for how in ("mean", "sum", "min", "max", "last", "count"):
        yield case(f"many samples a slot: {how}", times, values, MINUTE, how=how, tol=1e-12)
    yield case("a mean whose sum overflows", [0, 1, 2], [1.5e308, 1.7e308, 1.6e308], MINUTE, tol=1e293)
    yield case("a sum that overflows is missing", [0, 1, 60_000], [1.5e308, 1.7e308, 1.0], MINUTE, how="sum")
    yield case("missing as zero", [0, 180_000], [1.0, 4.0], MINUTE, missing="zero")
    yield case("missing as the last value", [0, 180_000], [1.0, 4.0], MINUTE, missing="hold")
    yield case("a value is held for a day", [0, 26 * HOUR], [1.0, 4.0], HOUR, missing="hold")
    yield case("nothing to hold yet", [0, HOUR, 2 * HOUR], [NAN, 1.0, NAN], HOUR, missing="hold")
    yield case("anomaly leaves it missing", [0, 180_000], [1.0, 4.0], MINUTE, missing="anomaly")
    for name, a, b in (("a range inside a slot", 61_000, 62_000), ("a range up to a slot", 0, 60_000), ("a range across slots", 119_999, 120_001),
                       ("a range over all", -1000, 10**9), ("a range before all", -1000, 0)):
        yield case(name, [0, 60_000, 120_000, 180_000], [1.0, 2.0, 3.0, 4.0], MINUTE, exclude=[(a, b)])
    yield from days()
    yield refused("a stamp before year 1", [-62135596800001], [1], "clean/bad-time")
    yield refused("a stamp after year 9999", [253402300800000], [1], "clean/bad-time")
    yield refused("more values than times", [0], [1, 2], "clean/unequal-lengths")
    yield refused("fewer values than times", [0, 1], [1], "clean/unequal-lengths")
    yield refused("five years of minutes", [0, 5 * 365 * DAY], [1, 2], "clean/too-many-points")


def days():
    hours = {"Europe/Berlin, spring": ("Europe/Berlin", "2024-03-29"), "Europe/Berlin, autumn": ("Europe/Berlin", "2024-10-25"),
             "Australia/Lord_Howe, half an hour less": ("Australia/Lord_Howe", "2024-10-04"), "Australia/Lord_Howe, half an hour more": ("Australia/Lord_Howe", "2024-04-05"),
             "Pacific/Apia skips a day": ("Pacific/Apia", "2011-12-28"), "America/Sao_Paulo skips midnight": ("America/Sao_Paulo", "2017-10-13"),
             "Africa/Casablanca": ("Africa/Casablanca", "2024-03-09"), "Asia/Kathmandu": ("Asia/Kathmandu", "2024-01-01")}
    for name, (zone, start) in hours.items():
        times = [utc(start) + i * HOUR for i in range(110)]
        values = [float(i % 17) for i in range(110)]
        yield case(f"days in {name}", times, values, DAY, zone=zone, how="count")
        yield case(f"two days in {name}", times, values, 2 * DAY, zone=zone, how="max")
        yield case(f"hours in {name}", times[:60], values[:60], HOUR, zone=zone)
    dates = [utc("2026-06-28") + i * DAY for i in range(10)]
    for zone in ("America/New_York", "Pacific/Pago_Pago", "Asia/Tokyo", "Pacific/Auckland", "UTC"):
        yield case(f"dates without a time are local days in {zone}", dates, [float(i) for i in range(10)], DAY, zone=zone)
        yield case(f"dates in weeks in {zone}", dates, [float(i) for i in range(10)], 7 * DAY, zone=zone, how="sum")
    yield case("dates in hours are instants", dates[:3], [1.0, 2.0, 3.0], 6 * HOUR, zone="America/New_York")
    yield case("a stamp that is no midnight makes instants of all", [*dates[:3], dates[3] + 1], [1.0, 2.0, 3.0, 4.0], DAY, zone="America/New_York")
    months = [utc(f"{2023 + k // 12}-{k % 12 + 1:02}-01") for k in range(26)]
    for zone in ("America/New_York", "Australia/Lord_Howe", "UTC"):
        yield case(f"calendar months in {zone}", months, [float(k) for k in range(26)], MONTH, zone=zone)
    yield case("months before the epoch", [utc("1968-12-31T23:00"), utc("1969-02-01")], [1.0, 2.0], MONTH)
    yield case("hours by the month", [utc("2024-01-30") + i * 6 * HOUR for i in range(130)], [1.0] * 130, MONTH, zone="Europe/Berlin", how="count", exclude=[(utc("2024-02-10"), utc("2024-02-11"))])
    start = utc("2024-10-01")
    times = [start + i * 6 * HOUR for i in range(120)]
    yield case("weeks begin on Monday in Europe/Berlin", times, [1.0] * 120, 7 * DAY, zone="Europe/Berlin", how="sum")
    berlin = [utc("2024-10-25") + i * HOUR for i in range(96)]
    last_hour = (utc("2024-10-27T22:10"), utc("2024-10-27T22:20"))
    yield case("a range in the 25th hour of a day", berlin, [1.0] * 96, DAY, zone="Europe/Berlin", how="count", exclude=[last_hour])
    yield case("a range in the 25th hour of the last day", berlin, [1.0] * 96, DAY, zone="Europe/Berlin", how="count", exclude=[last_hour],
               start=berlin[0], end=utc("2024-10-27T12:00"))
    spring = [utc("2024-03-30") + i * HOUR for i in range(72)]
    yield case("a range after a day of 23 hours", spring, [1.0] * 72, DAY, zone="Europe/Berlin", how="count", exclude=[(utc("2024-03-31T22:10"), utc("2024-03-31T22:20"))])


def steps():
    cases = []
    def step(name, times):
        spacings = sorted(b - a for a, b in zip(sorted(set(times)), sorted(set(times))[1:]))
        want = 300_000
        if spacings:
            median = spacings[len(spacings) // 2]
            want = next((s * 1000 for s in LADDER if 10 * s * 1000 >= 9 * median and not (s == 2419200 and median > s * 1000)), MONTH)
        cases.append({"name": name, "times": times, "want": want, "tol": 0})
    step("no stamps", [])
    step("one stamp", [7])
    step("two equal stamps", [7, 7])
    for s in (1, 9_999, 11_000, 11_112, 55_000, 60_000, 66_000, 67_000, 330_000, 3_000_000, 95_000_000, 96_000_001, 10**9, 10**11):
        step(f"every {s} ms", [i * s for i in range(5)])
    rng = random.Random("tidemark step")
    step("jitter", [i * 60_000 + rng.randrange(-5000, 5000) for i in range(99)])
    step("mostly gaps", [0, 60_000, 120_000, 10**7, 2 * 10**7, 3 * 10**7, 4 * 10**7])
    for name, months in (("calendar months", 24), ("quarters", 8), ("years", 5)):
        of = {"calendar months": 1, "quarters": 3, "years": 12}[name]
        step(name, [utc(f"{2020 + of * k // 12}-{of * k % 12 + 1:02}-01") for k in range(months)])
    step("every four weeks", [k * 28 * DAY for k in range(9)])
    step("unordered", [300_000, 0, 900_000, 600_000])
    return document("gridStep", "spec/schema.json, grid.step", cases)


def units():
    rng = random.Random("tidemark unit")
    samples = {"one value": [7.0], "zero": [0.0], "zeros": [0.0, -0.0, 0.0], "a constant": [0.1] * 9, "mostly constant": [5.0] * 8 + [6.0],
               "a constant but for rounding": [0.1 + k * 2.0**-56 for k in (-1, 0, 0, 1, 3)], "a constant but for the rounding of long sums": [7.0, 7.0 + 2.0**-38, 7.0 - 2.0**-39],
               "more than rounding": [7.0, 7.0 + 2.0**-37, 7.0 - 2.0**-36], "tenths": [i / 10 for i in range(11)],
               "normal": [rng.gauss(100, 7) for _ in range(50)], "negative": [-3.0, -2.0, -9.0], "the largest doubles": [1.7e308, -1.7e308, 1.6e308, 1.0],
               "large doubles": [1e308, 1.1e308, 0.9e308], "the smallest doubles": [5e-324, 1e-323, 2e-323], "small doubles": [1e-300, 3e-300, 2e-300],
               "a constant near the end": [1e-310] * 3, "one beyond 2^1019": [2.0**1019, 1.0, 2.0], "one below 2^1019": [2.0**1018, 1.0, 2.0]}
    cases = []
    for name, xs in samples.items():
        pre = Fraction(1, 256) if any(abs(x) >= 2.0**1019 for x in xs) else Fraction(1)
        exact = sorted(Fraction(x) * pre for x in xs)
        middle = lambda s: (s[(len(s) - 1) // 2] + s[len(s) // 2]) / 2
        center = Fraction(float(middle(exact)))
        off = sorted(abs(x - center) if abs(x - center) > abs(center) / 2**40 else 0 for x in exact)
        spread = middle(off) or sum(off) / len(off) or abs(center) / 2**30 or Fraction(1, 2**40)
        power = math.floor(math.log2(spread.numerator) - math.log2(spread.denominator)) + 1
        while Fraction(2) ** power > spread:
            power -= 1
        cases.append({"name": name, "values": xs, "want": {"center": float(center) + 0.0, "pre": float(pre), "scale": 2.0 ** max(power, -1070)}, "tol": 0})
    return document("normalisationOf", "the median, and the power of two at or below the median absolute deviation", cases)


def vectors():
    yield document("regularGrid", "src/engine/clean/grid.ts says what; IANA zones", list(grids()))
    yield steps()
    yield units()
