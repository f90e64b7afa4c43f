"""Oracle of bands, trailing levels and decisions: numpy and statistics over whole windows, slice by slice."""
import math
import random
from statistics import NormalDist

import numpy
from clocks import utc
from features_rows import calendar

ORACLE = "spec/oracle/adapt_local_level.py (numpy, statistics.NormalDist)"
NAN, MINUTE, HOUR, DAY = math.nan, 60_000, 3_600_000, 86_400_000


def document(function, source, cases):
    return f"{function}.json", {"function": function, "source": source, "oracle": ORACLE, "cases": cases}


def present(xs):
    return numpy.array([x for x in xs if not math.isnan(x)])


def mad(xs):
    xs = numpy.array(xs)
    return 1.4826 * float(numpy.median(numpy.abs(xs - numpy.median(xs))))


def normal_quantiles():
    ps = [0.5, 0.25, 0.75, 0.025, 0.975, 0.075, 0.0751, 0.9249, 0.9251, 0.999, 1e-5, 1 - 1e-5, 1e-12, 1 - 1e-12, 1e-100, 1e-300]
    return [{"name": f"p = {p!r}", "p": p, "want": (z := NormalDist().inv_cdf(p)), "tol": 2e-7 * abs(z)} for p in ps]


def hour_prior(spreads, counts):
    """Empirical Bayes: noise of 2/n relative variance, over what the hours differ by beyond it."""
    spreads, counts = spreads[counts > 0], counts[counts > 0]
    if counts.mean() < 24:
        return 12
    relative = spreads / numpy.average(spreads, weights=counts)
    beyond = numpy.average((relative - 1) ** 2, weights=counts) - 2 * (len(counts) - 1) / counts.sum()
    return min(10_000, max(12, 2 / beyond)) if beyond > 0 else 10_000


def scales():
    rng = random.Random("tidemark scale")
    def case(name, days, seasonal=True, values=None, zone="UTC", step=HOUR, wild=4):
        times = [utc("2024-03-25T00:00") + i * step for i in range(days * DAY // step)]
        values = values or [rng.gauss(0, 1 + (t // HOUR % 24 == 9) * wild) for t in times]
        at = calendar(zone, times)
        overall = mad(values)
        if overall < 1e-9:
            overall = float(numpy.mean(numpy.abs(numpy.array(values) - numpy.median(values)))) + 1e-9
        hours = []
        if seasonal and days >= 3:
            weekends = days >= 10
            own, counts = [], []
            for w in ((0, 1) if weekends else (None,)):
                for h in range(24):
                    held = [abs(v) for v, d, e in zip(values, at["dayMs"], at["weekend"]) if d // HOUR == h and w in (None, e)]
                    spread = 1.4826 * float(numpy.median(held)) if held else 0.0
                    if held and numpy.median(held) < 1e-9:
                        spread = max(overall, 1.2533 * float(numpy.mean(held)))
                    own.append(spread)
                    counts.append(len(held))
            prior = hour_prior(numpy.array(own), numpy.array(counts))
            own = [math.sqrt((n * s**2 + prior * overall**2) / (n + prior)) for n, s in zip(counts, own)]
            for d in range(0, len(own), 24):
                hours += [0.25 * own[d + (h - 1) % 24] + 0.5 * own[d + h] + 0.25 * own[d + (h + 1) % 24] for h in range(24)]
        return {"name": name, "timezone": zone, "times": times, "residuals": values, "spanMs": days * DAY, "seasonal": seasonal,
                "want": {"overall": overall, "hours": hours}, "tol": 1e-12}
    return [case("two days have one spread", 2), case("four days have hours", 4), case("eleven days have weekends", 11), case("constant on request", 11, False),
            case("hours of Berlin over a clock change", 11, zone="Europe/Berlin"), case("mostly equal residuals", 4, values=[0.0] * 90 + [3.0] * 6), case("no residuals at all", 4, values=[0.0] * 96),
            case("an hour of zeros among others", 11, values=[0.0 if i // 2 % 6 == 0 else rng.gauss(0, 1) for i in range(11 * 24)]),
            case("counts that are mostly zero in some hours", 11, values=[float(rng.random() < (0.1 if i % 24 < 8 else 0.9)) * rng.choice([1, 2, 9]) for i in range(11 * 24)]), case("hours that no point falls in", 12, step=6 * HOUR), case("one point", 1, values=[2.0], step=DAY),
            case("an hour differs", 11, step=HOUR // 6), case("an hour differs a little", 11, step=HOUR // 6, wild=0.7), case("hours that differ by chance", 4, step=HOUR // 12, wild=0),
            case("20 points an hour are too few", 4, step=HOUR // 5, wild=0.7), case("24 points an hour are enough", 4, step=HOUR // 6, wild=0.7)]


def trailing(xs, points):
    """The median of the window before each slot, 0 where too few are there."""
    least = max(3, points // 4)
    windows = [present(xs[max(0, i - points):i]) for i in range(len(xs))]
    return [float(numpy.median(w)) if len(w) >= least else 0.0 for w in windows]


def follow(localLevel, residuals, scale):
    points, gain, shiftThreshold, referenceScale = localLevel["points"], localLevel["gain"], localLevel["shiftThreshold"], localLevel["referenceScale"]
    n = len(residuals)
    if points == 0:
        return {"level": [0.0] * n, "factor": [1.0] * n}
    levels, factors = [], []
    for i, raw in enumerate(trailing(residuals, points)):
        taken = 1 if abs(raw) > shiftThreshold else gain
        z = present([r / s for r, s in zip(residuals[max(0, i - points):i], scale[max(0, i - points):i])])
        factor = 1.0
        if referenceScale > 0 and len(z) >= max(3, points // 4):
            ratio = float(numpy.median(numpy.abs(z - taken * numpy.median(z)))) / referenceScale
            factor = min(ratio / 1.4, 4.0) if ratio > 1.4 else max(ratio / 0.75, 0.5) if ratio < 0.75 else 1.0
        levels.append(taken * raw)
        factors.append(factor)
    return {"level": levels, "factor": factors}


def learn(residuals, scale, overall, points):
    if points < 4:
        return {"points": 0, "gain": 0, "shiftThreshold": 0, "referenceScale": 1}
    raw = trailing(residuals, points)
    held = [(r, v) for r, v in zip(residuals, raw) if not math.isnan(r)]
    error = {s: sum(min(abs(r - s * v), 5 * overall) for r, v in held) for s in (0, 0.5, 1)}
    gain, least = 0, 0.99 * error[0]
    for s in (0.5, 1):
        if error[s] < least:
            gain, least = s, error[s]
    shiftThreshold = 3 * mad([v for _, v in held]) + 0.5 * overall
    level = follow({"points": points, "gain": gain, "shiftThreshold": shiftThreshold, "referenceScale": 0}, residuals, scale)["level"]
    z = present([abs((r - v) / s) for r, v, s in zip(residuals, level, scale)])
    below, referenceScale, above = (float(q) for q in numpy.quantile(z, [0.4, 0.5, 0.6]))
    return {"points": points, "gain": gain, "shiftThreshold": shiftThreshold, "referenceScale": referenceScale if referenceScale >= 0.2 and above <= 3 * below else 0}


def residual_series():
    rng = random.Random("tidemark trail")
    noise = [rng.gauss(0, 1) for _ in range(96)]
    walk = list(numpy.cumsum([rng.gauss(0, 1) for _ in range(96)]))
    yield "noise", noise
    yield "a shiftThreshold shift", [v + 9 * (i > 60) for i, v in enumerate(noise)]
    yield "a walk", [float(v) for v in walk]
    yield "the spread grows", [v * (1 + 6 * (i > 50)) for i, v in enumerate(noise)]
    yield "the spread shrinks", [v * (0.01 if i > 40 else 1) for i, v in enumerate(noise)]
    yield "40 % missing", [NAN if rng.random() < 0.4 else v for v in noise]
    yield "a long gap", [NAN if 20 <= i < 70 else v for i, v in enumerate(noise)]
    yield "no residuals", [0.0] * 40
    yield "ties", [float(i % 3) for i in range(60)]
    yield "the median between zero and one", [float(rng.randrange(9) < 5) * (-1) ** i + 0.0 for i in range(96)]
    yield "whole numbers", [float(rng.randrange(-6, 7)) for _ in range(96)]


def trails():
    learning, following = [], []
    for name, residuals in residual_series():
        scale = [1 + 0.5 * (i % 4) for i in range(len(residuals))]
        overall = mad(present(residuals)) or 1e-9
        for points in (3, 4, 24):
            learning.append({"name": f"{name}, {points} slots", "residuals": residuals, "scale": scale, "overall": overall, "points": points,
                             "want": learn(residuals, scale, overall, points), "tol": 1e-11})
        for gain in (0, 0.5, 1):
            localLevel = {"points": 24, "gain": gain, "shiftThreshold": 4.0, "referenceScale": 0.6}
            following.append({"name": f"{name}, gain {gain}", "localLevel": localLevel, "residuals": residuals, "scale": scale, "want": follow(localLevel, residuals, scale), "tol": 1e-12})
        following.append({"name": f"{name}, nothing followed", "localLevel": {"points": 0, "gain": 0, "shiftThreshold": 0, "referenceScale": 1}, "residuals": residuals, "scale": scale,
                          "want": follow({"points": 0, "gain": 0, "shiftThreshold": 0, "referenceScale": 1}, residuals, scale), "tol": 0})
    return learning, following


def decide(scores, k, n, recover):
    """1 from a slot outside that is the k-th of its last n, until recover slots without one have gone by."""
    begins = [s > 1 and sum(v > 1 for v in scores[max(0, i - n + 1):i + 1]) >= k for i, s in enumerate(scores)]
    return [NAN if math.isnan(s) else float(any(begins[max(0, i - recover + 1):i + 1])) for i, s in enumerate(scores)]


def decisions():
    rng = random.Random("tidemark decide")
    series = {"a spike": [0.0, 0.5, 2.0, 0.5, 0.0, 0.0], "on the edge is inside": [1.0, 1.0000000000000002, 1.0], "missing slots": [NAN, 2.0, NAN, NAN, 2.0, 0.0, NAN, 2.0], "no slots": [],
              "chance": [rng.choice([0.2, 0.9, 1.4, 3.0, NAN]) for _ in range(80)], "rare": [3.0 if rng.random() < 0.15 else 0.1 for _ in range(80)], "always": [9.0] * 10, "all missing": [NAN] * 5}
    cases = []
    for name, scores in series.items():
        for points, recover in (("auto", "auto"), ({"k": 3, "n": 5}, "auto"), ({"k": 2, "n": 2}, 4), ({"k": 1, "n": 3}, 1), ({"k": 60, "n": 60}, 60)):
            k, n = (1, 1) if points == "auto" else (points["k"], points["n"])
            cases.append({"name": f"{name}, {k} of {n}, recover {recover}", "scores": scores, "detect": {"points": points, "recover": recover},
                          "want": decide(scores, k, n, n if recover == "auto" else recover), "tol": 0})
    return cases


def vectors():
    yield document("band/normalQuantile", "Wichura 1988, AS 241", normal_quantiles())
    yield document("band/learnScale", "src/engine/band/scale.ts says what", scales())
    learning, following = trails()
    yield document("adapt/learnLocalLevel", "src/engine/adapt/localLevel.ts says what", learning)
    yield document("adapt/follow", "src/engine/adapt/localLevel.ts says what", following)
    yield document("detect/decide", "spec/schema.json, detect", decisions())
