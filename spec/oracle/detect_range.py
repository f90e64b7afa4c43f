"""Oracle of values beyond all that a history has seen: exact fractions, the normal tail by statistics."""
import math
import random
import sys
from fractions import Fraction
from statistics import NormalDist

from band_trail import DAY, HOUR, MINUTE, NAN, present
from detect_onset import document

SHARE, DAYS = Fraction(0.3), 14


def learn(history, step, alerts):
    held = [Fraction(v) for v in present(history)]
    if not held:
        return {"lowest": 0, "highest": 0, "room": 0}
    tail = lambda a: Fraction(NormalDist().inv_cdf(1 - min(a * step / (14 * DAY), 0.25)))
    spread = max(held) - min(held)
    if spread > sys.float_info.max:
        return {"lowest": min(held), "highest": max(held), "room": 0}
    missing = max(Fraction(1), Fraction(DAYS * DAY, len(held) * step))
    return {"lowest": min(held), "highest": max(held), "room": SHARE * tail(alerts) / tail(1) * missing ** 2 * spread}


def score(rule, value, expected):
    if rule["room"] == 0 or math.isnan(value):
        return 0.0
    deviation = Fraction(value) - Fraction(expected)
    above, below = min(Fraction(value) - rule["highest"], deviation), min(rule["lowest"] - Fraction(value), -deviation)
    return float(max(above, below, Fraction(0)) / rule["room"])


def cases():
    rng = random.Random("tidemark range")
    noise = [rng.gauss(10, 2) for _ in range(400)]
    spiky = [v + 60 * (i == 77) for i, v in enumerate(noise)]
    gaps = [NAN if rng.random() < 0.3 else v for v in noise]
    values = [-40.0, -3.0, 3.0, 5.0, 10.0, 15.0, 17.0, 18.5, 20.0, 33.0, 90.0, NAN]
    histories = {"noise": noise, "a spike": spiky, "a spike that is excluded": [NAN if i == 77 else v for i, v in enumerate(spiky)], "gaps": gaps,
                 "a constant": [7.0] * 400, "one value": [7.0], "a range beyond all doubles": [*noise, 1.7e308, -1.7e308], "all missing": [NAN] * 9, "nothing": []}
    steps = ((5 * MINUTE, 1), (HOUR, 1), (HOUR, 7), (HOUR, 0.1), (DAY, 1), (7 * DAY, 20))
    for name, history in histories.items():
        for step, alerts in steps:
            for expects, expected in (("in the middle", [10.0] * len(values)), ("beside the value", [v * 0.99 for v in values]), ("beyond the value", [v * 1.01 for v in values])):
                if expects != "in the middle" and step != HOUR:
                    continue
                rule = learn(history, step, alerts)
                want = {**{key: float(v) for key, v in rule.items()}, "scores": [score(rule, v, e) for v, e in zip(values, expected)]}
                yield {"name": f"{name}, {step // MINUTE} m, {alerts} a week, expected {expects}", "history": history, "values": values, "expected": expected, "stepMs": step,
                       "alertsPerWeek": alerts, "want": want, "tol": 5e-5}


def vectors():
    yield document("detect/range", "src/engine/detect/range.ts says what", list(cases()))
