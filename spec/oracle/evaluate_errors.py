"""Oracle of errors: exact fractions over the rows that count. Oracle of importances: the shuffles of num_random's stream."""
import math
import random
from fractions import Fraction

from clocks import DAY, utc
from features_rows import calendar
from num_random import Stream

ORACLE = "spec/oracle/evaluate_errors.py (fractions.Fraction)"
NAN, HOUR = math.nan, 3_600_000


def document(function, source, cases):
    return f"{function}.json", {"function": function, "source": source, "oracle": ORACLE, "cases": cases}


def mean(xs):
    return sum(xs, Fraction(0)) / len(xs)


def pairs(*columns):
    """The rows without a NaN, as fractions."""
    return [tuple(Fraction(x) for x in row) for row in zip(*columns) if not any(math.isnan(x) for x in row)]


def measure(actual, expected, lag):
    rows = pairs(actual, expected)
    if not rows:
        return {"n": 0, "mse": 0, "mae": 0, "r2": None, "mase": None}
    back = lag if 1 <= lag and len(actual) > 2 * lag else 1
    naive = [abs(b - a) for a, b in pairs(actual[:-back], actual[back:])]
    middle = mean([y for y, _ in rows])
    spread, mae = mean([(y - middle) ** 2 for y, _ in rows]), mean([abs(y - e) for y, e in rows])
    mse = mean([(y - e) ** 2 for y, e in rows])
    return {"n": len(rows), "mse": float(mse), "mae": float(mae), "r2": float(1 - mse / spread) if spread else None,
            "mase": float(mae / mean(naive)) if naive and mean(naive) else None}


def pinball(e, level):
    return level * e if e >= 0 else (level - 1) * e


def band(actual, lower, expected, upper, coverage):
    rows = pairs(actual, lower, expected, upper)
    if not rows:
        return {"n": 0, "coverage": 0, "intervalScore": 0, "pinball": 0}
    tail = (1 - Fraction(coverage)) / 2
    scores = [u - l + (max(l - y, 0) + max(y - u, 0)) / tail for y, l, _, u in rows]
    losses = [(pinball(y - l, tail) + pinball(y - e, Fraction(1, 2)) + pinball(y - u, 1 - tail)) / 3 for y, l, e, u in rows]
    return {"n": len(rows), "coverage": float(mean([Fraction(l <= y <= u) for y, l, _, u in rows])), "intervalScore": float(mean(scores)), "pinball": float(mean(losses))}


def incidents(anomaly, step):
    """Anomalies of judged slots in clusters: neighbours, and those that begin at most 30 minutes after each other (runs declustering)."""
    judged = [a for a in anomaly if not math.isnan(a)]
    begins = [i * step for i, a in enumerate(judged) if a == 1]
    joined = sum(b - a <= max(HOUR // 2, step) for a, b in zip(begins, begins[1:]))
    return len(begins) - joined, len(judged) * step


def alarms(anomaly, step):
    count, judged = incidents(anomaly, step)
    return float(Fraction(count * 7 * DAY, judged)) if judged >= 7 * DAY else None


def columns():
    rng = random.Random("tidemark errors")
    wave = [10 + 3 * math.sin(i / 4) + rng.gauss(0, 1) for i in range(60)]
    yield "noise around a wave", wave, [10 + 3 * math.sin(i / 4) for i in range(60)]
    yield "gaps on both sides", [NAN if i % 5 == 0 else v for i, v in enumerate(wave)], [NAN if i % 7 == 0 else 10.0 for i in range(60)]
    yield "exact", wave, wave
    yield "constant", [4.0] * 30, [4.5] * 30
    yield "far from it", wave, [1000.0] * 60
    yield "one row", [3.0], [1.0]
    yield "no rows", [], []
    yield "all missing", [NAN] * 4, [1.0] * 4
    yield "large", [1e150, -1e150, 3e149, 0.0], [0.0, 0.0, 1e149, 2e149]
    yield "tiny", [1e-150, -1e-150, 3e-151, 0.0], [0.0, 0.0, 1e-151, 2e-151]


def sized(want, size):
    """A tolerance of a few roundings for each part."""
    return {part: 0 if value is None or part == "n" else 1e-13 * max(abs(value), 1 if part in ("r2", "mase", "coverage") else size) for part, value in want.items()}


def errors():
    measures, bands = [], []
    for name, actual, expected in columns():
        for lag in (1, 24):
            want = measure(actual, expected, lag)
            measures.append({"name": f"{name}, a season of {lag}", "actual": actual, "expected": expected, "lag": lag, "want": want, "tol": sized(want, 0)})
        for coverage, width in ((0.95, 2.0), (0.5, 0.5)):
            lower, upper = [e - width for e in expected], [e + 1.5 * width for e in expected]
            want = band(actual, lower, expected, upper, coverage)
            bands.append({"name": f"{name}, {coverage}", "actual": actual, "lower": lower, "expected": expected, "upper": upper, "coverage": coverage, "want": want, "tol": sized(want, 1e-300)})
    return measures, bands


def weeks():
    """Each pattern at the start of ten days, at steps from below half an hour to a day, and what is too short to be measured."""
    patterns = {"none": [], "from the start": [1.0], "one that lasts": [0.0, 1.0, 1.0, 1.0], "two with a slot between": [1.0, 0.0, 1.0],
                "two with two slots between": [1.0, 0.0, 0.0, 1.0], "a slot without a verdict does not part them": [1.0, NAN, 1.0],
                "a chain of pairs is one": [1.0, 0.0, 1.0, 0.0, 1.0]}
    for step in (900_000, HOUR // 2, HOUR, 6 * HOUR, DAY):
        for name, start in patterns.items():
            yield f"{name}, {step} ms", start + [0.0] * (10 * DAY // step - len(start)), step
    yield "half an hour apart at 5 min", [1.0] + [0.0] * 5 + [1.0] + [0.0] * 2100, 300_000
    yield "35 minutes apart at 5 min", [1.0] + [0.0] * 6 + [1.0] + [0.0] * 2100, 300_000
    yield "seven days are enough", [1.0] + [0.0] * 27, 6 * HOUR
    yield "a slot less is not", [1.0] + [0.0] * 26, 6 * HOUR
    yield "time without a verdict does not count", [1.0] + [0.0] * 26 + [NAN] * 10, 6 * HOUR
    yield "nothing judged", [NAN, NAN], HOUR
    yield "no slots", [], HOUR


def week_cases():
    return [{"name": name, "anomaly": anomaly, "stepMs": step, "want": (want := alarms(anomaly, step)), "tol": 1e-13 * (want or 0)} for name, anomaly, step in weeks()]


def incident_cases():
    """The slots from the first anomaly of each incident to its last, by pairs of anomalies with half an hour of judged slots between them at most."""
    for name, anomaly, step in [(n, a[:24], s) for n, a, s in weeks()] + [("one at the end", [0.0] * 9 + [1.0], HOUR), ("slots without a verdict around one", [NAN, 1.0, NAN, 0.0, NAN], HOUR)]:
        judged = [i for i, a in enumerate(anomaly) if a == a]
        ranks = [r for r, i in enumerate(judged) if anomaly[i] == 1]
        apart = [k for k in range(1, len(ranks)) if ranks[k] - ranks[k - 1] > 1 and (ranks[k] - ranks[k - 1]) * step > HOUR // 2]
        bounds = [0, *apart, len(ranks)]
        found = [(judged[ranks[a]], judged[ranks[b - 1]]) for a, b in zip(bounds, bounds[1:]) if b > a]
        yield {"name": name, "anomaly": anomaly, "stepMs": step, "want": {"first": [a for a, _ in found], "last": [b for _, b in found]}, "tol": 0}


def importances():
    """A seasonal model says level + value of the slot, so every shuffle can be followed by hand."""
    cases = []
    rng = random.Random("tidemark importance")
    for name, week, steps, holidays in (("a day's shape", False, [], []), ("a week's shape", True, [], []), ("a step", False, [utc("2024-03-06T00:00")], []), ("a holiday that the model does not know", True, [], ["2024-03-05"])):
        times = [utc("2024-03-04T00:00") + i * 6 * HOUR for i in range(28)]
        values = [float(rng.randint(-8, 8)) for _ in range(28 if week else 4)]
        levels = [float(10 * k) for k in range(len(steps) + 1)]
        at = calendar("UTC", times, holidays)
        say = lambda t, d, w: levels[sum(t >= s for s in steps)] + values[(w if week else d) // (6 * HOUR)]
        plain = list(zip(times, at["dayMs"], at["weekMs"]))
        actual = [say(*row) + rng.choice([-0.5, 0.0, 0.25]) for row in plain]
        stream, orders = Stream(7), []
        for _ in range(5):
            order = list(range(len(times)))
            for i in range(len(order) - 1, 0, -1):
                j = stream.integer(i + 1)
                order[i], order[j] = order[j], order[i]
            orders.append(order)
        groups = {"time": lambda i, j: (times[j], plain[i][1], plain[i][2]),
                  "timeOfDay": lambda i, j: (times[i], plain[j][1], plain[i][2] - plain[i][1] + plain[j][1]),
                  "dayOfWeek": lambda i, j: (times[i], plain[i][1], plain[j][2] - plain[j][1] + plain[i][1])}
        if holidays:
            groups["holiday"] = lambda i, j: plain[i]
        error = lambda rows: mean([abs(Fraction(y) - Fraction(say(*row))) for y, row in zip(actual, rows)])
        base = error(plain)
        increases = {g: mean([error([of(i, order[i]) for i in range(len(order))]) for order in orders]) - base for g, of in groups.items()}
        total = sum(max(x, 0) for x in increases.values())
        want = {"meanError": float(base), "groups": [{"group": g, "name": g, "increase": float(x), "share": float(max(x, 0) / total)} for g, x in increases.items()]}
        model = {"kind": "seasonal", "seasonal": {"shape": {"slotMs": 6 * HOUR, "weekend": False, "week": week, "values": values}, "steps": steps, "levels": levels}}
        case = {"name": name, "model": model, "times": times, "actual": actual, "seed": 7, "want": want, "tol": 1e-13}
        cases.append({**case, "holidays": "\n".join(f"BEGIN:VEVENT\nDTSTART:{d.replace('-', '')}\nEND:VEVENT" for d in holidays)} if holidays else case)
    return cases


def scaled_parts():
    inputs = {"thirds": (1 / 3, -1 / 7, 0.25, 2 / 3, 10.0, 8.0), "no part is −0": (-0.0, -0.0, -0.0, -0.0, 0.0, 2.0),
              "nor is one that underflows": (-5e-324, -1e-320, 5e-324, -2e-310, 1e-300, 2.0**-60), "a factor that rounds": (0.1, -0.7, 0.9, 1e10, -3.5, 0.15)}
    for name, (trend, season, holidays, regressor, level, factor) in inputs.items():
        times = lambda v: float(Fraction(v) * Fraction(factor)) + 0.0
        want = {"level": level, "trend": times(trend), "season": times(season), "calendar": times(holidays), "regressors": [{"name": "warmth", "value": times(regressor)}]}
        yield {"name": name, "trend": trend, "season": season, "calendar": holidays, "regressor": regressor, "level": level, "factor": factor, "want": want, "tol": 0}


def vectors():
    measures, bands = errors()
    yield document("evaluate/measure", "Hyndman & Koehler 2006", measures)
    yield document("evaluate/measureBand", "Gneiting & Raftery 2007; Koenker & Bassett 1978", bands)
    yield document("evaluate/alertsPerWeek", "Ferro & Segers 2003, runs declustering", week_cases())
    yield document("evaluate/incidents", "Ferro & Segers 2003, runs declustering", list(incident_cases()))
    yield document("explain/scaledParts", "pkg/engine/explain/parts.go says what", list(scaled_parts()))
    yield document("explain/permute", "Breiman 2001; Fisher et al. 2019", importances())
