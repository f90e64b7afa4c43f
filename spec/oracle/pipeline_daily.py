"""Oracle of whole analyses: daily series without seasons in numpy, and states that follow from words alone."""
import math
import random
from statistics import NormalDist

import numpy
from adapt_local_level import mad
from clocks import DAY, day, start_of_day, utc
from detect_limits import learn_limits
from detect_score import scores

NAN, HOUR = math.nan, 3_600_000
FOLD_BLOCK = DAY // 4
COLUMNS = ("value", "expected", "lower", "upper", "intervalLower", "intervalUpper", "lower99", "upper99", "score", "reason", "drift", "direction", "anomaly", "state")


def document(function, oracle, cases):
    return f"pipeline/{function}.json", {"function": f"pipeline/{function}", "source": "src/engine/pipeline.ts says what", "oracle": f"spec/oracle/pipeline_daily.py ({oracle})", "cases": cases}


def interval_of(z, coverage, method):
    tail = (1 - coverage) / 2
    if method == "conformal":
        low, high = numpy.quantile(z, [tail, 1 - tail])
        return max(0.0, -float(low)), max(0.0, float(high))
    center, deviation = (numpy.mean(z), numpy.std(z)) if method == "gaussian" else (numpy.median(z), mad(z))
    half = NormalDist().inv_cdf(1 - tail) * deviation
    return max(0.0, float(half - center)), max(0.0, float(half + center))


def tail_end(side, probability):
    """How far a side goes: a power of the normal tail through two quantiles of its body."""
    normal = lambda p: NormalDist().inv_cdf(1 - p)
    near, far = numpy.quantile(side, [0.75, 0.92])
    power = math.log(far / near) / math.log(normal(0.08) / normal(0.25)) if 1e-9 < near < far else 1.2
    power = (len(side) * power + 200 * 1.2) / (len(side) + 200)
    return far * (normal(probability) / normal(0.08)) ** min(max(power, 1), 2.5)


def body(z, step):
    """The residuals that are no anomalies: those within both sides' tails."""
    probability = min(0.02, 0.3 * step / (7 * DAY))
    upper, lower = (tail_end(numpy.maximum(side, 0), probability) for side in (z, -z))
    return z[(z <= upper) & (z >= -lower)]


def judged(value, times, values, spec):
    """One row: a slot's value beside the history that its model learns from."""
    held = [(t, v) for t, v in zip(times, values) if not math.isnan(v)]
    cold = len(held) < spec["train"]["minPoints"]
    if cold and len(held) < 4:
        return dict.fromkeys(COLUMNS, NAN) | {"value": value, "state": 0}
    if cold:  # the first 4, 8, 16 … points make a band to look at
        held = held[:2 ** int(math.log2(len(held)))]
    center = {"robust": numpy.median, "keep": numpy.mean}[spec["clean"]["outliers"]]
    learnt = numpy.array([v for _, v in held])
    fold = numpy.array([(t - held[0][0]) // FOLD_BLOCK % 5 for t, _ in held])
    expected = float(center(learnt))
    if cold:
        expected, fold = float(numpy.median(learnt)), numpy.zeros(0)
    residuals = [v - expected for v in learnt] if cold else [v - (float(center(learnt[fold != f])) if (fold != f).sum() >= 6 else expected) for v, f in zip(learnt, fold)]
    unit = mad(residuals)
    z = numpy.array(residuals) / unit
    band = spec["band"]
    interval, wide = (interval_of(body(z, DAY), coverage, band["method"]) for coverage in (band["interval"], 0.99))
    limit, others = limits(band, interval, z, times, values, dict(zip((t for t, _ in held), residuals)), unit)
    unit *= 1 + 8 / len(held) if cold else 1
    bounded = lambda v: max(v, band.get("lowerBound", -math.inf))
    row = {"value": value, "expected": bounded(expected), "drift": NAN}  # a step of a day has none
    for name, (low, high) in {"": limit, "interval": interval, "99": wide}.items():
        lower, upper = {"": ("lower", "upper"), "interval": ("intervalLower", "intervalUpper"), "99": ("lower99", "upper99")}[name]
        row |= {lower: bounded(expected - unit * low), upper: bounded(expected + unit * high)}
    if cold:
        return row | {"score": NAN, "reason": NAN, "direction": NAN, "anomaly": NAN, "state": 0}
    if math.isnan(value):
        return row | {"score": NAN, "reason": 0, "direction": NAN, "anomaly": NAN, "state": 4}
    seen = [*values[-2:], value]
    e = {"values": seen, "residuals": [v - expected for v in seen], "stepMs": DAY, "limits": [limit, *others], "stuck": 0, "scales": [unit] * 3, "lower": [unit * limit[0]] * 3, "upper": [unit * limit[1]] * 3,
         "minLimit": [(0, 0)] * 3, "minDeviation": [(0, 0)] * 3, "direction": "both"}
    score, reason, distance = (column[-1] for column in scores(e).values())
    if not math.isnan(distance):
        row |= {"upper": bounded(expected + distance)} if value > expected else {"lower": bounded(expected - distance)}
        row |= {"intervalUpper": min(row["intervalUpper"], row["upper"]), "intervalLower": max(row["intervalLower"], row["lower"])}
    if value < (low := band.get("lowerBound", -math.inf)) and (beyond := (bounded(expected) - value) / (bounded(expected) - low)) > score:
        score, reason = beyond, 4
    return row | {"score": score, "reason": reason, "direction": float(numpy.sign(value - expected)), "anomaly": float(score > 1), "state": 2 if score > 1 else 1}


def limits(band, interval, z, times, values, residuals, unit):
    """The deviation's limit below and above, in units, and those of the other statistics: none where the spec states its own."""
    limit = band["limit"]
    if "alertsPerWeek" in limit:
        learnt = learn_limits(times, values, [residuals.get(t, NAN) for t in times], [0.0] * len(times), [unit] * len(times), DAY, limit["alertsPerWeek"])
        deviation, *others = zip(learnt["lower"], learnt["upper"])
        return [max(pair) for pair in zip(deviation, interval)], others
    own = [limit["multiple"] * c for c in interval] if "multiple" in limit else interval_of(z, limit["coverage"], band["method"])
    return [max(e, c, 1.0) for e, c in zip(own, interval)], [(0, 0), (0, 0)]


def daily():
    rng = random.Random("tidemark pipeline")
    def case(name, zone="UTC", outliers="keep", band=None, gaps=0.0, first=30, days=45, spikes=True):
        number = day(zone, utc("2024-03-01T12:00"))
        starts = [start_of_day(zone, number + i) for i in range(days)]
        values = [NAN if rng.random() < gaps else rng.gauss(50, 4) + (40 if spikes and i in (20, 36) else 0) for i in range(days)]
        values[0], values[-1] = 49.0, 51.0
        spec = {"grid": {"step": "1d"}, "train": {"window": "20d", "minPoints": 8}, "clean": {"outliers": outliers}, "features": {"trend": "none", "seasonality": [], "timezone": zone},
                "model": {"kind": "seasonal"}, "band": {"scale": "constant", "interval": 0.9, "method": "conformal", "limit": {"multiple": 1.5}} | (band or {}), "adapt": {"level": "off"}}
        want = {c: [] for c in COLUMNS}
        for i in range(first, days):
            past = [j for j in range(i) if starts[j] >= starts[i] - 20 * DAY]
            for c, v in judged(values[i], [starts[j] for j in past], [values[j] for j in past], spec).items():
                want[c].append(v)
        # samples come in the course of the day
        times = [t + rng.randrange(HOUR) for t in starts]
        return {"name": name, "times": times, "values": values, "spec": spec, "fromMs": starts[first], "toMs": starts[-1], "want": {"timesMs": starts[first:], **want}, "tol": 1e-9 if spec["band"]["method"] == "conformal" and "alertsPerWeek" not in spec["band"]["limit"] else 2e-5}
    return [case("means"), case("medians", outliers="robust"), case("in Berlin over a clock change", "Europe/Berlin"), case("in Lord Howe over a clock change", "Australia/Lord_Howe", "robust"),
            case("a third missing", gaps=0.33), case("from the first day on", first=0, days=25), case("a normal distribution", band={"method": "gaussian"}), case("median deviations", outliers="robust", band={"method": "mad"}),
            case("a limit by coverage", band={"limit": {"coverage": 0.98}}), case("never below 48", band={"lowerBound": 48}), case("a wide interval", band={"interval": 0.99, "limit": {"multiple": 1}}, spikes=False),
            case("an alert a week", band={"limit": {"alertsPerWeek": 1}}), case("seven alerts a week, a third missing", band={"limit": {"alertsPerWeek": 7}}, gaps=0.33)]


def states():
    """Runs of states that follow from the words of the spec, whatever the arithmetic."""
    word = {"L": "learning", "N": "normal", "A": "anomalous", "X": "excluded", "M": "missing"}
    start = utc("2024-01-01")
    def case(name, values, want, notices=(), spec=None, step=HOUR, fromMs=start, last=None):
        last = len(values) - 1 if last is None else last
        runs = [[n, word[w]] for n, w in want]
        return {"name": name, "startMs": start, "stepMs": step, "values": values, "spec": {"schemaVersion": 1, **(spec or {})}, "fromMs": fromMs, "toMs": start + last * step,
                "want": {"runs": runs, "notices": list(notices)}, "tol": 0}
    flat = lambda n: [5.0] * n
    learning, short = "fit/learning", "fit/short-window"
    for kind in ("auto", "seasonal", "linear"):
        model = {"model": {"kind": kind}}
        yield case(f"{kind}: a day of a constant, then it is judged", flat(60), [(24, "L"), (36, "N")], [learning, short], model)
        for change in (5.0001, 4.9999, 0.0, -5.0, 1e300):
            yield case(f"{kind}: a constant becomes {change}", flat(48) + [change], [(24, "L"), (24, "N"), (1, "A")], [learning, short], model)
        yield case(f"{kind}: a constant misses a slot", flat(47) + [NAN] + flat(1), [(24, "L"), (23, "N"), (1, "M"), (1, "N")], [learning, short], model)
        yield case(f"{kind}: a constant that stops", flat(48), [(24, "L"), (24, "N"), (5, "M")], [learning, short], model, last=52)
    yield case("a missing slot that counts", flat(47) + [NAN] + flat(1), [(24, "L"), (23, "N"), (1, "A"), (1, "N")], [learning, short], {"clean": {"missing": "anomaly"}})
    yield case("a missing slot as zero", flat(47) + [NAN] + flat(1), [(24, "L"), (23, "N"), (1, "A"), (1, "N")], [learning, short], {"clean": {"missing": "zero"}})
    yield case("a missing slot held", flat(47) + [NAN] + flat(1), [(24, "L"), (25, "N")], [learning, short], {"clean": {"missing": "hold"}})
    yield case("an excluded change", flat(47) + [9.0] + flat(1), [(24, "L"), (23, "N"), (1, "X"), (1, "N")], [learning, short], {"train": {"exclude": [{"from": start + 47 * HOUR, "to": start + 48 * HOUR}]}})
    yield case("a change in the direction that does not count", flat(48) + [4.0, 6.0], [(24, "L"), (25, "N"), (1, "A")], [learning, short], {"detect": {"direction": "above"}})
    yield case("a change too small to count", flat(48) + [5.4, 5.6], [(24, "L"), (25, "N"), (1, "A")], [learning, short], {"detect": {"minDeviation": {"absolute": 0.5}}})
    yield case("a change just large enough to count", flat(48) + [5.25, 5.5], [(24, "L"), (25, "N"), (1, "A")], [learning, short], {"model": {"kind": "seasonal"}, "detect": {"minDeviation": {"absolute": 0.5}}})
    yield case("a change inside the least width", flat(48) + [5.4, 5.6], [(24, "L"), (25, "N"), (1, "A")], [learning, short], {"band": {"minWidth": {"relative": 0.1}}})
    yield case("two of three, held for four", flat(48) + [9.0] + flat(1) + [9.0] + flat(5), [(24, "L"), (26, "N"), (4, "A"), (2, "N")], [learning, short], {"detect": {"points": {"k": 2, "n": 3}, "recover": 4}})
    yield case("too short to learn from", flat(20), [(20, "L")], [learning, short])
    yield case("nothing but missing", [NAN] * 30, [(30, "L")], [learning])
    yield case("no samples", [], [], ["clean/no-points"], last=10)
    yield case("a window before the samples", flat(48), [], ["clean/no-points"], fromMs=start - 100 * HOUR, last=-50)
    yield case("a window after the samples", flat(48), [(3, "M")], [], fromMs=start + 50 * HOUR, last=52)
    yield case("a counter", [float(i) for i in range(48)], [(24, "L"), (24, "N")], ["clean/counter", learning, short], {"detect": {"minDeviation": {"absolute": 1000}}})
    yield case("a counter that resets", [float(i % 24) for i in range(48)], [(24, "L"), (24, "N")], ["clean/counter", learning, short], {"detect": {"minDeviation": {"absolute": 1000}}})
    yield case("a value that falls too often for a counter", [float(i % 8) for i in range(48)], [(24, "L"), (24, "N")], [learning, short], {"detect": {"minDeviation": {"absolute": 1000}}})


def vectors():
    yield document("analyse", "numpy: means and medians of folds, quantiles of residuals", daily())
    yield document("states", "no arithmetic: the spec's words", list(states()))
