"""Oracle of scores: each statistic against its limit in exact fractions, the reason by its words."""
import random
from fractions import Fraction

from detect_statistics import DAY, HOUR, MINUTE, NAMES, NAN, boundary, exact, squared
from fractional import root

ORACLE = "spec/oracle/detect_score.py (fractions.Fraction)"
MAX_SCORE = 1e12


def side(pair, residual):
    return Fraction(pair[0] if residual < 0 else pair[1])


def ratio(square, limit):
    """√square/limit as a double."""
    return min(root(square / limit ** 2), MAX_SCORE)


def scores(e):
    values, residuals = exact(e["values"]), exact(e["residuals"])
    squares = [squared(name, values, residuals, e["stepMs"]) for name in NAMES]
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
        out["score"].append(score)
        out["reason"].append(reason)
        out["boundary"].append(boundary(NAMES[reason - 1], e["values"], e["residuals"], e["stepMs"], i, limits[reason - 1]) if reason > 1 else NAN)
    return out


def cases():
    rng = random.Random("tidemark scores")
    n = 48
    noise = [rng.randrange(-128, 129) / 64 for _ in range(n)]
    season = [rng.randrange(-128, 129) / 32 for _ in range(n)]
    events = [v + {9: 30.0, 17: -25.0, 40: 4.5}.get(i, 0.0) + (4 if 24 <= i < 34 else 0) - (4.5 if 34 <= i < 39 else 0) for i, v in enumerate(noise)]
    gaps = [NAN if i % 7 == 3 else v for i, v in enumerate(events)]

    def case(name, residuals=events, values=None, step=20 * MINUTE, limits=((4.5, 4.0), (3.0, 2.5), (3.5, 3.0)), scales=1.0, limit=None, least=(0.0, 0.0), deviation=(0.0, 0.0), direction="both"):
        m = len(residuals)
        spread = lambda v: list(v) if isinstance(v, list) else [v] * m
        scales = spread(scales)
        lower, upper = ([max(Fraction((limit or limits[0])[k]) * Fraction(s), Fraction(low[k])) for s, low in zip(scales, spread(least))] for k in (0, 1))
        e = {"values": values or residuals, "residuals": residuals, "stepMs": step, "limits": limits, "scales": scales, "lower": [float(v) for v in lower], "upper": [float(v) for v in upper],
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


def vectors():
    yield "detect/score.json", {"function": "detect/score", "source": "pkg/engine/detect/score.go says what", "oracle": ORACLE, "cases": list(cases())}
