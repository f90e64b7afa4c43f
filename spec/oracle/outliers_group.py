"""Oracle of outliers between series: scikit-learn's DBSCAN at every distance that could matter, and numpy's medians."""
import math
import random

import numpy
from sklearn.cluster import DBSCAN

ORACLE = "spec/oracle/outliers_group.py (scikit-learn's DBSCAN, numpy)"
NAN = math.nan
SMALL = {3: 1.495, 4: 1.363, 5: 1.206, 6: 1.200, 7: 1.140, 8: 1.129, 9: 1.107}  # Croux & Rousseeuw (1992)


def document(function, source, cases):
    return f"{function}.json", {"function": function, "source": source, "oracle": ORACLE, "cases": cases}


def trailing(xs, points):
    windows = [[x for x in xs[max(0, i - points + 1):i + 1] if not math.isnan(x)] for i in range(len(xs))]
    return [float(numpy.median(w)) if w else NAN for w in windows]


def columns(values):
    """The present values of each slot as (series, value); none where fewer than three are there."""
    slots = []
    for slot in range(len(values[0]) if values else 0):
        held = [(i, row[slot]) for i, row in enumerate(values) if not math.isnan(row[slot])]
        slots.append(held if len(held) >= 3 else [])
    return slots


def majority(xs, distance):
    """Which of the values DBSCAN puts into a cluster of more than half of them."""
    apart = numpy.abs(numpy.subtract.outer(xs, xs))
    labels = DBSCAN(eps=max(distance, 1e-300), min_samples=2, metric="precomputed").fit_predict(apart)
    for label in set(labels) - {-1}:
        if 2 * sum(labels == label) > len(xs):
            return labels == label
    return numpy.zeros(len(xs), bool)


def edge_at(spreads, spread, least, center):
    return max(spreads * spread, least.get("absolute", 0), max(least.get("relative", 0), 2.0**-40) * abs(center))


def dbscan(values, sensitivity, least, points):
    slots = columns(values)
    middles = [float(numpy.median([x for _, x in s])) if s else NAN for s in slots]
    spreads = [1.4826 * SMALL.get(len(s), len(s) / (len(s) - 0.8)) * float(numpy.median([abs(x - m) for _, x in s])) if s else NAN for s, m in zip(slots, middles)]
    usual = trailing(spreads, points)
    want = blank(values)
    for t, (slot, middle) in enumerate(zip(slots, middles)):
        if not slot:
            continue
        xs = numpy.array([x for _, x in slot])
        edge = edge_at(24 * 2 ** (-4 * sensitivity), usual[t], least, middle)
        want["expected"][t] = middle
        distances = sorted({0.0} | {float(abs(a - b)) for a in xs for b in xs})
        inside = [majority(xs, d) for d in distances]
        normal = []
        for k, (series, x) in enumerate(slot):
            link = next(d for d, held in zip(distances, inside) if held[k])
            score = 0.0 if link == 0 else min(link / edge, 1e12) if edge > 0 else 1e12
            want["scores"][series][t] = score
            assert (score <= 1) == bool(majority(xs, edge)[k]), "the score says what DBSCAN says at the edge"
            if score <= 1:
                normal.append(x)
        if normal:
            want["lower"][t], want["upper"][t] = min(normal) - edge, max(normal) + edge
    return want


def mad(values, sensitivity, least, points):
    slots = columns(values)
    middles = [float(numpy.median([x for _, x in s])) if s else NAN for s in slots]
    centers = [c if s else NAN for c, s in zip(trailing(middles, points), slots)]
    windows = [[x for x in middles[max(0, t - points + 1):t + 1] if not math.isnan(x)] for t in range(len(slots))]
    moves = [float(numpy.median(numpy.abs(numpy.array(w) - numpy.median(w)))) if w else NAN for w in windows]
    sides = []
    for sign in (-1, 1):
        distances = [[sign * (x - m) for _, x in s if sign * (x - m) >= 0] for s, m in zip(slots, middles)]
        usual = trailing([float(numpy.median(d)) if d else NAN for d in distances], points)
        sides.append([1.4826 * math.hypot(a, b) for a, b in zip(moves, usual)])
    want = blank(values)
    for t, (slot, center) in enumerate(zip(slots, centers)):
        if not slot:
            continue
        lower, upper = (edge_at(8 * 2 ** (-2 * sensitivity), side[t], least, center) for side in sides)
        want["expected"][t], want["lower"][t], want["upper"][t] = center, center - lower, center + upper
        for series, x in slot:
            edge = lower if x < center else upper
            want["scores"][series][t] = 0.0 if x == center else min(abs(x - center) / edge, 1e12) if edge > 0 else 1e12
    return want


def blank(values):
    n = len(values[0]) if values else 0
    return {"expected": [NAN] * n, "lower": [NAN] * n, "upper": [NAN] * n, "scores": [[NAN] * n for _ in values]}


def groups():
    rng = random.Random("tidemark outliers")
    gauss = lambda n, slots: [[10 * math.sin(t / 6) + rng.gauss(0, 1) for t in range(slots)] for _ in range(n)]
    yield "three alike", gauss(3, 8)
    yield "four alike", gauss(4, 8)
    yield "ten alike", gauss(10, 8)
    stray = gauss(5, 12)
    stray[2] = [x + 40 * (6 <= t < 9) for t, x in enumerate(stray[2])]
    yield "one strays for three slots", stray
    yield "two camps", [[0.0, 0.1, 10.0, 10.2][i:i + 1] * 3 for i in range(4)]
    yield "a majority and two camps", [[x] * 3 for x in (1.0, 1.1, 1.2, 1.3, 9.0, 9.1, -4.0)]
    yield "all equal but one", [[5.0] * 4, [5.0] * 4, [5.0] * 4, [5.0, 5.0, 5.5, 5.0]]
    yield "all equal", [[-0.0, 0.0, 3.0]] * 4
    yield "gaps", [[NAN if rng.random() < 0.4 else x for x in row] for row in gauss(5, 12)]
    yield "two series are no group", gauss(2, 4)
    yield "never three at once", [[1.0, NAN, 1.0], [2.0, 2.0, NAN], [NAN, 3.0, 3.0]]
    yield "no series", []
    yield "no slots", [[], [], []]
    yield "far apart", [[1e3 ** i] * 2 for i in range(5)]
    yield "tiny", [[1e-290 * i] * 2 for i in (0, 1, 2, 9)]
    yield "skewed", [[math.exp(rng.gauss(0, 1)) for _ in range(10)] for _ in range(7)]


def cases():
    for name, values in groups():
        for method, sensitivity, least, points in (("dbscan", 0.5, {}, 5), ("dbscan", 1, {}, 1), ("mad", 0.5, {}, 5), ("mad", 0, {"absolute": 0.5}, 3), ("dbscan", 0.25, {"relative": 0.1}, 100)):
            want = {"dbscan": dbscan, "mad": mad}[method](values, sensitivity, least, points)
            size = max([abs(x) for part in ("expected", "lower", "upper") for x in want[part] if not math.isnan(x)], default=0)
            tol = {part: [1e-13 * size] * len(want[part]) for part in ("expected", "lower", "upper")}
            tol["scores"] = [[0 if math.isnan(x) else 1e-12 * max(1, x) for x in row] for row in want["scores"]]
            yield {"name": f"{name}, {method} {sensitivity}, {points} slots", "values": values, "outliers": {"method": method, "sensitivity": sensitivity}, "minWidth": least, "points": points,
                   "want": want, "tol": tol}


def vectors():
    yield document("outliers/judgeGroup", "spec/schema.json, outliers; Ester et al. 1996; Leys et al. 2013", list(cases()))
