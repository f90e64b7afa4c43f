"""Oracle of sums, products, order and rounding: exact fractions, and Python's own sort."""
import math
import random
from fractions import Fraction

ORACLE = "spec/oracle/num_order.py (fractions.Fraction)"
INF, NAN = math.inf, math.nan
EPS = 2.0**-53


def document(function, source, cases):
    return f"num/{function}.json", {"function": f"num/{function}", "source": source, "oracle": ORACLE, "cases": cases}


def case(name, want, tol=0, **inputs):
    return {"name": name, **inputs, "want": want, "tol": tol}


def samples(seed):
    """Samples with a name: easy, cancelling, tied, long, wide."""
    rng = random.Random(f"tidemark {seed}")
    yield "one value", [7.0]
    yield "two values", [1.0, 4.0]
    yield "tenths", [0.1] * 10
    yield "large values cancel", [1.0, 1e100, 1.0, -1e100]
    yield "the correction itself is corrected", [1e16, 1.0, -1e16, 1e-16, 1.0]
    yield "zeros of both signs", [0.0, -0.0, 0.0]
    yield "ties", [2.0, 1.0, 2.0, 1.0, 2.0, 1.0]
    yield "a normal sample", [rng.gauss(0, 1) for _ in range(101)]
    yield "an even normal sample", [rng.gauss(1e6, 3) for _ in range(100)]
    yield "seventeen decades", [rng.choice((-1, 1)) * 10 ** rng.uniform(-8, 9) for _ in range(64)]
    yield "descending", [float(64 - i) for i in range(64)]
    yield "few values, many ties", [float(rng.randrange(4)) for _ in range(80)]


def total(values):
    return sum(map(Fraction, values))


def sum_bound(values):
    """Neumaier's bound: half an ulp of the sum plus n²·eps² of the sum of magnitudes."""
    want, n = float(total(values)), len(values)
    return math.ulp(want) + 2 * n * n * EPS * EPS * float(total(map(abs, values)))


def quantile(values, p):
    s = sorted(map(Fraction, values))
    h = (len(s) - 1) * Fraction(p)
    i = math.floor(h)
    return s[i] if i + 1 >= len(s) else s[i] + (h - i) * (s[i + 1] - s[i])


MAD_TO_NORMAL = 1.4826  # 1/Φ⁻¹(3/4), to the digits of the paper


def deviation(values):
    """The median absolute deviation from the median."""
    center = quantile(values, 0.5)
    return quantile([abs(Fraction(v) - center) for v in values], 0.5)


def sums():
    cases = [case(name, float(total(v)) + 0.0, sum_bound(v), values=v) for name, v in samples("sum")]
    infinite = [case("nothing", 0, values=[]), case("minus zero alone", 0, values=[-0.0]),
                case("a NaN", NAN, values=[1.0, NAN]), case("an infinity", INF, values=[1.0, INF, -1.0]),
                case("opposite infinities", NAN, values=[INF, -INF]), case("overflow", INF, values=[1.5e308, 1.5e308])]
    yield document("sum", "Neumaier 1974", cases + infinite)
    cases = [case(name, float(total(v) / len(v)) + 0.0, sum_bound(v) / len(v) + math.ulp(float(total(v) / len(v))), values=v)
             for name, v in samples("sum")]
    yield document("mean", "Neumaier 1974", cases + [case("nothing", NAN, values=[]), case("a NaN", NAN, values=[NAN])])


def order():
    cases = [case(name, [v + 0.0 for v in sorted(x)], values=x) for name, x in samples("sort")]
    cases += [case("nothing", [], values=[]), case("infinities are the ends", [-INF, 1, INF], values=[INF, 1.0, -INF]),
              {"name": "a NaN", "values": [1.0, NAN], "error": "num/not-a-number"}]
    yield document("sort", "ascending, -0 as 0", cases)

    cases = [case(name, float(quantile(x, 0.5)) + 0.0, ulps(x, 1), values=x) for name, x in samples("median")]
    cases += [case("nothing", NAN, values=[]), case("a NaN", NAN, values=[3.0, NAN, 1.0]),
              case("equal infinities", INF, values=[INF, INF]), case("minus zeros", 0, values=[-0.0, -0.0])]
    yield document("median", "Hyndman & Fan 1996, definition 7, p = 0.5", cases)

    cases = [case(name, float(Fraction(MAD_TO_NORMAL) * deviation(x)) + 0.0, 8 * ulps(x, 1), values=x)
             for name, x in samples("mad")]
    cases += [case("nothing", NAN, values=[]), case("equal values", 0, values=[3.0, 3.0, 3.0])]
    yield document("mad", "Rousseeuw & Croux 1993, section 1", cases)

    rng = random.Random("tidemark select")
    cases = []
    for name, x in samples("select"):
        x = [v + 0.0 for v in x]
        k = rng.randrange(len(x))
        cases.append(case(f"{name}, rank {k}", sorted(x)[k], values=x, k=k))
    yield document("select", "Hoare 1961, Algorithm 65", cases)

    cases = []
    for name, x in samples("quantile"):
        x = sorted(v + 0.0 for v in x)
        for p in (0.0, 0.025, 0.15, 0.5, 0.995, 1.0):
            cases.append(case(f"{name}, p = {p}", float(quantile(x, p)), ulps(x, len(x)), sorted=x, p=p))
    cases += [case("an even count meets in the middle", 2.5, sorted=[1, 2, 3, 4], p=0.5),
              case("each product rounds", 0.27999999999999997, 1e-16, sorted=[0.1, 0.7, 0.9], p=0.15),
              case("between equal infinities", INF, sorted=[INF, INF], p=0.3),
              case("above minus infinity", -INF, sorted=[-INF, 3.0], p=0.3), case("below infinity", INF, sorted=[3.0, INF], p=0.3),
              {"name": "no values", "sorted": [], "p": 0.5, "error": "num/empty-sample"},
              {"name": "a percentage given for a probability", "sorted": [1, 2], "p": 95, "error": "num/p-out-of-range"},
              {"name": "p is NaN", "sorted": [1, 2], "p": NAN, "error": "num/p-out-of-range"}]
    yield document("quantileSorted", "Hyndman & Fan 1996, definition 7", cases)

    cases = []
    for name, x in samples("quantile"):
        x = [v + 0.0 for v in x]
        for p in (0.0, 0.15, 0.5, 0.9, 1.0):
            cases.append(case(f"{name}, p = {p}", float(quantile(x, p)), ulps(x, len(x)), values=x, p=p))
    cases += [case("between equal infinities", INF, values=[INF, 1.0, INF], p=0.75),
              case("above minus infinity", -INF, values=[3.0, -INF], p=0.3),
              {"name": "no values", "values": [], "p": 0.5, "error": "num/empty-sample"},
              {"name": "a percentage given for a probability", "values": [1, 2], "p": 95, "error": "num/p-out-of-range"},
              {"name": "p is NaN", "values": [1, 2], "p": NAN, "error": "num/p-out-of-range"}]
    yield document("quantile", "Hyndman & Fan 1996, definition 7", cases)


def ulps(values, n):
    """Position and product each round: n ulps of the greatest magnitude at most."""
    return 2 * n * math.ulp(max(map(abs, values)))


def scalars():
    pairs = [(1, 2), (2, 1), (-1, 1), (0.0, -0.0), (-0.0, 0.0), (-0.0, -0.0), (INF, 1), (-INF, INF), (5e-324, 0)]
    for function, pick in (("min", min), ("max", max)):
        cases = [case(f"{a} and {b}", float(pick(a, b)) + 0.0, a=a, b=b) for a, b in pairs]
        cases += [case(f"{a} and {b}: NaN", NAN, a=a, b=b) for a, b in ((NAN, 1), (1, NAN), (-INF, NAN), (NAN, INF))]
        yield document(function, "definition", cases)
    cases = [case(name, {"least": min(x) + 0.0, "greatest": max(x) + 0.0}, values=x) for name, x in samples("extent")]
    cases += [case("nothing", {"least": NAN, "greatest": NAN}, values=[]), case("only NaN", {"least": NAN, "greatest": NAN}, values=[NAN]),
              case("NaN is left out", {"least": -1, "greatest": 3}, values=[NAN, 3, NAN, -1])]
    yield document("extent", "definition", cases)

    rng = random.Random("tidemark round")
    xs = [0.0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, -0.2, 4503599627370495.5, -4503599627370495.5,
          4503599627370497.0, 1e300, 5e-324] + [rng.uniform(-1e6, 1e6) for _ in range(20)]
    cases = [case(f"x = {x!r}", float(half_away(x)), x=x) for x in xs]
    cases += [case(f"special {x}", x, x=x) for x in (NAN, INF, -INF)]
    yield document("round", "halves away from zero", cases)

    whole = [(0, 60000), (-1, 60000), (59999, 60000), (60000, 60000), (-60000, 60000), (-60001, 60000), (1700000000123, 86400000),
             (-1700000000123, 86400000), (9007199254740991, 1), (-9007199254740991, 3), (7, 9007199254740991), (-7, 9007199254740991)]
    whole += [(rng.randrange(-10**15, 10**15), rng.randrange(1, 10**9)) for _ in range(20)]
    for function, index in (("floorDiv", 0), ("floorMod", 1)):
        yield document(function, "Python's divmod", [case(f"{a} by {b}", divmod(a, b)[index], a=a, b=b) for a, b in whole])


def half_away(x):
    """x to a whole number, halves away from zero."""
    whole = math.floor(abs(Fraction(x)) + Fraction(1, 2))
    return whole if x > 0 else -whole


def errors():
    rng = random.Random("tidemark double-double")
    pairs = [(1.0, 1e-30), (1e16, 1.0), (0.1, 0.2), (1.0, -1.0), (0.0, 0.0), (3.0, -1 / 3)]
    pairs += [(rng.gauss(0, 1) * 2.0 ** rng.randrange(-80, 80), rng.gauss(0, 1) * 2.0 ** rng.randrange(-80, 80)) for _ in range(60)]
    for function, exact in (("twoSum", lambda a, b: a + b), ("twoProduct", lambda a, b: a * b)):
        cases = []
        for a, b in pairs:
            value = exact(a, b)
            error = exact(Fraction(a), Fraction(b)) - Fraction(value)
            assert Fraction(float(error)) == error
            cases.append(case(f"{a!r} and {b!r}", {"value": value, "error": float(error)}, a=a, b=b))
        yield document(function, "Knuth 4.2.2; Dekker 1971", cases)


def vectors():
    yield from sums()
    yield from order()
    yield from scalars()
    yield from errors()
