"""Oracle of what series have in common: numpy's medians, series by series."""
import math
import random

import numpy

ORACLE = "spec/oracle/pooled_common.py (numpy)"
NAN = math.nan


def document(function, source, cases):
    return f"{function}.json", {"function": function, "source": source, "oracle": ORACLE, "cases": cases}


def mad(xs):
    return 1.4826 * float(numpy.median(numpy.abs(numpy.array(xs) - numpy.median(xs))))


def place_of(row):
    held = [v for v in row if not math.isnan(v)]
    level = float(numpy.median(held))
    return level, mad(held) or float(numpy.mean(numpy.abs(numpy.array(held) - level)))


def dispersion(xs):
    return mad(xs) / float(numpy.median(xs)) if all(map(math.isfinite, xs)) and numpy.median(xs) > 0 else math.inf


def find(values):
    places = [place_of(row) for row in values]
    ratio = lambda spread, level: spread / abs(level) if level else math.inf if spread else NAN
    spreads, ratios = [s for _, s in places], [ratio(s, level) for level, s in places]
    z = [[v if math.isnan(v) else 0.0 if s == 0 and v == level else max(-1e6, min(1e6, (v - level) / s)) if s else math.copysign(1e6, v - level) for v in row] for row, (level, s) in zip(values, places)]
    typical = [float(numpy.median(held)) if (held := [row[t] for row in z if not math.isnan(row[t])]) else NAN for t in range(len(values[0]))]
    relative = dispersion(ratios) <= dispersion(spreads)
    spread = float(numpy.median(ratios if relative else spreads))
    return {"normalised": z, "typical": typical, "relative": relative, "spread": spread if 0 < spread < math.inf else 0}


def groups():
    rng = random.Random("tidemark pooled")
    wave = [math.sin(i / 3) for i in range(24)]
    of = lambda level, swing, noise=0.1: [level + swing * (w + rng.gauss(0, noise)) for w in wave]
    yield "spreads go with levels", [of(10, 2), of(100, 21), of(1000, 190)]
    yield "spreads do not go with levels", [of(10, 5), of(100, 5.2), of(-300, 4.9)]
    yield "one series", [of(10, 2)]
    yield "gaps", [[NAN if rng.random() < 0.4 else v for v in of(level, level / 5)] for level in (5, 50, 20)]
    yield "a slot that nobody has", [[NAN, 1.0, 2.0, 4.0], [NAN, 11.0, 12.0, 14.0]]
    yield "mostly equal", [[5.0] * 10 + [9.0, 1.0, 7.0], [50.0] * 10 + [90.0, 10.0, 70.0]]
    yield "all equal", [[5.0] * 4, [7.0] * 4]
    yield "around zero", [[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.5]]
    yield "below zero", [of(-10, 2), of(-40, 8), of(-20, 4)]


def finds():
    for name, values in groups():
        want = find(values)
        size = max(1.0, want["spread"])
        tol = {"normalised": [[0 if math.isnan(v) else 1e-12 * max(1, abs(v)) for v in row] for row in want["normalised"]], "typical": [0 if math.isnan(v) else 1e-12 * max(1, abs(v)) for v in want["typical"]], "spread": 1e-12 * size}
        yield {"name": name, "values": values, "want": want, "tol": tol}


def places():
    shape = [math.sin(i / 3) for i in range(9)]
    for relative, spread, level in ((True, 0.2, 50.0), (True, 0.2, -50.0), (False, 7.0, 3.0), (True, 3.0, 10.0), (True, 0.0, 4.0)):
        own = [level + (spread * abs(level) if relative else spread) * s for s in shape]
        for n in (1, 4, 9):
            values = own[:n]
            levels = [v / max(0.1, 1 + (math.copysign(1, numpy.median(values))) * spread * s) if relative else v - spread * s for v, s in zip(values, shape)]
            middle = float(numpy.median(levels))
            yield {"name": f"{'relative' if relative else 'absolute'} {spread}, around {level}, {n} values", "relative": relative, "spread": spread, "values": values, "shape": shape[:n],
                   "want": {"level": middle, "spread": spread * abs(middle) if relative else spread}, "tol": 1e-11}


def compare(a, b):
    """A sort key says it: more values, then from the end on, those there before those missing, the lower before the higher."""
    width = max(len(a), len(b))
    key = lambda row: (-sum(not math.isnan(v) for v in row), [(math.isnan(v), 0 if math.isnan(v) else v) for v in ([NAN] * (width - len(row)) + row)[::-1]])
    if key(a)[0] != key(b)[0]:
        return key(a)[0] - key(b)[0]
    return (key(a) > key(b)) - (key(a) < key(b))


def compares():
    rng = random.Random("tidemark histories")
    pairs = [
        ("more values go first", [1.0, 2.0, 3.0], [NAN, 2.0, 9.0]),
        ("the newest value decides", [9.0, 1.0], [1.0, 2.0]),
        ("an older one where the newest are equal", [3.0, 7.0], [4.0, 7.0]),
        ("a value goes before a gap", [1.0, NAN, 5.0], [1.0, 2.0, NAN]),
        ("the shorter has gaps before it", [1.0, NAN, 3.0], [2.0, 3.0]),
        ("equal", [1.0, NAN], [1.0, NAN]),
        ("zeros of both signs are equal", [0.0, 1.0], [-0.0, 1.0]),
        ("nothing at all", [], [NAN]),
    ]
    for i in range(12):
        row = lambda: [NAN if rng.random() < 0.2 else float(rng.randint(0, 1)) for _ in range(rng.randint(2, 5))]
        pairs.append((f"random {i}", row(), row()))
    for name, a, b in pairs:
        yield {"name": name, "a": a, "b": b, "want": {"order": compare(a, b)}, "tol": 0}


def vectors():
    yield document("pooled/compareHistories", "src/engine/pooled/histories.ts says what", list(compares()))
    yield document("pooled/findCommon", "src/engine/pooled/pooled.ts says what", list(finds()))
    yield document("pooled/placeIn", "src/engine/pooled/pooled.ts says what", list(places()))
