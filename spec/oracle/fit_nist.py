"""The NIST StRD linear sets: published data and certified values, as nist_strd.json has them.

Coefficients are held to what was reached with a digit to spare (LRE, the number of good
digits): far above the 9 that Tidemark promises on every set and the 7 on Filip.
"""
import json
import pathlib
from fractions import Fraction

import fractional
from vectorfile import Literal

SOURCE = "NIST/ITL Statistical Reference Datasets, linear least squares; licences in spec/oracle/nist_strd.json"
ORACLE = "spec/oracle/nist_strd.json (certified values, recomputed as exact fractions)"
DEGREE = {"Pontius": 2, "Filip": 10, "Wampler1": 5, "Wampler2": 5, "Wampler3": 5, "Wampler4": 5, "Wampler5": 5}
DIGITS = {"Filip": 7}


def vectors():
    sets = json.loads((pathlib.Path(__file__).parent / "nist_strd.json").read_text())["sets"]
    yield "fit/nist.json", {"function": "fit/leastSquares", "source": SOURCE, "oracle": ORACLE,
                            "cases": [*(certified(name, s) for name, s in sets.items()), mapped(sets["Filip"])]}


def inputs(name, s):
    return {"y": [Literal(row[0]) for row in s["data"]], "x": [[Literal(v) for v in row[1:]] for row in s["data"]],
            "degree": DEGREE.get(name, 1), "intercept": s["intercept"]}


def certified(name, s):
    """The set as published: raw powers, certified decimals."""
    estimates = list(s["certified"]["estimates"].values())
    want = {"coefficients": [Literal(e["value"]) for e in estimates], "standardErrors": [Literal(e["sd"]) for e in estimates],
            "residualSd": Literal(s["certified"]["residual_sd"]), "rSquared": Literal(s["certified"]["r_squared"]),
            "rank": len(estimates), "dropped": [], "minPivot": least_pivot(name, s)}
    return {"name": name, **inputs(name, s), "want": want, "tol": tolerances(want, DIGITS.get(name, 13), s["certified"])}


def least_pivot(name, s):
    fit = fractional.least_squares(*fractional.design(floats(s), DEGREE.get(name, 1), s["intercept"]))
    return fit["minPivot"]


def floats(s):
    return [[Fraction(float(v)) for v in row] for row in s["data"]]


def mapped(s):
    """Filip with x mapped to [-1, 1]: the same parabola of degree 10, well conditioned."""
    xs = [Fraction(row[1]) for row in s["data"]]
    centre, half = (max(xs) + min(xs)) / 2, (max(xs) - min(xs)) / 2
    rows = [[Fraction(row[0]), (Fraction(row[1]) - centre) / half] for row in s["data"]]
    want = fractional.least_squares(*fractional.design(rows, 10, True))
    del want["name"]
    return {"name": "Filip, x mapped to [-1, 1]", **inputs("Filip", s), "centre": float(centre), "half": float(half),
            "want": want, "tol": tolerances(want, 12, s["certified"])}


def tolerances(want, digits, exact):
    """10^-digits of each value; of a standard error that ought to be 0, what rounding leaves."""
    def of(value):
        return abs(float(value)) * 10.0**-digits or 1e-9
    tol = {key: [of(v) for v in value] for key, value in want.items() if isinstance(value, list) and key != "dropped"}
    return {**tol, "dropped": [], "residualSd": of(want["residualSd"]), "rSquared": 10.0**-digits, "rank": 0,
            "minPivot": 1e-4 * want["minPivot"]}
