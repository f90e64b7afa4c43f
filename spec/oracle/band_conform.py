"""Oracle of conformalised quantile regression: exact fractions for the quantiles of scores, statistics for the normal one."""
import math
import random
from fractions import Fraction
from statistics import NormalDist

ORACLE = "spec/oracle/band_conform.py (fractions.Fraction, statistics.NormalDist)"


def document(function, source, cases):
    return f"{function}.json", {"function": function, "source": source, "oracle": ORACLE, "cases": cases}


def quantile(values, p):
    values = sorted(values)
    h = (len(values) - 1) * p
    i = min(int(h), len(values) - 1)
    j = min(i + 1, len(values) - 1)
    return values[i] + (h - i) * (values[j] - values[i])


def conditional():
    rng = random.Random("tidemark conditional")
    def case(name, lower, upper, level=0.975):
        normal = Fraction(NormalDist().inv_cdf(level))
        want = {"width": [], "below": [], "above": []}
        for pair in zip(lower, upper):
            low, high = sorted(Fraction(v) for v in pair)
            width = max((high - low) / 2 / normal, Fraction(0.2))
            for part, value in {"width": width, "below": -low / width, "above": high / width}.items():
                want[part].append(float(value))
        size = max([1, *map(abs, want["below"]), *map(abs, want["above"])])
        return {"name": name, "lower": lower, "upper": upper, "level": level, "want": want, "tol": 2e-6 * size}
    return [case("as wide as a normal tail", [-1.96], [1.96]), case("twice as wide above", [-2.0, -1.0], [4.0, 3.0]), case("they cross", [1.5, 2.0], [-1.0, 2.0]),
            case("both above what is expected", [0.5], [3.0]), case("nothing between them", [0.0, 1.0], [0.0, 1.0]), case("a share of a half", [-0.6745], [0.6745], 0.75),
            case("no slots", [], []), case("drawn", [rng.gauss(-2, 1) for _ in range(12)], [rng.gauss(2, 1) for _ in range(12)], 0.95)]


def conformities():
    rng = random.Random("tidemark conformity")
    def case(name, z, below, above, coverage=0.9, rows=None):
        rows = list(range(len(z))) if rows is None else rows
        inside = 1 - (1 - Fraction(coverage)) / 2
        want = {"lower": float(quantile([-Fraction(z[r]) - Fraction(below[r]) for r in rows], inside)),
                "upper": float(quantile([Fraction(z[r]) - Fraction(above[r]) for r in rows], inside))}
        return {"name": name, "z": z, "below": below, "above": above, "rows": rows, "coverage": coverage, "want": want, "tol": 4e-15 * max(1, *map(abs, want.values()))}
    n = 60
    z = [rng.gauss(0, 1) for _ in range(n)]
    skewed = [rng.expovariate(1) - 0.5 for _ in range(n)]
    known = [0.5 + i % 4 for i in range(n)]
    return [case("quantiles that hold all move in", z, [9.0] * n, [9.0] * n), case("quantiles of nothing are plain conformal", z, [0.0] * n, [0.0] * n),
            case("each side by its own", skewed, [1.0] * n, [1.0] * n), case("spreads that are known", [v * s for v, s in zip(z, known)], [1.645 * s for s in known], [1.645 * s for s in known], 0.95),
            case("some rows alone", [math.nan if i % 3 else v for i, v in enumerate(z)], [1.0] * n, [2.0] * n, 0.8, list(range(0, n, 3))), case("one row", [2.0], [1.0], [0.5]),
            case("a score of minus nothing is nothing", [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]), case("half of them", z, known, known, 0.5), case("99.9 %", z, known, known, 0.999)]


def vectors():
    yield document("band/conditionalOf", "Chernozhukov, Fernández-Val & Galichon 2010; src/engine/band/quantiles.ts", conditional())
    yield document("band/conformity", "Romano, Patterson & Candès 2019, theorem 2", conformities())
