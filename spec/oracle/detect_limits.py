"""Oracle of limits: peaks by words, tails in mpmath with 40 digits, statistics in exact fractions."""
import math
import random
from fractions import Fraction

import mpmath
from clocks import utc
from detect_statistics import DAY, HOUR, MIN_MEAN_SLOTS, MINUTE, NAMES, NAN, exact, repeats, squared
from detector import constant
from mpmath import mpf

ORACLE = "spec/oracle/detect_limits.py (fractions.Fraction, mpmath)"
START = utc("2024-01-01T05:00")
TAILS = "Hill 1975; Weissman 1978; Talagala, Hyndman & Smith-Miles 2021"
MIN_PEAK, MIN_EXCEEDANCES, MAX_TAIL = Fraction(1e-9), Fraction(1, 4), Fraction(1, 2)


def document(function, source, cases):
    return f"{function}.json", {"function": function, "source": source, "oracle": ORACLE, "cases": list(cases)}


def real(x):
    """A fraction or double in mpmath."""
    return x if isinstance(x, mpf) else mpf(Fraction(x).numerator) / Fraction(x).denominator


def stated(name):
    return Fraction(constant(name))


def peaks(times, x, step):
    """The greatest of each hour, each of which silences its neighbours if no greater one has silenced it."""
    length, hours = max(constant("peakMs"), step), {}
    for t, v in zip(times, x):
        hours[t // length] = max(hours.get(t // length, v), v)
    taken = set()
    for hour in sorted(hours, key=lambda h: (-hours[h], h)):
        if hour - 1 not in taken and hour + 1 not in taken:
            taken.add(hour)
    return sorted((hours[h] for h in taken), reverse=True)


def half_up(x):
    return math.floor(x + Fraction(1, 2))


def tail_index(ratios):
    """Hill's mean logarithm of ratios to the tail's start, with a prior of so many ratios."""
    weight = stated("priorTailWeight")
    return (mpmath.log(mpmath.fprod(ratios)) + real(weight * stated("priorTailIndex"))) / real(len(ratios) + weight)


def set_apart(tail, days):
    """How many peaks at the top of a tail are incidents; tail is in units of its start, which is left out."""
    most = math.floor(min(stated("incidentsPerWeek") * days / 7, stated("incidentShare") * len(tail)))
    steps = [a / b for a, b in zip(tail, [*tail[1:], mpf(1)])]
    wide = lambda m: steps[m - 1] > real(stated("minSpacing")) and steps[m - 1] > real(stated("spacingLevel")) ** -tail_index(tail[m:])
    return max((m for m in range(1, most + 1) if wide(m)), default=0)


def return_level(sizes, days, exceedances):
    if not sizes:
        return mpf(1)
    days, n = Fraction(days), len(sizes)
    k = min(max(half_up(min(stated("tailPeaksPerDay") * days, stated("tailShare") * n)), 1), n - 1)
    sizes = [max(real(v), real(MIN_PEAK)) for v in sizes]
    tail = [v / sizes[k] for v in sizes[:k]]
    rest = tail[set_apart(tail, days):]
    index = max(tail_index(rest), real(stated("minTailIndex")))
    return sizes[k] * max(len(rest) / real(max(Fraction(exceedances), MIN_EXCEEDANCES)), mpf(1)) ** index


def quantile(xs, p):
    xs, at = sorted(xs), (len(xs) - 1) * p
    low = math.floor(at)
    return xs[low] + (xs[min(low + 1, len(xs) - 1)] - xs[low]) * real(at - low)


def normal(p):
    return mpmath.sqrt(2) * mpmath.erfinv(2 * real(p) - 1)


def normal_level(step, alerts):
    """How far independent normal residuals go so often, in units of the reference quantile of their size."""
    tail = min(Fraction(alerts) * step / (7 * DAY), MAX_TAIL)
    return real(stated("normalInflation")) * normal(1 - tail / 2) / normal(1 - (1 - stated("referenceQuantile")) / 2)


def limits_in(scales, times, sizes, step, alerts):
    """The limits of all statistics in scales, and the mean logarithm of the first one."""
    held = [[(i, v / s) for i, (v, s) in enumerate(zip(size, scales)) if v is not None] for size in sizes]
    references = [max(quantile([v for _, v in own], stated("referenceQuantile")), real(stated("minReference"))) for own in held]
    union = [mpf(0)] * len(times)
    for own, reference in zip(held, references):
        for i, v in own:
            union[i] = max(union[i], v / reference)
    days = Fraction(len(held[0]) * step, DAY)
    level = judge_level(peaks(times, union, step), days, step, alerts)
    limits = [level * r for r in references]
    return limits, mpmath.fsum(mpmath.log(s) for s in scales) / len(scales) + mpmath.log(limits[0])


def judge_level(sizes, days, step, alerts):
    """The limit, in references, of peaks that come once a step."""
    level = real(stated("inflation")) * return_level(sizes, days, stated("exceedances") * Fraction(alerts) * days / 7)
    young = 1 + stated("youngInflation") * max(Fraction(0), 1 - days / stated("youngDays"))
    return max(level, normal_level(step, alerts)) * real(young)


def stuck(times, values, residuals, step, alerts):
    """How often a value may repeat: what a geometric run has by chance, what the history had, an hour."""
    counts = repeats(values, residuals, step)
    pairs = [b for a, b in zip(counts, counts[1:]) if a is not None and b is not None]
    share = Fraction(sum(b > 0 for b in pairs) + 1, len(pairs) + 2)
    days = Fraction(sum(c is not None for c in counts) * step, DAY)
    least = max(Fraction(constant("peakMs"), step), Fraction(1))
    # so many runs of more than the least begin in a week by chance
    expected = real(Fraction(7 * DAY, step) * (1 - share)) * real(share) ** real(least)
    few = share <= 1 - stated("referenceQuantile") and expected <= real(Fraction(alerts))
    if not few or days < stated("youngDays") or DAY // step < MIN_MEAN_SLOTS:
        return mpf(0)
    own = return_level(peaks(times, [0 if c is None else c + 1 for c in counts], step), days, stated("exceedances") * Fraction(alerts) * days / 7)
    return max(real(stated("inflation")) * own - 1, real(least))


def day_mean(times, residuals, scale, step, alerts):
    """The limit of a day's mean residual: days by their number, means of those that are half there."""
    days = {}
    for t, r in zip(times, residuals):
        days.setdefault(t // DAY, []).append(r)
    held = [[r for r in day if r is not None] for day in days.values()]
    sizes = sorted((real(abs(sum(day) / len(day))) for day in held if day and 2 * len(day) >= DAY // step), reverse=True)
    if not sizes or DAY // step < MIN_MEAN_SLOTS:
        return mpf(0)
    usual = normal(1 - (1 - stated("referenceQuantile")) / 2) / normal(Fraction(3, 4))
    reference = max(quantile(sizes, Fraction(1, 2)) * usual, real(stated("minReference")) * scale)
    return judge_level([s / reference for s in sizes], Fraction(len(sizes)), DAY, alerts) * reference


def learn_limits(times, values, residuals, level, scale, step, alerts):
    """detect/learnLimits. residuals do not hold the level yet."""
    without, residuals = exact(residuals), exact([r - v for r, v in zip(residuals, level)])
    sizes = [[None if s is None else mpmath.sqrt(real(s)) for s in squared(name, exact(values), residuals, step)] for name in NAMES]
    scale = [real(s) for s in scale]
    reference = quantile(scale, Fraction(1, 2))
    half, half_width = limits_in([mpmath.sqrt(s * reference) for s in scale], times, sizes, step, alerts)
    whole, whole_width = limits_in(scale, times, sizes, step, alerts)
    seasonal = half_width - whole_width >= mpmath.log(real(stated("seasonalGain")))
    return {"seasonal": seasonal, "reference": float(reference), **dict.fromkeys(("lower", "upper"), [float(v) for v in (whole if seasonal else half)]),
            "stuck": float(stuck(times, values, residuals, step, alerts)), "dayMean": float(day_mean(times, without, reference, step, alerts))}


def peak_cases():
    rng = random.Random("tidemark peaks")
    def case(name, x, step=20 * MINUTE, start=START):
        times = [start + i * step for i in range(len(x))] if isinstance(start, int) else start
        return {"name": name, "times": times, "x": x, "stepMs": step, "want": peaks(times, x, step), "tol": 0}
    drawn = [round(rng.expovariate(1), 3) for _ in range(72)]
    yield case("a day", drawn)
    yield case("hours", drawn[:24], HOUR)
    yield case("half days are buckets of their own", drawn[:9], 12 * HOUR)
    yield case("two incidents in neighbouring hours are one", [0, 0, 0, 0, 0, 9.0, 8.0, 0, 0, 0, 0, 0])
    yield case("two incidents two hours apart are two", [9.0, 0, 0, 0, 0, 0, 8.0, 0, 0])
    yield case("a slope silences every other hour", [float(i) for i in range(6)], HOUR)
    yield case("what a silenced hour would have silenced stays", [9.0, 5.0, 4.0, 1.0], HOUR)
    yield case("equal hours: the first counts", [3.0] * 7, HOUR)
    yield case("equal hours about a greater one", [3.0, 3.0, 3.0, 5.0, 3.0, 3.0, 3.0], HOUR)
    yield case("hours that begin between slots", drawn[:40], 25 * MINUTE, START + 7 * MINUTE)
    yield case("before the epoch", drawn[:24], HOUR, -13 * HOUR)
    yield case("hours without slots part incidents", [4.0, 3.0, 2.0, 5.0], HOUR, [START, START + 2 * HOUR, START + 3 * HOUR, START + 9 * HOUR])
    yield case("nothing but zeros", [0.0] * 9)
    yield case("one slot", [2.5])
    yield case("nothing", [])


def level_cases():
    rng = random.Random("tidemark return levels")
    def case(name, sizes, days, exceedances=4.0):
        sizes = sorted(sizes, reverse=True)
        with mpmath.workdps(40):
            want = float(return_level(sizes, days, exceedances))
        return {"name": name, "peaks": sizes, "days": days, "exceedances": exceedances, "want": want, "tol": 2e-15 * want * max(1, abs(math.log(want)))}
    drawn = lambda n, draw: [round(draw(), 3) for _ in range(n)]
    noise = drawn(140, lambda: 2 + rng.expovariate(4))
    yield case("no peak", [], 14.0)
    yield case("one peak", [2.5], 1.0)
    yield case("two peaks", [2.5, 1.5], 1.0)
    yield case("five peaks", [2.5, 1.5, 1.25, 1.0, 0.5], 1.0)
    yield case("two weeks of light tails", noise, 14.0)
    yield case("as many as the tail holds", noise, 14.0, 14.0)
    yield case("more than the tail holds", noise, 14.0, 200.0)
    yield case("one in four windows", noise, 14.0, 0.25)
    yield case("fewer are beyond what peaks tell", noise, 14.0, 0.01)
    yield case("heavy tails", drawn(140, lambda: rng.paretovariate(1)), 14.0)
    yield case("heavy tails, seldom exceeded", drawn(140, lambda: rng.paretovariate(1)), 14.0, 0.5)
    yield case("very heavy tails", drawn(140, lambda: rng.paretovariate(0.3)), 14.0)
    for count in (1, 2, 3, 5):
        yield case(f"{count} incidents are set apart", noise + [30.0 + i for i in range(count)], 14.0)
    yield case("an incident beside a smaller one: both are set apart", noise + [30.0, 300.0], 14.0)
    yield case("incidents do not hide behind a far greater one", noise + [9.0, 3e5], 14.0)
    yield case("nine in two weeks recur", noise + [30.0 + i for i in range(9)], 14.0)
    yield case("one each day recurs", noise + [30.0 + i / 8 for i in range(14)], 14.0)
    yield case("three a day recur", noise + [30.0 + i / 8 for i in range(42)], 14.0)
    yield case("a day is too short for incidents", noise[:10] + [30.0], 1.0)
    yield case("three days have one", noise[:30] + [30.0], 3.0)
    yield case("three days have no second", noise[:30] + [30.0, 31.0], 3.0)
    yield case("a spacing just below the least", [1.4] * 2 + [1.0] * 60, 14.0)
    yield case("a spacing beyond the least that the tail gives often", drawn(60, lambda: 1 + rng.expovariate(1)) + [12.0], 14.0)
    yield case("all peaks are equal", [3.0] * 80, 14.0)
    yield case("ties at the tail's start", [3.0] * 60 + [4.0] * 5, 14.0)
    yield case("two values", [1.0] * 70 + [10.0] * 10, 14.0)
    yield case("peaks of nothing", [0.0] * 60, 14.0)
    yield case("one peak that is more than nothing", [2.0] + [0.0] * 60, 14.0)
    yield case("half a day", noise[:6], 0.5, 0.3)
    yield case("a tail of no peak takes one", noise[:6], 0.25, 0.25)
    yield case("a year", drawn(1000, lambda: rng.lognormvariate(0, 0.5)), 365.0, 104.0)


def history(kind, n, step, rng):
    """Residuals of a kind; (residuals, scale)."""
    per_day = DAY // step
    noise = [rng.gauss(0, 1) for _ in range(n)]
    hour = [i % per_day * 24 // per_day for i in range(n)]
    kinds = {
        "noise": noise,
        "one slot in ten ten times as high": [v * (10 if rng.random() < 0.1 else 1) for v in noise],
        "a timeout three times a day": [v + (60 if rng.random() < 3 / per_day else 0) for v in noise],
        "one incident of five hours": [v + (25 if n // 2 <= i < n // 2 + 5 * HOUR // step else 0) for i, v in enumerate(noise)],
        "an incident a day": [v + (25 + i / n if i % per_day == per_day // 2 else 0) for i, v in enumerate(noise)],
        "a night of few events": [float(rng.random() < 0.05) if h < 8 else 4 * v for h, v in zip(hour, noise)],
        "a spread that the season knows": [v * (0.1 if h < 12 else 3) for h, v in zip(hour, noise)],
        "heavy tails": [v / max(abs(rng.gauss(0, 1)), 0.02) for v in noise],
        "all residuals equal": [1.0] * n,
        "no residuals": [0.0] * n,
        "nearly all zero": [float(i % 40 == 3) for i in range(n)],
        "a third missing": [NAN if rng.random() < 1 / 3 else v for v in noise],
        "a value that rests for three hours": [noise[n // 2] if n // 2 <= i < n // 2 + max(2, 3 * HOUR // step) else v for i, v in enumerate(noise)],
        "a rest of two hours every other day": [0.5 if i % (2 * per_day) < 2 * HOUR // step else v for i, v in enumerate(noise)],
        "values that rest by night": [0.5 if h < 6 else v for h, v in zip(hour, noise)],
        "one slot in fifty repeats": [noise[i - 1] if i % 50 == 7 else v for i, v in enumerate(noise)],
        "a leak of four days": [v + max(0, i - n + 4 * per_day) / per_day for i, v in enumerate(noise)],
        "a day that is half there": [NAN if per_day <= i < per_day + (i // per_day) * per_day // 2 + per_day // 2 - 1 else v for i, v in enumerate(noise)],
        "a slow walk": [sum(noise[max(0, i - 8):i + 1]) / 3 for i in range(n)],
    }
    scales = {"a night of few events": [0.25 if h < 8 else 4.0 for h in hour], "a spread that the season knows": [0.1 if h < 12 else 3.0 for h in hour]}
    return [v if math.isnan(v) else round(v, 2) for v in kinds[kind]], scales.get(kind, [1.0 + (h >= 12) / 4 for h in hour])


KINDS = ("noise", "one slot in ten ten times as high", "a timeout three times a day", "one incident of five hours", "an incident a day", "a night of few events", "a spread that the season knows",
         "heavy tails", "all residuals equal", "no residuals", "nearly all zero", "a third missing", "a slow walk")


def limit_cases():
    rng = random.Random("tidemark limits")
    def case(kind, days, step, alerts=1.0, note="", lag=0.0):
        n = int(days * DAY // step)
        residuals, scale = history(kind, n, step, rng)
        season = [0.0] * n if "rest" in kind or "repeats" in kind else [round(4 * math.sin(2 * math.pi * (i * step % DAY) / DAY), 1) for i in range(n)]
        level = [lag * (i % 3) for i in range(n)]
        values = [r + s for r, s in zip(residuals, season)]
        times = [START + i * step for i in range(n)]
        with mpmath.workdps(40):
            want = learn_limits(times, values, residuals, level, scale, step, alerts)
        name = f"{kind}, {days} days of {step // MINUTE} m, {alerts} a week{note}"
        return {"name": name, "startMs": START, "values": values, "residuals": residuals, "level": level, "scale": scale, "stepMs": step, "alertsPerWeek": alerts, "want": want,
                "tol": 5e-7 * max(want["upper"])}  # as near as band.NormalQuantile is
    for kind in KINDS:
        yield case(kind, 7, 20 * MINUTE)
    for alerts in (0.1, 3.0, 20.0):
        yield case("heavy tails", 10, 30 * MINUTE, alerts)
    yield case("noise", 0.5, 30 * MINUTE, note=", a short history")
    yield case("noise", 1, HOUR, note=", a short history")
    yield case("a timeout three times a day", 2, 5 * MINUTE, note=", a short history")
    yield case("noise", 0.5, MINUTE, note=", a short history")
    yield case("noise", 20, HOUR, note=", with a trailing level", lag=0.25)
    yield case("one slot in ten ten times as high", 14, HOUR)
    yield case("noise", 90, DAY)
    yield case("one slot in ten ten times as high", 90, DAY)
    yield case("noise", 40, 6 * HOUR, 1000.0)
    yield case("a third missing", 5, 20 * MINUTE)
    yield case("a third missing", 14, 20 * MINUTE)
    for kind in ("a value that rests for three hours", "values that rest by night", "one slot in fifty repeats", "a leak of four days", "a day that is half there"):
        for days, step in ((14, 20 * MINUTE), (56, HOUR), (6, 20 * MINUTE), (42, 6 * HOUR)):
            yield case(kind, days, step)
    yield case("a rest of two hours every other day", 14, 20 * MINUTE)
    yield case("one slot in fifty repeats", 28, HOUR, 20.0)
    yield case("one slot in fifty repeats", 28, HOUR, 0.1)


def vectors():
    yield document("detect/peaks", "Ferro & Segers 2003, runs declustering", peak_cases())
    yield document("detect/returnLevel", TAILS, level_cases())
    yield document("detect/learnLimits", f"Coles 2001, chapter 4; {TAILS}", limit_cases())
