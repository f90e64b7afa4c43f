"""Oracle of regressors on a grid: for each slot, the samples in it, else the youngest sample that still holds."""
import math
from fractions import Fraction

from clean_grid import HOUR, LADDER, MINUTE, NAN
from clocks import of_dates, slot_of, start_of

ORACLE = "spec/oracle/clean_align.py (fractions.Fraction)"
DAY = 24 * HOUR


def own_step(times):
    stamps = sorted(set(times))
    spacings = sorted(b - a for a, b in zip(stamps, stamps[1:]))
    if not spacings:
        return 5 * MINUTE
    median = spacings[len(spacings) // 2]
    return next((s * 1000 for s in LADDER if 10 * s * 1000 >= 9 * median), LADDER[-1] * 1000)


def aligned(stamps, items, slots, end, step, lag, zone):
    times = of_dates(zone, step, stamps)
    holds, missing = own_step(times) + step, "" if items and isinstance(items[0], str) else NAN
    known = [(t + lag, x) for t, x in sorted(dict(zip(times, items)).items()) if x != "" and (isinstance(x, str) or math.isfinite(x))]
    for start, stop in zip(slots, slots[1:] + [end]):
        inside = [x for t, x in known if start <= t < stop]
        before = [(t, x) for t, x in known if t < start]
        if inside and isinstance(inside[0], str):
            yield inside[-1]
        elif inside:
            yield float(sum(map(Fraction, inside)) / len(inside))
        elif not before or start >= before[-1][0] + holds:
            yield missing
        else:
            # a slot that had samples of its own lends their mean
            last, slot = before[-1], max((s for s in slots if s <= before[-1][0]), default=None)
            mates = [x for t, x in known if slot is not None and slot <= t < start]
            yield last[1] if isinstance(last[1], str) or not mates else float(sum(map(Fraction, mates)) / len(mates))


def case(name, times, items, n, step=5 * MINUTE, lag=0, first=0, zone="UTC"):
    slots = [start_of(zone, step, slot_of(zone, step, first) + i) for i in range(n + 1)] if step == DAY else [first + i * step for i in range(n + 1)]
    slots, end = slots[:-1], slots[-1]
    inputs = {"kind": "category" if items and isinstance(items[0], str) else "number", "times": times, "items": items,
              "slots": slots, "end": end, "step": step, "lag": lag, **({"timezone": zone} if zone != "UTC" else {})}
    return {"name": name, **inputs, "want": list(aligned(times, items, slots, end, step, lag, zone)), "tol": 0}


def cases():
    five = [i * 5 * MINUTE for i in range(4)]
    yield case("a regressor that ends is missing after one more slot", five, [1.0, 2.0, 3.0, 4.0], 8)
    yield case("its lag carries it on", five, [1.0, 2.0, 3.0, 4.0], 10, lag=15 * MINUTE)
    yield case("one late sample leaves no hole", [five[0], five[1], five[3]], [1.0, 2.0, 4.0], 6)
    yield case("a longer gap does", five + [10 * HOUR], [1.0, 2.0, 3.0, 4.0, 5.0], 8)
    yield case("hours hold for an hour, and a slot", [0, HOUR, 2 * HOUR], [1.0, 2.0, 3.0], 40)
    yield case("days on hours", [0, DAY, 2 * DAY], [1.0, 2.0, 3.0], 80, step=HOUR)
    yield case("days on days", [0, DAY, 2 * DAY], [1.0, 2.0, 3.0], 6, step=DAY)
    for zone in ("America/New_York", "Asia/Tokyo"):
        yield case(f"dates are local days in {zone}", [DAY, 2 * DAY, 3 * DAY], [1.0, 2.0, 3.0], 6, step=DAY, first=DAY + 12 * HOUR, zone=zone)
        yield case(f"labels of dates in {zone}", [DAY, 2 * DAY, 3 * DAY], ["a", "b", "c"], 6, step=DAY, first=DAY + 12 * HOUR, zone=zone)
    yield case("what is finer is averaged", [i * MINUTE for i in range(12)], [float(i) for i in range(12)], 5)
    yield case("a sample that is missing does not hold", five, [1.0, 2.0, NAN, NAN], 6)
    yield case("samples from before the first slot", five, [1.0, 2.0, 3.0, 4.0], 4, first=15 * MINUTE + 1)
    yield case("older than they hold", five, [1.0, 2.0, 3.0, 4.0], 3, first=10 * HOUR)
    yield case("one sample holds as long as a step of none is thought to be", [0], [1.0], 5)
    yield case("no sample", [], [], 3)
    yield case("a label that ends is missing after one more slot", five, ["sun", "sun", "rain", "rain"], 8)
    yield case("a label's lag carries it on", five, ["sun", "sun", "rain", "rain"], 10, lag=15 * MINUTE)
    yield case("a cell without a label does not hold", five, ["sun", "", "", ""], 6)
    yield case("the last label of a slot", [0, MINUTE, 2 * MINUTE], ["sun", "rain", "snow"], 3)


def vectors():
    yield "clean/align.json", {"function": "clean/align", "source": "src/engine/clean/align.ts says what", "oracle": ORACLE, "cases": list(cases())}
