"""Oracle of exp, expm1, log, log1p, tanh, sin, cos and pow: mpmath with 1300 bits."""
import math
import random

import mpmath

ORACLE = "spec/oracle/num_elementary.py (mpmath 1.3, 1300 bits)"
INF, NAN = math.inf, math.nan

SPECIAL = {
    "exp": [(NAN, NAN), (INF, INF), (-INF, 0.0), (0.0, 1.0), (-0.0, 1.0), (710.0, INF), (-746.0, 0.0)],
    "expm1": [(NAN, NAN), (INF, INF), (-INF, -1.0), (0.0, 0.0), (-0.0, -0.0), (710.0, INF), (-40.0, -1.0)],
    "log": [(NAN, NAN), (INF, INF), (-1.0, NAN), (0.0, -INF), (-0.0, -INF), (1.0, 0.0)],
    "log1p": [(NAN, NAN), (INF, INF), (-1.0, -INF), (-2.0, NAN), (0.0, 0.0), (-0.0, -0.0)],
    "tanh": [(NAN, NAN), (INF, 1.0), (-INF, -1.0), (0.0, 0.0), (-0.0, -0.0), (23.0, 1.0), (-23.0, -1.0)],
    "sin": [(NAN, NAN), (INF, NAN), (-INF, NAN), (0.0, 0.0), (-0.0, -0.0)],
    "cos": [(NAN, NAN), (INF, NAN), (-INF, NAN), (0.0, 1.0)],
}
POW_SPECIAL = [
    (NAN, 0.0, 1.0), (1.0, NAN, 1.0), (NAN, 1.0, NAN), (2.0, NAN, NAN), (-8.0, 2.0, NAN), (0.0, 2.0, 0.0),
    (0.0, -2.0, INF), (-0.0, 3.0, 0.0), (INF, 0.5, INF), (INF, -0.5, 0.0), (2.0, INF, INF), (0.5, INF, 0.0),
    (2.0, -INF, 0.0), (0.5, -INF, INF), (10.0, 400.0, INF), (10.0, -400.0, 0.0), (1.5, 1e300, INF),
]
EDGES = {
    "exp": [709.782712893384, -708.4, -745.13, 5e-324, 0.34657359027997264, 0.3465735902799727, 1.0, -1.0, 1e-20],
    "expm1": [5e-324, 1e-17, -1e-17, 0.34657359027997264, -0.34657359027997275, 1.0397, -1.0397, 38.8, -38.8, 709.7],
    "log": [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.9999999999999999, 1.0000000000000002, 1.4142135623730951, 0.7071067811865475, 10.0],
    "log1p": [5e-324, 1e-17, -0.9999999999999999, 0.41421356237309503, 0.4142135623730951, -0.2928932188134524, 1.0, 9007199254740993.0, 1.7976931348623157e308],
    "tanh": [5e-324, 2.7755575615628914e-17, 0.9999999999999999, 1.0, 21.999999999999996, 0.4736917477150171],
    # the multiples of pi/2 that doubles come nearest to, and the ends of the reduction's ways
    "sin": [5e-324, 3.141592653589793, 1.5707963267948966, 0.7853981633974483, 355.0, 1647099.0, 1647100.0, 6381956970095103 * 2.0**797, 1.7976931348623157e308, -1e22, 823549.6],
    "cos": [5e-324, 3.141592653589793, 1.5707963267948966, 0.7853981633974483, 355.0, 1647099.0, 1647100.0, 6381956970095103 * 2.0**797, 1.7976931348623157e308, -1e22, 823549.6],
}
POW_EDGES = [(5e-324, 0.5), (1.7976931348623157e308, -0.9), (1.0000000000000002, 1e15), (0.9999999999999999, -3e17),
             (2.0, -1074.0), (2.0, 1023.0), (10.0, -308.0), (1.2247448713915892, 3.0), (1.7320508075688774, 3.0), (3.0, 0.5)]


def arguments(function, rng):
    """A hundred arguments, spread over what the engine meets and the function's whole range."""
    u = rng.uniform
    draws = {
        "exp": [lambda: u(-745, 709), lambda: u(-1, 1), lambda: u(-20, 20)],
        "expm1": [lambda: u(-40, 700), lambda: u(-1, 1), lambda: u(-3, 15)],
        "log": [lambda: u(0, 2), lambda: 2 ** u(-1074, 1023), lambda: u(1, 1e6)],
        "log1p": [lambda: u(-1, 1), lambda: 2 ** u(-60, 1023), lambda: u(0, 1e6)],
        "tanh": [lambda: u(-22, 22), lambda: u(-1, 1), lambda: u(-3, 3)],
        "sin": [lambda: u(-10, 10), lambda: u(-1.6e6, 1.6e6), lambda: round(u(0, 1e6)) * (math.pi / 2), lambda: 2 ** u(20, 1023)],
    }
    draws["cos"] = draws["sin"]
    for i in range(100):
        yield draws[function][i % len(draws[function])]()


def exact(function, *args):
    with mpmath.workprec(1300):
        call = mpmath.power if function == "pow" else getattr(mpmath, function)
        return float(call(*map(mpmath.mpf, args)))


def document(function, source, cases):
    return f"num/{function}.json", {"function": f"num/{function}", "source": source, "oracle": ORACLE, "cases": cases}


def vectors():
    for function in EDGES:
        ulps = 2 if function == "tanh" else 1
        rng = random.Random(f"tidemark {function}")
        cases = [{"name": f"special {x}", "x": x, "want": want, "tol": 0} for x, want in SPECIAL[function]]
        for x in EDGES[function] + list(arguments(function, rng)):
            want = exact(function, x)
            cases.append({"name": f"x = {x!r}", "x": x, "want": want, "tol": ulps * math.ulp(want)})
        yield document(function, "FDLIBM 5.3", cases)
    cases = [{"name": f"special {x}^{y}", "x": x, "y": y, "want": want, "tol": 0} for x, y, want in POW_SPECIAL]
    for x, y in POW_EDGES + list(powers(random.Random("tidemark pow"))):
        want = exact("pow", x, y)
        cases.append({"name": f"{x!r}^{y!r}", "x": x, "y": y, "want": want, "tol": math.ulp(want)})
    yield document("pow", "FDLIBM 5.3", cases)


def powers(rng):
    for i in range(100):
        x = [rng.uniform(0, 3), 2 ** rng.uniform(-1000, 1000), 1 + rng.uniform(-1e-5, 1e-5)][i % 3]
        yield x, rng.uniform(-700, 700) / math.log(x)
