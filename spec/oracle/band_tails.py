"""Oracle of conditional quantiles, of steps of the expected value and of error models around quantiles: numpy over whole histories, quantiles of scores in exact fractions."""
import math
import random
from fractions import Fraction

import numpy
from adapt_local_level import DAY, HOUR, MINUTE, NAN
from band_conform import quantile
from pipeline_daily import tail_end

ORACLE = "spec/oracle/band_tails.py (numpy, fractions.Fraction, statistics.NormalDist)"
WEEK = 7 * DAY


def document(function, source, cases):
    return f"band/{function}.json", {"function": f"band/{function}", "source": source, "oracle": ORACLE, "cases": list(cases)}


def ends(values, step):
    probability = min(0.02, 1.2 * step / WEEK)
    upper, lower = (tail_end(numpy.sort(numpy.maximum(side, 0)), probability) for side in (numpy.array(values), -numpy.array(values)))
    return {"lower": float(lower), "upper": float(upper)}


def conditional():
    rng = random.Random("tidemark tail ends")
    drawn = lambda n, shape: sorted(shape(rng.gauss(0, 1)) for _ in range(n))
    samples = {"normal": drawn(90, lambda z: z), "many": drawn(600, lambda z: z), "heavy": drawn(300, lambda z: z**5), "short of a normal tail": drawn(300, lambda z: math.copysign(abs(z) ** 0.3, z)),
               "above alone": drawn(120, abs), "below alone": drawn(120, lambda z: -abs(z)), "zeros": [0.0] * 9, "one": [3.0],
               "two values": [-1.0] * 20 + [1.0] * 20, "a body as wide as its far end": [0.0] * 10 + [2.0] * 30, "a body at the least": sorted([0.0] * 14 + [1e-9] * 14 + [1.0] * 8), "a body above the least": sorted([0.0] * 14 + [2e-9] * 14 + [1.0] * 8)}
    for name, values in samples.items():
        for step in (MINUTE, HOUR, DAY):
            want = ends(values, step)
            yield {"name": f"{name}, {step // MINUTE} m", "sorted": values, "stepMs": step, "want": want, "tol": 1e-5 * max(want.values())}


def expectedStep(expected, residuals, overall, deterministic):
    """What is near where the expected value changes by more than four spreads, and how far residuals stray there."""
    before = 2 if deterministic else 0
    heights = {i: abs(b - a) for i, (a, b) in enumerate(zip(expected, expected[1:]), 1) if abs(b - a) > 4 * overall}
    at = {k: max(heights[i] for i in heights if i - before <= k < i + 2) for i in heights for k in range(i - before, i + 2) if 0 <= k < len(expected)}
    held = [min(abs(residuals[k]), at[k]) for k in sorted(at) if not math.isnan(residuals[k])]
    teaches = len(held) >= 10 and 10 * len(at) < 3 * len(expected)
    spread = math.sqrt(math.fsum(v * v for v in held) / len(held)) if teaches else 0
    return {"height": 4 * overall, "spread": spread, "before": before, "at": [at.get(k, 0) if spread > 0 else 0 for k in range(len(expected))]}


def steps():
    rng = random.Random("tidemark jumps")
    def case(name, n, starts, height=8.0, overall=0.5, deterministic=True, missing=(), events=None):
        events = events or {}
        expected = [height * sum(i >= s for s in starts) for i in range(n)]
        residuals = [events.get(i, NAN if i in missing else rng.gauss(0, overall)) for i in range(n)]
        return {"name": name, "expected": expected, "residuals": residuals, "overall": overall, "deterministic": deterministic, "want": expectedStep(expected, residuals, overall, deterministic), "tol": 1e-12}
    yield case("four steps", 80, [10, 30, 50, 70])
    yield case("of an unknown future", 80, [10, 20, 30, 40, 50, 60, 70], deterministic=False)
    yield case("as high as a step must exceed", 80, [10, 30, 50, 70], height=2.0)
    yield case("a little higher", 80, [10, 30, 50, 70], height=2.0000001)
    yield case("too few to teach", 80, [30, 50])
    yield case("ten near, as few as may be", 80, [10, 30, 50], missing=(9, 49))
    yield case("nine near", 80, [10, 30, 50], missing=(9, 30, 49))
    yield case("as many near as may not be", 40, [10, 20, 30])
    yield case("one fewer", 41, [10, 20, 30])
    yield case("at both ends", 60, [1, 20, 40, 59])
    yield case("nothing expected to change", 30, [])
    yield case("steps that meet, of other heights", 80, [10, 11, 11, 30, 50, 52, 52, 52])
    yield case("an event near a step", 80, [10, 30, 50, 70], events={31: -300.0, 40: 300.0})


def conformity(z, below, above, rows, coverage):
    inside = 1 - (1 - Fraction(coverage)) / 2
    side = lambda score: quantile([score(r) for r in rows], inside)
    return {"lower": side(lambda r: -Fraction(z[r]) - Fraction(below[r])), "upper": side(lambda r: Fraction(z[r]) - Fraction(above[r]))}


def conformed(residuals, width, factor, below, above, step, band):
    z = [r / (w * f) for r, w, f in zip(residuals, width, factor)]
    rows = [r for r in range(len(z)) if not math.isnan(z[r])]
    end = ends([z[r] for r in rows], step)
    body = [r for r in rows if -end["lower"] <= z[r] <= end["upper"]]
    interval, wide = (conformity(z, below, above, body, c) for c in (band.get("interval", 0.95), 0.99))
    floats = lambda interval: {side: float(v) for side, v in interval.items()}
    limit, want = band.get("limit", {}), {"interval": floats(interval), "interval99": floats(wide), "begins": 0}
    if "multiple" in limit:
        want |= {"begins": limit["multiple"], "stated": floats({side: Fraction(limit["multiple"]) * v for side, v in interval.items()})}
    if "coverage" in limit:
        want |= {"begins": 1, "stated": floats(conformity(z, below, above, rows, limit["coverage"]))}
    return want


def conforms():
    rng = random.Random("tidemark conform")
    def case(name, values, band=None, step=HOUR, width=1.0, missing=False, factor=1.0):
        n = len(values)
        residuals = [NAN if missing and i % 5 == 3 else v for i, v in enumerate(values)]
        width, factor = ([v] * n if isinstance(v, float) else v for v in (width, factor))
        below, above = [1 + 0.25 * (i % 3) for i in range(n)], [2 - 0.5 * (i % 2) for i in range(n)]
        want = conformed(residuals, width, factor, below, above, step, band or {})
        return {"name": name, "residuals": residuals, "width": width, "factor": factor, "below": below, "above": above, "stepMs": step, "band": band or {}, "want": want, "tol": 2e-14 * max(map(abs, values))}
    noise = [rng.gauss(0, 1) for _ in range(120)]
    yield case("noise: a limit by alerts is none that is stated", noise)
    yield case("a multiple", noise, {"limit": {"multiple": 3}})
    yield case("a coverage", noise, {"limit": {"coverage": 0.999}, "interval": 0.8})
    yield case("four times as wide now and then", noise, width=[[1.0, 4.0, 0.25][i % 3] for i in range(120)])
    grown = [1.0 if i < 60 else 0.5 + i / 40 for i in range(120)]
    yield case("a stated limit follows all that the scale has grown by", [v * f for v, f in zip(noise, grown)], {"limit": {"coverage": 0.999}}, factor=grown)
    yield case("above alone, with zeros", [max(v, 0.0) for v in noise], {"limit": {"multiple": 2}})
    yield case("below alone, with zeros", [min(v, 0.0) for v in noise], {"limit": {"multiple": 2}})
    yield case("gaps and an event", [v + 30 * (60 <= i < 63) for i, v in enumerate(noise)], {"limit": {"coverage": 0.98}}, missing=True)
    yield case("few residuals, six hours a slot", [(-1) ** i * (1 + i / 8) for i in range(20)], {"limit": {"multiple": 2}}, step=6 * HOUR)


def cores():
    def case(name, below, above, lower, upper, quantiles=True):
        middle = lambda xs: sorted(map(Fraction, xs))
        median = lambda xs: (middle(xs)[(len(xs) - 1) // 2] + middle(xs)[len(xs) // 2]) / 2
        want = {"lower": float(max(0, median(below) + Fraction(lower))), "upper": float(max(0, median(above) + Fraction(upper)))} if quantiles else {"lower": lower, "upper": upper}
        return {"name": name, "below": below, "above": above, "lower": lower, "upper": upper, "quantiles": quantiles, "want": want, "tol": 1e-15}
    yield case("an odd number of slots", [1.0, 3.0, 2.0], [0.5, 9.0, 4.0], 0.25, -0.75)
    yield case("an even one", [1.0, 3.0, 2.0, 7.0], [0.5, 9.0, 4.0, 1.0], -0.5, 0.125)
    yield case("one slot", [1.5], [2.5], 0.5, 0.5)
    yield case("moved in beyond what is expected", [1.0, 1.0], [-3.0, -2.0], -1.5, 1.0)
    yield case("without quantiles", [], [], 1.25, 2.75, False)


def stated():
    """Where a limit that the spec states lies: as stored, or so many times the quantiles and what is stored, never inside the interval."""
    def case(name, interval, limit, conditional=(0.0, 0.0), begins=0.0, quantiles=True):
        want = {}
        for side, c, e, tail in zip(("lower", "upper"), *(map(Fraction, pair) for pair in (interval, limit, conditional))):
            nearest = max(Fraction(0), tail + c, Fraction(1))
            want[side] = float(max(Fraction(begins) * tail + e, nearest) if quantiles else e)
        return {"name": name, "interval": interval, "stated": limit, "below": conditional[0], "above": conditional[1], "quantiles": quantiles, "begins": begins, "want": want, "tol": 1e-14}
    yield case("as stored without quantiles", (2.0, 2.5), (5.0, 6.0), quantiles=False)
    yield case("a multiple of the quantiles", (0.5, -0.5), (1.25, -1.25), (1.5, 2.0), 2.5)
    yield case("a multiple of one is the interval", (0.5, -0.25), (0.5, -0.25), (1.5, 2.0), 1.0)
    yield case("a multiple below one is the interval", (0.5, -0.25), (0.25, -0.125), (1.5, 2.0), 0.5)
    yield case("a coverage", (0.5, -0.5), (2.25, 1.75), (1.5, 2.0), 1.0)
    yield case("a coverage below the interval's", (0.5, 0.75), (-0.5, 0.25), (1.5, 2.0), 1.0)
    yield case("never within a scale", (0.25, 0.25), (0.5, 0.5), (0.25, 0.125), 1.0)
    yield case("quantiles on the other side of the expected value", (0.5, 0.5), (0.25, 4.25), (-3.0, -2.0), 1.0)
    yield case("a multiple of quantiles on the other side", (0.5, 3.5), (1.25, 8.75), (-3.0, -2.0), 2.5)
    yield case("below and above differ", (0.0, 1.0), (0.0, 3.0), (4.0, 0.5), 3.0)


def targets():
    series = {"gaps": [0.5, NAN, -2.0, NAN, 3.0], "beyond what trees learn": [1e6, 1.5e6, -1e6, -1e300, 1.0], "all missing": [NAN, NAN]}
    for name, z in series.items():
        rows = [r for r, v in enumerate(z) if not math.isnan(v)]
        yield {"name": name, "z": z, "want": {"rows": rows, "targets": [max(-1e6, min(z[r], 1e6)) for r in rows]}, "tol": 0}


def spreads():
    for name, rows, n in (("some slots", [1, 4], 6), ("every slot", [0, 1, 2], 3), ("no slot", [], 2)):
        known = {"width": [2.0 + k for k in range(len(rows))], "below": [0.5 * k for k in range(len(rows))], "above": [-1.5 - k for k in range(len(rows))]}
        want = {part: [values[rows.index(r)] if r in rows else float(part == "width") for r in range(n)] for part, values in known.items()}
        yield {"name": name, **known, "rows": rows, "n": n, "want": want, "tol": 0}


def vectors():
    yield document("targetsOf", "src/engine/band/conform.ts says what", targets())
    yield document("spreadConditional", "src/engine/band/conform.ts says what", spreads())
    yield document("trimLimits", "src/engine/band/trim.ts says what", conditional())
    yield document("learnExpectedStep", "src/engine/band/expectedStep.ts says what", steps())
    yield document("conform", "Romano, Patterson & Candès 2019, theorem 2; src/engine/band/conform.ts says what", conforms())
    yield document("typicalInterval", "src/engine/band/quantiles.ts says what", cores())
    yield document("statedAt", "src/engine/band/quantiles.ts says what", stated())
