"""Oracle of values beyond all that a history has seen: exact fractions, the normal tail by statistics."""
import math
import random
import sys
from fractions import Fraction
from statistics import NormalDist

from band_trail import DAY, HOUR, MINUTE, NAN, present
from detect_onset import document

SHARE, DAYS = Fraction(0.2), 14


def lasting(values, step):
    """Of each slot what most slots of its last quarter of an hour are at most, and at least; None where they can't say."""
    recent = max(1, 15 * MINUTE // step)
    for i, v in enumerate(values):
        held, most = sorted(present(values[max(0, i + 1 - recent):i + 1])), recent // 2 + 1
        yield None if math.isnan(v) or len(held) < most else (Fraction(held[most - 1]), Fraction(held[-most]))


def learn(history, step, alerts):
    lasted = [pair for pair in lasting(history, step) if pair]
    if not lasted:
        return {"lowest": 0, "highest": 0, "room": 0, "recent": 0}
    rule = {"lowest": min(below for below, _ in lasted), "highest": max(above for _, above in lasted), "room": 0, "recent": max(1, 15 * MINUTE // step)}
    spread = rule["highest"] - rule["lowest"]
    if spread <= sys.float_info.max:
        known = {i * step // DAY for i, v in enumerate(history) if not math.isnan(v)}
        days = min(Fraction(len(known) * max(step, DAY), DAY), Fraction(len(history) * step, DAY))
        tail = lambda a: Fraction(NormalDist().inv_cdf(1 - min(a * step / (14 * DAY), 0.25)))
        rule["room"] = SHARE * tail(alerts) / tail(1) * max(Fraction(1), DAYS / days) ** 2 * spread
    return rule


def scores(rule, values, expected, step):
    for pair, value, usual in zip(lasting(values, step), values, expected):
        if pair is None or rule["room"] == 0:
            yield 0.0
            continue
        value, deviation = Fraction(value), Fraction(value) - Fraction(usual)
        above = min(value - rule["highest"], pair[1] - rule["highest"], deviation)
        below = min(rule["lowest"] - value, rule["lowest"] - pair[0], -deviation)
        yield float(max(above, below, Fraction(0)) / rule["room"])


def cases():
    rng = random.Random("tidemark range")
    noise = [rng.gauss(10, 2) for _ in range(400)]
    spiky = [v + 60 * (i == 77) for i, v in enumerate(noise)]
    lasts = [v + 60 * (77 <= i < 87) for i, v in enumerate(noise)]
    gaps = [NAN if rng.random() < 0.3 else v for v in noise]
    far = [-40.0, -3.0, 3.0, 5.0, 10.0, 15.0, 17.0, 18.5, 20.0, 33.0, 90.0]
    values = [*far, NAN] + [v for v in far for _ in range(3)] + [10.0, 90.0, 10.0, NAN, 90.0, 90.0, NAN, 80.0, NAN, NAN, 80.0, -40.0, NAN, -40.0, 0.0, -0.0] + [10.0] * 8 + [90.0] * 9 + [-3.0, 10.0]
    histories = {"noise": noise, "a spike": spiky, "a spike that is excluded": [NAN if i == 77 else v for i, v in enumerate(spiky)], "a time of spikes": lasts, "gaps": gaps,
                 "a day in two": [NAN if i // 24 % 2 else v for i, v in enumerate(noise)], "long ago, then anew": [noise[0]] + [NAN] * 299 + noise[300:],
                 "a constant": [7.0] * 400, "one value": [7.0], "a range beyond all doubles": [*noise, *[1.7e308] * 15, *[-1.7e308] * 15], "all missing": [NAN] * 9, "nothing": []}
    steps = ((5 * MINUTE, 1), (MINUTE, 1), (7 * MINUTE, 1), (HOUR, 1), (HOUR, 7), (HOUR, 0.1), (DAY, 1), (7 * DAY, 20))
    for name, history in histories.items():
        for step, alerts in steps:
            for expects, expected in (("in the middle", [10.0] * len(values)), ("beside the value", [v * 0.99 for v in values]), ("beyond the value", [v * 1.01 for v in values])):
                if expects != "in the middle" and (step not in (5 * MINUTE, HOUR) or alerts != 1):
                    continue
                rule = learn(history, step, alerts)
                want = {**{key: float(v) for key, v in rule.items()}, "scores": list(scores(rule, values, expected, step))}
                yield {"name": f"{name}, {step // MINUTE} m, {alerts} a week, expected {expects}", "history": history, "values": values, "expected": expected, "stepMs": step,
                       "alertsPerWeek": alerts, "want": want, "tol": 5e-5}


def vectors():
    yield document("detect/range", "src/engine/detect/range.ts says what", list(cases()))
