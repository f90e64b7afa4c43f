"""Oracle of the detector's statistics: exact fractions, and a boundary as the root of its statistic, found by bisection."""
import math
import random
from fractions import Fraction

from detector import constant
from fractional import root

ORACLE = "spec/oracle/detect_statistics.py (fractions.Fraction, bisection)"
NAN, SECOND, MINUTE, HOUR, DAY = math.nan, 1000, 60_000, 3_600_000, 86_400_000
NAMES = ("deviation", "hourlyMean", "spike")
MIN_MEAN_SLOTS = 3  # of an hour, for its mean to be another statistic than the deviation
STEPS = (60 * SECOND, 300 * SECOND, 1200 * SECOND, 1800 * SECOND, HOUR, DAY)


def document(function, cases):
    source = "pkg/engine/detect/statistic.go says what"
    return f"{function}.json", {"function": function, "source": source, "oracle": ORACLE, "cases": cases}


def exact(xs):
    """Numbers as fractions, None where missing."""
    return [None if math.isnan(x) else Fraction(x) for x in xs]


def sign_of(x):
    return -1 if x < 0 else 1


def deviation(values, residuals, step, i):
    return residuals[i] ** 2


def hourly_mean(values, residuals, step, i):
    """The mean residual of the slots of the last hour, as far as that of slot i goes."""
    slots = constant("meanMs") // step
    held = [r for r in residuals[max(0, i + 1 - slots):i + 1] if r is not None]
    if slots < MIN_MEAN_SLOTS or 2 * len(held) < slots:
        return Fraction(0)
    share = sum(held) * sign_of(residuals[i]) / len(held)  # below 0 where the hour lies on the other side
    return min(max(share, Fraction(0)), abs(residuals[i])) ** 2


def spike(values, residuals, step, i):
    """The residual times the distance from both of the two slots before."""
    before = [values[k] for k in (i - 2, i - 1) if k >= 0 and residuals[k] is not None]
    away = [sign_of(residuals[i]) * (values[i] - v) for v in before]
    size = abs(residuals[i])
    return size * sorted((Fraction(0), min(away), size))[1] if before else Fraction(0)


SQUARES = dict(zip(NAMES, (deviation, hourly_mean, spike)))


def squared(name, values, residuals, step):
    """The squared statistic of each slot, of which one of three is the root of a fraction; None where missing."""
    return [None if r is None else SQUARES[name](values, residuals, step, i) for i, r in enumerate(residuals)]


def repeats(values, residuals, step):
    """How many slots directly before each one hold its value, within a day; None where it has no residual."""
    def before(i):
        count = 0
        while i - count > 0 and residuals[i - count - 1] is not None and values[i - count - 1] == values[i]:
            count += 1
        return min(count, DAY // step - 1)
    return [None if r is None else before(i) for i, r in enumerate(residuals)]


def lengths(name, values, residuals, step):
    """The statistic as doubles, with the residual's sign, NaN where missing."""
    values, residuals = exact(values), exact(residuals)
    signed = lambda square, r: NAN if r is None else math.copysign(root(square), -1 if r < 0 and (square or name == "spike") else 1)
    return [signed(square, r) for square, r in zip(squared(name, values, residuals, step), residuals)]


def boundary(name, values, residuals, step, i, limit):
    """How far from its expected value slot i must lie, on its side, for the statistic to be the limit."""
    values, residuals, limit = exact(values[:i + 1]), exact(residuals[:i + 1]), Fraction(limit)
    expected, sign = values[i] - residuals[i], sign_of(residuals[i])

    def beyond(distance):
        values[i], residuals[i] = expected + sign * distance, sign * distance
        return SQUARES[name](values, residuals, step, i) > limit ** 2
    low, high = Fraction(0), Fraction(1)
    while not beyond(high):
        low, high = high, 2 * high
        if high > 2 ** 200:
            raise ValueError(f"{name} of slot {i} never reaches {limit}")
    for _ in range(64):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return float(low)


def windows():
    """Series that the statistics differ in: (name, values, residuals)."""
    rng = random.Random("tidemark statistics")
    n = 84
    coarse = [rng.randrange(-192, 193) / 64 for _ in range(n)]  # whose sums are exact
    noise = [rng.gauss(0, 1) for _ in range(n)]
    season = [round(5 * math.sin(i / 4), 2) for i in range(n)]
    known = lambda residuals: [r + s for r, s in zip(residuals, season)]
    shift = [v + 6 * (30 <= i < 50) for i, v in enumerate(coarse)]
    spiky = [v + (40 if i % 17 == 5 else 0) - (30 if i % 23 == 7 else 0) for i, v in enumerate(coarse)]
    gaps = [NAN if rng.random() < 0.45 else v for v in shift]
    yield "noise", noise, noise
    yield "a season that the model knows", known(noise), noise
    yield "a shift that ends", shift, shift
    yield "spikes both ways", spiky, spiky
    yield "a spike that the model expects", known(spiky), coarse
    yield "turns about", *[[9.0 * (-1) ** i for i in range(n)]] * 2
    yield "missing", gaps, gaps
    yield "excluded", shift, gaps
    yield "a gap of an hour", *[[NAN if 10 <= i < 22 else v for i, v in enumerate(shift)]] * 2
    yield "as expected", season, [0.0] * n
    yield "a lone slot", [7.5], [2.5]
    yield "two slots", [7.5, 2.25], [2.5, -2.75]
    yield "three slots, the first excluded", [7.5, 2.25, 9.0], [NAN, -2.75, 4.0]
    yield "all missing", [NAN] * 5, [NAN] * 5
    yield "nothing", [], []


def length_cases():
    for name, values, residuals in windows():
        for step in STEPS:
            want = {s: lengths(s, values, residuals, step) for s in NAMES}
            yield {"name": f"{name}, {step // SECOND} s", "values": values, "residuals": residuals, "stepMs": step, "want": want, "tol": 1e-13}


def boundary_cases():
    """Of every slot that can exceed the limit; the statistic is the limit there, and not a billionth before."""
    for name, values, residuals in ((name, values[24:72] or values, residuals[24:72] or residuals) for name, values, residuals in windows()):
        for step, limit in ((60 * SECOND, 2.5), (300 * SECOND, 0.75), (1200 * SECOND, 2.5), (HOUR, 12.0)):
            slots = {s: [] for s in NAMES}
            for i, r in enumerate(residuals):
                for s in NAMES if not math.isnan(r) else ():
                    if reachable(s, residuals, step, i):
                        slots[s].append(i)
            if any(slots.values()):
                want = {s: {"boundary": [boundary(s, values, residuals, step, i, limit) for i in slots[s]], "below": [0.0] * len(slots[s]), "beyond": [1.0] * len(slots[s])} for s in NAMES}
                yield {"name": f"{name}, {step // SECOND} s, a limit of {limit}", "values": values, "residuals": residuals, "stepMs": step, "limit": limit, "slots": slots, "want": want, "tol": 1e-12}


def reachable(name, residuals, step, i):
    """Whether a value of slot i, however far, makes the statistic more than nothing."""
    far = [Fraction(0) if r is None else r for r in exact(residuals)]
    known = [None if math.isnan(r) else v for v, r in zip(far, residuals)]
    known[i] = sign_of(residuals[i]) * Fraction(10) ** 9
    return SQUARES[name](known, known, step, i) > 0


def vectors():
    yield document("detect/lengths", list(length_cases()))
    yield document("detect/boundary", list(boundary_cases()))
