"""Oracle of deviations that last: numpy over whole windows, slice by slice."""
import math
import random

import numpy
from band_trail import DAY, HOUR, MINUTE, NAN, peak_edge, present
from detect_onset import document as onset_document, wander

ORACLE = "spec/oracle/detect_sustained.py (numpy)"


def document(cases):
    path, text = onset_document("detect/sustained", "src/engine/detect/sustained.ts says what", cases)
    return path, {**text, "oracle": ORACLE}


def seen(residuals, level, scale, factor, i, slots):
    """The deviations of the last slots up to i that have data, with the level and the factor of i."""
    first = max(0, i + 1 - slots)
    return present([(r - level[i]) / (s * factor[i]) for r, s in zip(residuals[first:i + 1], scale[first:i + 1])])


def hour_means(d, points):
    means = []
    for i in range(len(d[0])):
        held = seen(*d, i, points)
        means.append(float(numpy.mean(numpy.clip(held, -12, 12))) if len(held) >= max(1, (points + 1) // 2) else NAN)
    return means


def learn(times, d, step, alerts):
    points, recent = HOUR // step, max(1, 15 * MINUTE // step)
    if points < 2:
        return {"points": 0, "recent": 0, "lower": 0, "upper": 0}
    means = hour_means(d, points)
    grown = wander([(r - a) / (s * f) for r, a, s, f in zip(*d)], step)
    edge = peak_edge(times, means, means, step, max(step, 15 * MINUTE), alerts)
    return {"points": points, "recent": recent, "lower": float(max(0.5, grown * edge["lower"])), "upper": float(max(0.5, grown * edge["upper"]))}


def scores(rule, d):
    if rule["points"] == 0:
        return [0.0] * len(d[0])
    out = []
    for i, mean in enumerate(hour_means(d, rule["points"])):
        held = seen(*d, i, rule["recent"])
        if math.isnan(d[0][i]) or math.isnan(mean):
            out.append(0.0)
            continue
        median = float(numpy.median(held))
        if held[-1] * math.copysign(1, median) <= abs(median) / 4:
            out.append(0.0)
            continue
        out.append(max(0.0, min(mean, median)) / rule["upper"] + max(0.0, min(-mean, -median)) / rule["lower"])
    return out


def cases():
    rng = random.Random("tidemark sustained")
    n = 150
    noise = [rng.gauss(0, 1) for _ in range(n)]
    shapes = {"noise": noise, "an hour's shift": [v + (4 if 80 <= i < 110 else 0) for i, v in enumerate(noise)], "a dip, then a rise": [v - (5 if 60 <= i < 80 else 0) + 6 * (i >= 120) for i, v in enumerate(noise)],
              "one spike is no hour": [v + 500 * (i == 99) for i, v in enumerate(noise)], "turns about": [9.0 * (-1) ** i for i in range(n)], "gaps": [NAN if rng.random() < 0.45 else v for v in noise],
              "all missing": [NAN] * n, "as foreseen": [0.0] * n}
    shapes["back to a quarter of what it was"] = [(4.0 if i < 90 else 1.0) * (1 + 0.5 * (i % 3)) if 60 <= i <= 90 else v for i, v in enumerate(noise)]
    for name, residuals in shapes.items():
        for step, alerts in ((MINUTE, 1), (5 * MINUTE, 7), (20 * MINUTE, 1), (45 * MINUTE, 1)):
            times = [1_704_085_200_000 + i * step for i in range(n)]
            level, scale, factor = [0.2 * (i % 5) for i in range(n)], [1 + 0.5 * (i % 3) for i in range(n)], [1 + 0.25 * (i % 2) for i in range(n)]
            d = (residuals, level, scale, factor)
            rule = learn(times, d, step, alerts)
            yield {"name": f"{name}, {step // MINUTE} m, {alerts} a week", "times": times, "residuals": residuals, "level": level, "scale": scale, "factor": factor, "stepMs": step,
                   "alertsPerWeek": alerts, "want": {"rule": rule, "scores": scores(rule, d)}, "tol": 5e-6}


def vectors():
    yield document(list(cases()))
