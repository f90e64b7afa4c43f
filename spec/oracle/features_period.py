"""Oracle of periods: numpy's autocorrelation by its definition, and what the generator put in."""
import random

import numpy
from clocks import DAY, utc

ORACLE = "spec/oracle/features_period.py (numpy)"
HOUR, MINUTE = 3_600_000, 60_000


def evenly(times, values, slot):
    center = numpy.median(values)
    limit = 5 * 1.4826 * numpy.median(numpy.abs(values - center))
    at = (times - times[0]) // slot
    counts = numpy.bincount(at)
    x = numpy.bincount(at, weights=numpy.clip(values, -limit, limit))
    held = counts > 0
    x[held] = x[held] / counts[held]
    x[held] -= x[held].sum() / held.sum()
    return x


def vertex(a, b, c):
    bend = a - 2 * b + c
    return 0 if bend >= 0 else float(numpy.clip((a - c) / 2 / bend, -0.5, 0.5))


def first_peak(r, start, end, least):
    if end - start < 6:
        return 0, 0
    peaks = [lag for lag in range(start + 1, end) if r(lag) > r(lag - 1) and r(lag) >= r(lag + 1) and r(lag) > least and min(r(k) for k in range(1, lag)) < r(lag) / 2]
    height = max((r(lag) for lag in peaks), default=0)
    first = next((lag for lag in peaks if r(lag) > 0.75 * height), 0)
    return (first + vertex(r(first - 1), r(first), r(first + 1)), height) if first else (0, 0)


def period(times, values, step):
    times, values = numpy.array(times), numpy.array(values)
    slot = max(step, 300_000)
    x = evenly(times, values, slot)
    n = len(x)
    if not x.any():
        return 0
    known = {}
    def r(lag):
        if lag not in known:
            known[lag] = float(x[:n - lag] @ x[lag:] / (x @ x) * n / (n - lag))
        return known[lag]
    lags, sure = min(96 * HOUR // slot, n // 4), 36 * HOUR // slot
    found, height = first_peak(r, 1, min(lags, sure), 0.2)
    if not found:
        found, height = first_peak(r, sure, lags, 0.5)
    if not found:
        return 0
    most, multiple = n // 3, 2
    while found * multiple < most - 2:
        center, reach = int(numpy.floor(found * multiple + 0.5)), max(1, int(found * 0.1))
        near = range(max(1, center - reach), min(most, center + reach) + 1)
        best = max(near, key=r)
        if r(best) < height / 2:
            break
        if 1 < best < most:
            refined = (best + vertex(r(best - 1), r(best), r(best + 1))) / multiple
            if refined < 1:
                break
            found = refined
        multiple += multiple if multiple < 8 else 8
    found *= slot
    whole = MINUTE * round(found / MINUTE)
    found = whole if abs(found - whole) < 0.0002 * found else found
    return next((DAY / parts for parts in (24, 12, 8, 6, 4, 3, 2, 1) if abs(found - DAY / parts) < 0.01 * DAY / parts), found)


def cases():
    rng = random.Random("tidemark periods")
    start = utc("2024-01-01T00:07")
    def saw(p, amplitude):
        return lambda t: amplitude * (t % p) / p
    shapes = {"a sawtooth of 6.5 hours": (20 * MINUTE, 500, saw(6.5 * HOUR, 9), 6.5 * HOUR), "every hour": (5 * MINUTE, 500, lambda t: 9.0 * (t % HOUR < 5 * MINUTE), HOUR), "every 37 minutes, by minutes": (MINUTE, 1500, saw(37 * MINUTE, 8), 37 * MINUTE),
              "40 hours": (HOUR, 400, lambda t: 5 * float(numpy.sin(2 * numpy.pi * t / (40 * HOUR))), 40 * HOUR), "76 hours": (HOUR, 500, saw(76 * HOUR, 9), 76 * HOUR),
              "two sawteeth": (20 * MINUTE, 700, lambda t: saw(6.5 * HOUR, 4)(t) + saw(2.3 * HOUR, 9)(t), 2.3 * HOUR), "noise alone": (20 * MINUTE, 400, lambda t: 0.0, 0), "a period that is too seldom seen": (HOUR, 200, saw(90 * HOUR, 9), None)}
    for name, (step, n, shape, truth) in shapes.items():
        times = [start + i * step for i in range(n)]
        values = [shape(t) + rng.gauss(0, 0.5) for t in times]
        want = period(times, values, step)
        assert truth is None or abs(want - truth) <= 0.02 * truth, (name, want, truth)
        yield {"name": name, "times": times, "values": values, "stepMs": step, "want": float(want), "tol": 1e-9 * want}
    kept = [i for i in range(600) if rng.random() > 0.2 and not 200 <= i < 240]
    times = [start + i * 20 * MINUTE for i in kept]
    values = [saw(6.5 * HOUR, 9)(t) + rng.gauss(0, 0.5) + 200 * (t % (31 * HOUR) < 20 * MINUTE) for t in times]
    want = period(times, values, 20 * MINUTE)
    yield {"name": "with gaps and spikes", "times": times, "values": values, "stepMs": 20 * MINUTE, "want": float(want), "tol": 1e-9 * want}
    hourly = [start + i * HOUR for i in range(40)]
    # by which the search found ever higher neighbours at shorter lags, and a period that its multiples led to nothing
    odd = [3, 3, 2, -3, -4, -4, -3, 1, 1, -3, 3, -4, 4, 0, 4, -2, -1, 0, -1, 1, 2, -1, 3, -3, -3, -1, 3, 2, 4, 1, -1, -1, 2, -2, -1, 0, -4, -3, 0, -3]
    want = period(hourly, [float(v) for v in odd], HOUR)
    yield {"name": "no period is shorter than a slot", "times": hourly, "values": odd, "stepMs": HOUR, "want": float(want), "tol": 1e-9 * want}
    yield {"name": "a constant", "times": times, "values": [0.0] * len(times), "stepMs": 20 * MINUTE, "want": 0, "tol": 0}
    yield {"name": "one value", "times": times[:1], "values": [3.0], "stepMs": 20 * MINUTE, "want": 0, "tol": 0}


def vectors():
    yield "features/findPeriod.json", {"function": "features/findPeriod", "source": "first high peak of the autocorrelation, refined by its multiples", "oracle": ORACLE, "cases": list(cases())}
