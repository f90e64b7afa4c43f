"""Oracle of scores: each statistic against its limit in exact fractions, the reason by its words."""
import random
from fractions import Fraction

from detect_statistics import DAY, HOUR, MIN_MEAN_SLOTS, MINUTE, NAMES, NAN, boundary, exact, repeats, squared
from fractional import root

ORACLE = "spec/oracle/detect_score.py (fractions.Fraction)"
MAX_SCORE = 1e12
STUCK = 6  # the reason of a value that rests; bounds and missing values come before


def side(pair, residual):
    return Fraction(pair[0] if residual < 0 else pair[1])


def ratio(square, limit):
    """√square/limit as a double."""
    return min(root(square / limit ** 2), MAX_SCORE)


def scores(e):
    values, residuals = exact(e["values"]), exact(e["residuals"])
    squares = [squared(name, values, residuals, e["stepMs"]) for name in NAMES]
    runs = repeats(values, residuals, e["stepMs"])
    out = {"score": [], "reason": [], "boundary": []}
    for i, r in enumerate(residuals):
        score, reason, limits = (NAN if r is None else 0.0), 0, []
        for k in range(len(NAMES)) if r is not None else ():
            limits.append(max(side(e["limits"][k], r) * Fraction(e["scales"][i]), side(e["minLimit"][i], r)) if k else side((e["lower"][i], e["upper"][i]), r))
            stands = limits[k] > 0 and (k == 0 or side(e["limits"][k], r) > 0)
            judged = e["direction"] == "both" or squares[k][i] == 0 or e["direction"] == ("below" if r < 0 else "above")
            if not stands or not judged:
                continue
            own = ratio(squares[k][i], limits[k])
            if squares[k][i] < side(e["minDeviation"][i], r) ** 2:
                own = min(own, 1.0)
            if own > score:
                score, reason = own, k + 1 if own > 1 else 0
        if r is not None and e["stuck"] > 0 and (e["direction"] == "both" or r == 0 or e["direction"] == ("below" if r < 0 else "above")):
            own = float(Fraction(runs[i]) / Fraction(e["stuck"]))
            own = min(own, 1.0) if abs(r) < side(e["minDeviation"][i], r) else own
            if own > score:
                score, reason = own, STUCK if own > 1 else 0
        out["score"].append(score)
        out["reason"].append(reason)
        out["boundary"].append(NAN if reason < 2 else float(abs(r) / Fraction(score)) if reason == STUCK else boundary(NAMES[reason - 1], e["values"], e["residuals"], e["stepMs"], i, limits[reason - 1]))
    return out


def cases():
    rng = random.Random("tidemark scores")
    n = 48
    noise = [rng.randrange(-128, 129) / 64 for _ in range(n)]
    season = [rng.randrange(-128, 129) / 32 for _ in range(n)]
    events = [v + {9: 30.0, 17: -25.0, 40: 4.5}.get(i, 0.0) + (4 if 24 <= i < 34 else 0) - (4.5 if 34 <= i < 39 else 0) for i, v in enumerate(noise)]
    gaps = [NAN if i % 7 == 3 else v for i, v in enumerate(events)]

    def case(name, residuals=events, values=None, step=20 * MINUTE, limits=((4.5, 4.0), (3.0, 2.5), (3.5, 3.0)), scales=1.0, limit=None, least=(0.0, 0.0), deviation=(0.0, 0.0), direction="both", stuck=0.0):
        m = len(residuals)
        spread = lambda v: list(v) if isinstance(v, list) else [v] * m
        scales = spread(scales)
        lower, upper = ([max(Fraction((limit or limits[0])[k]) * Fraction(s), Fraction(low[k])) for s, low in zip(scales, spread(least))] for k in (0, 1))
        e = {"values": values or residuals, "residuals": residuals, "stepMs": step, "limits": limits, "stuck": stuck, "scales": scales, "lower": [float(v) for v in lower], "upper": [float(v) for v in upper],
             "minLimit": spread(least), "minDeviation": spread(deviation), "direction": direction}
        want = scores(e)
        far = max([1.0] + [v for part in ("score", "boundary") for v in want[part] if v < MAX_SCORE])
        return {"name": name, **e, "want": want, "tol": 1e-15 * far}

    yield case("all three statistics")
    yield case("in a season", values=[v + s for v, s in zip(events, season)])
    yield case("scales that differ", scales=[0.5 + 0.25 * (i % 5) for i in range(n)])
    yield case("five minutes", step=5 * MINUTE)
    yield case("half hours have no hourly mean", step=30 * MINUTE)
    yield case("days", step=DAY)
    for direction in ("above", "below"):
        yield case(f"{direction} alone", direction=direction)
        yield case(f"{direction} alone, always", [5.0, -5.0, 0.0, 9.0, -9.0], direction=direction)
    yield case("a least deviation", deviation=(20.0, 10.0))
    yield case("a least deviation of each slot", deviation=[(0.5 * (i % 9), 0.75 * (i % 9)) for i in range(n)])
    yield case("a deviation as large as the least counts", [0.0, 5.0, 0.0, -5.0], deviation=(5.0, 5.0))
    yield case("a least limit", least=(5.0, 6.0))
    yield case("a least limit of each slot", least=[(1.0 * (i % 9), 0.75 * (i % 9)) for i in range(n)])
    off = ((0.0, 0.0),) * 3
    yield case("a stated limit is the deviation's alone", limits=off, limit=(4.0, 3.0))
    yield case("a stated limit, with least ones", limits=off, limit=(4.0, 3.0), least=(5.0, 6.0), deviation=(9.0, 9.0))
    yield case("a statistic that is off on one side", limits=((4.5, 4.0), (0.0, 2.5), (3.5, 0.0)))
    yield case("missing", gaps)
    yield case("excluded", gaps, values=events)
    yield case("all missing", [NAN] * 4)
    yield case("nothing", [])
    yield case("on the limit is inside", [0.0, 4.0, 0.0, -4.5])
    yield case("a tie: the deviation is the reason", [0.0, 8.0, 0.0], limits=((4.0, 4.0), (4.0, 4.0), (4.0, 4.0)))
    yield case("a tie of the hour's mean and the spike", [0.0, 0.0, 8.0, 8.0, 16.0], limits=((90.0, 90.0), (4.0, 4.0), (4.0, 4.0)), step=HOUR // 3)
    yield case("beyond measure", [0.0, 1e300, -1e300, 1e14, 0.0], limits=((1.0, 1.0), (1.0, 1.0), (1.0, 1.0)), step=HOUR)
    yield case("the first slot knows its deviation alone", [9.0, 9.0, 9.0])
    rest = [events[12] if 12 <= i < 22 else v for i, v in enumerate(events)]
    yield case("a value that rests", rest, stuck=3.0)
    yield case("a value that may rest", rest)
    yield case("a value that rests as long as it may is inside", rest, stuck=9.0)
    yield case("a value that rests, above alone", rest, stuck=3.0, direction="above")
    yield case("a value that rests, below alone", rest, stuck=3.0, direction="below")
    yield case("a value that rests nearer than the least deviation", rest, stuck=3.0, deviation=(9.0, 9.0))
    yield case("a value that rests, beyond the deviation's limit", [v + 8 if 12 <= i < 22 else v for i, v in enumerate(rest)], stuck=3.0)
    yield case("a value that rests as expected", [0.0] * 9, values=[7.0] * 9, stuck=2.5)
    yield case("a value that rests while another is expected", [0.25 * i for i in range(9)], values=[7.0] * 9, stuck=2.5)
    yield case("a gap parts runs", [NAN if i == 17 else v for i, v in enumerate(rest)], stuck=3.0)
    yield case("an excluded slot parts runs", [NAN if i == 17 else v for i, v in enumerate(rest)], values=rest, stuck=3.0)
    yield case("a run is a day's at most", [0.5] * 9, step=4 * HOUR, stuck=1.5)


def drifts(e):
    """How many times its limit the mean of a day's slots is."""
    residuals, slots, out = exact(e["residuals"]), DAY // e["stepMs"], []
    for i, r in enumerate(residuals):
        held = [x for x in residuals[max(0, i + 1 - slots):i + 1] if x is not None]
        if r is None or slots < MIN_MEAN_SLOTS or 2 * len(held) < slots or e["dayMean"] == 0:
            out.append(NAN)
            continue
        mean = sum(held) / len(held)
        own = min(float(abs(mean) / max(Fraction(e["dayMean"]), side(e["minLimit"][i], mean))), MAX_SCORE)
        judged = e["direction"] == "both" or mean == 0 or e["direction"] == ("below" if mean < 0 else "above")
        out.append(0.0 if not judged else min(own, 1.0) if abs(mean) < side(e["minDeviation"][i], mean) else own)
    return out


def drift_cases():
    rng = random.Random("tidemark drifts")
    n = 60
    leak = [rng.randrange(-64, 65) / 32 + max(0, i - 24) / 8 for i in range(n)]
    gaps = [NAN if i % 5 < 2 or 30 <= i < 41 else v for i, v in enumerate(leak)]

    def case(name, residuals=leak, step=2 * HOUR, mean=0.75, least=(0.0, 0.0), deviation=(0.0, 0.0), direction="both"):
        e = {"residuals": residuals, "stepMs": step, "dayMean": mean, "minLimit": [least] * len(residuals), "minDeviation": [deviation] * len(residuals), "direction": direction}
        want = drifts(e)
        return {"name": name, **e, "want": want, "tol": 1e-15 * max([1.0] + [v for v in want if v < MAX_SCORE])}

    yield case("a leak")
    yield case("a fall", [-v for v in leak])
    yield case("hours", step=HOUR)
    yield case("eight hours", step=8 * HOUR)
    yield case("twelve hours are too long", step=12 * HOUR)
    yield case("days are too long", step=DAY)
    yield case("a leak with gaps", gaps)
    yield case("more than half is missing", [v if i % 3 == 0 else NAN for i, v in enumerate(leak)])
    yield case("no limit", mean=0.0)
    for direction in ("above", "below"):
        yield case(f"a leak, {direction} alone", direction=direction)
    yield case("a least limit", least=(5.0, 1.5))
    yield case("a least deviation", deviation=(1.0, 2.5))
    yield case("no deviation", [0.0] * 20)
    yield case("beyond measure", [1e300] * 14)
    yield case("nothing", [])


def vectors():
    yield "detect/drift.json", {"function": "detect/drift", "source": "pkg/engine/detect/drift.go says what", "oracle": ORACLE, "cases": list(drift_cases())}
    yield "detect/score.json", {"function": "detect/score", "source": "pkg/engine/detect/score.go says what", "oracle": ORACLE, "cases": list(cases())}
