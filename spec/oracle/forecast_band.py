"""Oracle of forecasts' widths and crossings: numpy over every pair of origin and slot."""
import math
import random

import numpy

ORACLE = "spec/oracle/forecast_band.py (numpy)"
NAN = math.nan


def document(function, source, cases):
    return f"{function}.json", {"function": function, "source": source, "oracle": ORACLE, "cases": cases}


def growth(d, start, interval, coverage, most):
    quarter = (interval["lower"] + interval["upper"]) / 4
    lower, upper = max(interval["lower"], quarter), max(interval["upper"], quarter)
    ladder, factors, reaches = [], [], []
    for ahead in [2**k for k in range(20) if 2**k <= most]:
        distances = []
        for origin in range(start, len(d["residuals"]) - ahead + 1):
            slot = origin + ahead - 1
            z = (d["residuals"][slot] - d["level"][origin]) / (d["scale"][slot] * d["factor"][origin])
            if not math.isnan(z):
                distances.append(0.0 if z == 0 else min(-z / lower if z < 0 else z / upper, 1e6) if quarter else 1e6)
        if len(distances) < 24:
            break
        reaches.append(float(numpy.quantile(distances, coverage)))
        ladder.append(ahead)
        factors.append(min(max(1.0, *(r / max(reaches[0], 0.5) for r in reaches)) if len(reaches) else 1.0, 1e6))
    return {"ahead": ladder, "factor": factors}


def deviations():
    rng = random.Random("tidemark growth")
    def of(residuals, level=lambda i: 0.0, factor=lambda i: 1.0):
        n = len(residuals)
        return {"residuals": residuals, "scale": [1 + 0.25 * (i % 4) for i in range(n)], "level": [level(i) for i in range(n)], "factor": [factor(i) for i in range(n)]}
    noise = [rng.gauss(0, 1) for _ in range(140)]
    walk = [float(x) for x in numpy.cumsum(noise)]
    yield "noise does not grow", of(noise), {"lower": 2.0, "upper": 2.0}
    yield "a walk grows", of(walk, lambda i: walk[max(0, i - 1)]), {"lower": 1.5, "upper": 2.5}
    yield "a walk from a level far behind", of(walk, lambda i: walk[max(0, i - 9)], lambda i: 1 + (i % 3)), {"lower": 1.0, "upper": 1.0}
    yield "an interval with one side", of(walk), {"lower": 0.0, "upper": 3.0}
    yield "gaps", of([NAN if rng.random() < 0.4 else x for x in walk], lambda i: walk[max(0, i - 1)]), {"lower": 1.0, "upper": 2.0}
    yield "mostly equal", of([5.0 if i % 30 == 29 else 0.0 for i in range(140)]), {"lower": 0.1, "upper": 0.1}
    yield "equal", of([0.0] * 80), {"lower": 0.0, "upper": 0.0}
    yield "no interval", of(noise), {"lower": 0.0, "upper": 0.0}
    yield "too short", of(noise[:20]), {"lower": 1.0, "upper": 1.0}


def growths():
    for name, d, interval in deviations():
        for start, coverage, most in ((0, 0.95, 64), (40, 0.9, 1000)):
            yield {"name": f"{name}, from {start}", "deviations": d, "from": start, "interval": interval, "coverage": coverage, "most": most, "want": growth(d, start, interval, coverage, most), "tol": 1e-9}


def factors():
    measured = [([1, 2, 4, 8], [1.0, 1.25, 1.5, 3.0]), ([1, 2], [1.0, 1.0]), ([1], [1.0]), ([], [])]
    for ahead, factor in measured:
        for at in (1, 2, 3, 5, 8, 9, 100):
            if not ahead:
                want = math.sqrt(1 + at / 24)
            elif at <= ahead[-1]:
                want = float(numpy.interp(at, ahead, factor))
            elif len(ahead) == 1:
                want = factor[0]
            else:
                slope = (factor[-1] ** 2 - factor[-2] ** 2) / (ahead[-1] - ahead[-2])
                want = math.sqrt(factor[-1] ** 2 + slope * (at - ahead[-1]))
            yield {"name": f"{len(ahead)} measured, {at} ahead", "growth": {"ahead": ahead, "factor": factor}, "ahead": at, "memory": 24, "want": want, "tol": 1e-14}


def crossings():
    times = [1_700_000_000_000 + 60_000 * i for i in range(6)]
    up = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    cases = [("a rise", up, 4.0), ("a fall", up[::-1], 4.0), ("never", up, 99.0), ("on the threshold", [3.0] * 6, 3.0), ("the upper edge alone", [1.0] * 6, 1.5), ("from above, never", up, -9.0),
             ("a gap first", [NAN, NAN, 1.0, 9.0, 1.0, 1.0], 5.0), ("nothing expected", [NAN] * 6, 5.0), ("beyond at once", up, 1.0), ("minus zero", [-0.0] * 6, 0.0)]
    for name, expected, threshold in cases:
        lower, upper = [v - 0.75 for v in expected], [v + 0.75 for v in expected]
        start = next((v for v in expected if not math.isnan(v)), threshold)
        rising = start <= threshold
        meets = lambda line: next((t for t, v in zip(times, line) if not math.isnan(v) and (v >= threshold if rising else v <= threshold)), -1)
        yield {"name": name, "times": times, "expected": expected, "lower": lower, "upper": upper, "threshold": threshold,
               "want": {"rising": rising, "expectedMs": meets(expected), "lowerMs": meets(lower), "upperMs": meets(upper)}, "tol": 0}


def vectors():
    yield document("forecast/learnGrowth", "src/engine/forecast/growth.ts says what", list(growths()))
    yield document("forecast/growthAt", "src/engine/forecast/growth.ts says what", list(factors()))
    yield document("forecast/cross", "src/engine/forecast/crossing.ts says what", list(crossings()))
