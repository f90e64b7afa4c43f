"""Oracle of transforms: mpmath, and numpy's quantiles of deviations from the medians of hours."""
import random

import mpmath
import numpy
from clocks import DAY, utc

ORACLE = "spec/oracle/clean_transform.py (mpmath, numpy)"
GREATEST, FAR = 1.7976931348623157e308, 1e300
NONE = {"kind": "none", "size": 1, "low": 0, "high": 0}


def to(t, v):
    if t["kind"] == "log1p":
        return mpmath.sign(v) * mpmath.log1p(min(abs(v) / t["size"], GREATEST))
    if t["kind"] == "none":
        return v
    p, edge = (v - t["low"]) / (t["high"] - t["low"]), mpmath.mpf(1) / 256
    if edge <= p <= 1 - edge:
        return mpmath.log(p / (1 - p))
    side = 1 if p > edge else -1
    tangent = side * mpmath.log(255) + (p - (1 - edge if side > 0 else edge)) / (edge * (1 - edge))
    return max(min(tangent, FAR), -FAR)


def back(t, x):
    if t["kind"] == "none":
        return x
    if t["kind"] == "log1p":
        v = mpmath.sign(x) * t["size"] * min(mpmath.expm1(abs(x)), GREATEST)
    else:
        edge, end = mpmath.mpf(1) / 256, mpmath.log(255)
        p = 1 / (1 + mpmath.exp(-x)) if abs(x) <= end else ((x - end) * edge * (1 - edge) + 1 - edge if x > 0 else (x + end) * edge * (1 - edge) + edge)
        v = t["low"] + p * (t["high"] - t["low"])
    return max(min(v, GREATEST), -GREATEST)


def bends():
    rng = random.Random("tidemark transforms")
    kinds = {"nothing bent": NONE, "log1p": {**NONE, "kind": "log1p"}, "log1p of a small size": {**NONE, "kind": "log1p", "size": 2.0**-9}, "log1p of a large size": {**NONE, "kind": "log1p", "size": 2.0**40},
             "logit of per cent": {**NONE, "kind": "logit", "high": 100}, "logit of an odd range": {**NONE, "kind": "logit", "low": -273.15, "high": -12.5}, "logit of all doubles": {**NONE, "kind": "logit", "low": -GREATEST, "high": GREATEST}}
    for name, t in kinds.items():
        low, high = (t["low"], t["high"]) if t["kind"] == "logit" else (-t["size"] * 9, t["size"] * 9)
        values = [0.0, low, high, GREATEST, -GREATEST, 5e-324, high / 300, low / 2 + high / 2] + [low + (high / 2 - low / 2) * 2 * rng.uniform(-0.1, 1.1) for _ in range(12)]
        values = [max(min(v, GREATEST), -GREATEST) for v in values]
        bent = [0.0, 1.0, -1.0, 5.5, -5.5, 5.6, -5.6, 300.0, -300.0, 1000.0, -1000.0, 1e300, -1e300] + [rng.gauss(0, 4) for _ in range(12)]
        with mpmath.workdps(60):
            exact = {key: mpmath.mpf(t[key]) for key in ("size", "low", "high")} | {"kind": t["kind"]}
            want = {"to": [float(to(exact, mpmath.mpf(v))) for v in values], "from": [float(back(exact, mpmath.mpf(x))) for x in bent]}
        tol = {key: [4e-15 * abs(w) + (1e-13 if key == "to" else 4e-16 * (abs(low) + abs(high))) * (t["kind"] == "logit") for w in rows] for key, rows in want.items()}
        tol = {key: [min(x, GREATEST) for x in rows] for key, rows in tol.items()}
        yield {"name": name, **t, "values": values, "bent": bent, "want": want, "tol": tol}
    yield {"name": "what underflows is not −0", **NONE, "kind": "log1p", "size": 2.0**-9, "values": [0.0], "bent": [-1e-323], "want": {"to": [0.0], "from": [0.0]}, "tol": 0}
    yield {"name": "missing stays missing", **NONE, "kind": "log1p", "values": [float("nan")], "bent": [float("nan")], "want": {"to": [float("nan")], "from": [float("nan")]}, "tol": 0}


def slopes():
    """The series' change a unit, from z to `to`; ways shorter than 2^-20 are as long, or that share of a z beside which it vanishes."""
    log, percent = {**NONE, "kind": "log1p", "size": 4.0}, {**NONE, "kind": "logit", "high": 100.0}
    ways = {"a long way": (log, 1.5, 0.25, -3.0, 5.0), "a short way": (log, 1.5, 0.25, 2.0, 2.0 + 2.0**-30), "no way": (percent, 0.0, 0.5, 1.0, 1.0), "back": (percent, 0.0, 0.5, 6.0, -6.0), "nothing bent": (NONE, 7.0, 0.125, 2.0, 2.0),
            "a level beside which a short way vanishes": (percent, 0.5, 0.25, 2.0**40, 2.0**40), "one below": (percent, 0.5, 0.25, -3e15, -3e15), "one whose values are the greatest": (log, 1.5, 0.25, 2.0**44, 2.0**44),
            "a long way from there": (percent, 0.5, 0.25, 2.0**40, 2.0**40 + 2.0**12)}
    for name, (t, center, scale, z, end) in ways.items():
        with mpmath.workdps(60):
            exact = {key: mpmath.mpf(t[key]) for key in ("size", "low", "high")} | {"kind": t["kind"]}
            value = lambda x: back(exact, mpmath.mpf(x) * scale + center)
            run = mpmath.mpf(end) - z
            if abs(run) < mpmath.mpf(2) ** -20:
                run = max(mpmath.mpf(2) ** -20, mpmath.mpf(2) ** -20 * abs(z) * (z + 2.0**-20 == z))
            want = float((value(z + run) - value(z)) / run)
        yield {"name": name, **t, "center": center, "scale": scale, "z": z, "to": end, "want": want, "tol": 1e-8 * abs(want)}


def skew(times, values):
    times, values = numpy.array(times), numpy.array(values)
    hour = times % DAY // 3_600_000 + 24 * ((times // DAY + 3) % 7 >= 5)
    left = values - numpy.array([numpy.median(values[hour == h]) for h in hour])
    low, middle, high = numpy.quantile(left, [0.01, 0.5, 0.99])
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return (high - middle) / (middle - low)


def choices():
    rng = random.Random("tidemark products")
    start, n = utc("2024-01-01"), 24 * 20
    times = [start + i * 3_600_000 for i in range(n)]
    day = [1 + 0.5 * (i % 24 > 8) for i in range(n)]
    normal = [rng.gauss(0, 1) for _ in times]
    series = {"a product of many causes": [d * float(numpy.exp(0.4 * z)) for d, z in zip(day, normal)], "a sum of many causes": [9 * d + z for d, z in zip(day, normal)],
              "a product that falls below zero": [d * float(numpy.exp(0.4 * z)) - 0.5 for d, z in zip(day, normal)], "counts, mostly zero": [float(z > 1.5) for z in normal], "a constant": [3.0] * n, "zeros": [0.0] * n,
              "a mirrored product": [20 - d * float(numpy.exp(0.4 * z)) for d, z in zip(day, normal)], "one value": [7.0]}
    for name, values in series.items():
        typical = float(numpy.median(numpy.abs(values))) or float(numpy.mean(numpy.abs(values)))
        size = 2.0 ** float(numpy.floor(numpy.log2(typical))) if typical > 0 else 1.0
        log = {**NONE, "kind": "log1p", "size": size}
        raw, left = skew(times[:len(values)], values), skew(times[:len(values)], numpy.log1p(numpy.abs(values) / size) * numpy.sign(values))
        auto = log if min(values) > 0 and raw > 1.5 and 1 / raw < left * left < raw else NONE
        for transform, want in {"auto": auto, "log1p": log, "none": NONE, "logit": {**NONE, "kind": "logit", "low": -2, "high": 50}}.items():
            yield {"name": f"{name}, {transform}", "times": times[:len(values)], "values": values, "transform": transform, "want": want, "tol": 0}


def vectors():
    yield "clean/transform.json", {"function": "clean/transform", "source": "log(1 + |v|/size); the log odds, on their tangents beyond 1/256", "oracle": ORACLE, "cases": list(bends())}
    yield "clean/slopeOf.json", {"function": "clean/slopeOf", "source": "src/engine/clean/normalisation.ts says what", "oracle": ORACLE, "cases": list(slopes())}
    yield "features/transformOf.json", {"function": "features/transformOf", "source": "quantile skewness of deviations from the medians of hours", "oracle": ORACLE, "cases": list(choices())}
