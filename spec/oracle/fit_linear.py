"""Oracle of gram, solveGram and leastSquares: normal equations solved in exact fractions."""
import math
import random
from fractions import Fraction

import fractional

ORACLE = "spec/oracle/fit_linear.py (fractions.Fraction)"
EPS = 2.0**-53


def document(function, source, cases):
    return f"fit/{function}.json", {"function": f"fit/{function}", "source": source, "oracle": ORACLE, "cases": cases}


def designs():
    """Named inputs: x rows, y, weights or None."""
    rng = random.Random("tidemark fit")
    normal = lambda n, k: [[rng.gauss(0, 1) for _ in range(k)] for _ in range(n)]
    target = lambda n: [rng.gauss(5, 2) for _ in range(n)]
    yield "a line", {"x": [[float(i)] for i in range(9)], "y": [2.5 * i - 1 for i in range(9)]}
    yield "three normal columns", {"x": normal(20, 3), "y": target(20)}
    yield "more rows than a chunk", {"x": normal(150, 2), "y": target(150)}
    yield "six columns, weighted", {"x": normal(30, 6), "y": target(30), "weights": [rng.uniform(0.1, 3) for _ in range(30)]}
    yield "rows of weight 0 may be missing", {
        "x": [[1.0], [2.0], [math.nan], [4.0], [7.0]], "y": [1.0, 3.0, 9.0, math.nan, 6.0], "weights": [1, 2, 0, math.nan, 1]}
    yield "scales twenty decades apart", {"x": [[1e10 * a, 1e-10 * b] for a, b in normal(12, 2)], "y": target(12)}
    yield "a target of 1e200", {"x": normal(12, 2), "y": [1e200 * v for v in target(12)]}
    yield "as many rows as columns", {"x": normal(3, 2), "y": target(3)}


def collinear():
    """Designs whose last column tells nothing new."""
    rng = random.Random("tidemark collinear")
    xs = [float(rng.randrange(-50, 50)) for _ in range(16)]
    y = [rng.gauss(0, 1) for _ in range(16)]
    yield "a column twice", {"x": [[v, v] for v in xs], "y": y}
    yield "a column a multiple of another", {"x": [[v, -3 * v] for v in xs], "y": y}
    yield "a second constant", {"x": [[v, 7.0] for v in xs], "y": y}
    yield "a column of zeros", {"x": [[v, 0.0] for v in xs], "y": y}
    yield "more columns than rows", {"x": [[1.0, 2.0, 5.0], [3.0, 7.0, 1.0]], "y": [1.0, 4.0]}


def exact(case):
    """Columns, target and weights of the rows that count, as fractions."""
    weights = case.get("weights") or [1.0] * len(case["y"])
    counted = [i for i, w in enumerate(weights) if w > 0]
    rows = [[Fraction(case["y"][i]), *map(Fraction, case["x"][i])] for i in counted]
    columns, y, _, intercept = fractional.design(rows, 1, True)
    return columns, y, [Fraction(weights[i]) for i in counted], intercept


def relative(want, by):
    """A tolerance for each number of want, relative to the greatest of its list."""
    if isinstance(want, dict):
        return {key: relative(value, by) for key, value in want.items()}
    if isinstance(want, list):
        greatest = max((abs(v) for v in want if v == v), default=0.0)
        return [by * greatest for _ in want]
    return by * abs(want)


def least_squares():
    for name, case in [*designs(), *collinear()]:
        fit = fractional.least_squares(*exact(case))
        del fit["name"]
        # unweighted rows are exact, so only the answer rounds; the root of a weight is not exact
        digits = 1e-13 if "weights" in case else 1e-15
        tol = {**relative(fit, 1e-13), "coefficients": relative(fit["coefficients"], digits), "dropped": [0 for _ in fit["dropped"]],
               "residualSd": 1e-13 * (abs(fit["residualSd"]) or max(map(abs, case["y"]))), "rSquared": 1e-13}
        tol["standardErrors"] = [max(t, tol["residualSd"]) for t in tol["standardErrors"]]
        yield {"name": name, **case, "degree": 1, "intercept": True, "want": fit, "tol": finite(tol)}
    yield from refused("leastSquares")


def finite(tol):
    """Where the want is NaN there is nothing to tolerate."""
    return {k: [0 if t != t else t for t in v] if isinstance(v, list) else 0 if v != v else v for k, v in tol.items()}


def refused(function):
    line = {"x": [[1.0], [2.0], [4.0]], "degree": 1, "intercept": True}
    yield {"name": "a target that is missing", **line, "y": [1.0, math.nan, 2.0], "error": "fit/not-finite"}
    yield {"name": "a target too short", **line, "y": [1.0, 2.0], "weights": [1, 1, 1], "error": "fit/shape"}
    if function == "leastSquares":
        yield {"name": "no row counts", **line, "y": [1.0, 2.0, 3.0], "weights": [0, 0, 0], "error": "fit/too-few-points"}
    else:
        yield {"name": "a penalty too many", **line, "y": [1.0, 2.0, 3.0], "ridge": [0, 1, 1], "error": "fit/shape"}
        yield {"name": "a negative penalty", **line, "y": [1.0, 2.0, 3.0], "ridge": [0, -1], "error": "fit/not-finite"}


def solve_gram():
    rng = random.Random("tidemark ridge")
    for name, case in [*designs(), *collinear()]:
        for ridge in (None, [0.0] + [rng.uniform(0, 4) for _ in case["x"][0]]):
            columns, y, w, _ = exact(case)
            a = [[fractional.inner(u, v, w) for v in columns] for u in columns]
            for j, r in enumerate(ridge or []):
                a[j][j] += Fraction(r)
            b, _, kept, least = fractional.solve(a, [fractional.inner(c, y, w) for c in columns], Fraction(1, 2**36))
            want = {"coefficients": [float(v) for v in b], "rank": len(kept),
                    "dropped": [j for j in range(len(b)) if j not in kept], "minPivot": float(least)}
            tol = {"coefficients": relative(want["coefficients"], 1e-11), "rank": 0,
                   "dropped": [0 for _ in want["dropped"]], "minPivot": 1e-13}
            extra = {} if ridge is None else {"ridge": ridge}
            yield {"name": name + (", ridge" if ridge else ""), **case, "degree": 1, "intercept": True, **extra, "want": want, "tol": tol}
    yield from refused("solveGram")


def gram():
    for name, case in [*designs(), *collinear()]:
        yield gram_case(name, case, None)
    yield gram_case("more rows than a chunk, a block taken out", dict(designs())["more rows than a chunk"], [40, 95])
    yield {"name": "a range beyond the rows", "x": [[1.0], [2.0]], "y": [1.0, 2.0], "degree": 1, "intercept": True,
           "without": [0, 3], "error": "fit/shape"}


def gram_case(name, case, without):
    columns, y, w, _ = exact(case)
    outside = [i for i in range(len(y)) if not without or not without[0] <= i < without[1]]
    columns, y, w = [[c[i] for i in outside] for c in columns], [y[i] for i in outside], [w[i] for i in outside]
    inner = fractional.inner
    size = lambda u, v: 400 * EPS * float(inner([abs(t) for t in u], [abs(t) for t in v], w))
    want = {"rows": len(y), "weight": float(sum(w)), "xtx": [float(inner(a, b, w)) for a in columns for b in columns],
            "xty": [float(inner(a, y, w)) for a in columns], "yty": huge(inner(y, y, w))}
    tol = {"rows": 0, "weight": 1e-14 * want["weight"], "xtx": [size(a, b) for a in columns for b in columns],
           "xty": [size(a, y) for a in columns], "yty": size(y, y) if math.isfinite(want["yty"]) else 0}
    extra = {"without": without} if without else {}
    return {"name": name, **case, "degree": 1, "intercept": True, **extra, "want": want, "tol": tol}


def huge(x):
    """x as a double, infinite beyond its range."""
    return float(x) if x < 2**1024 else math.inf


def vectors():
    yield document("gram", "definition", list(gram()))
    yield document("solveGram", "Hoerl & Kennard 1970; Cholesky", list(solve_gram()))
    yield document("leastSquares", "Golub & Van Loan 5.3; Björck 1967", list(least_squares()))
