"""Oracle of wandering and of leaps: numpy over whole windows, slice by slice."""
import math
import random
from statistics import NormalDist

import numpy
from band_trail import DAY, HOUR, MINUTE, NAN, present

ORACLE = "spec/oracle/detect_onset.py (numpy)"


def document(function, source, cases):
    return f"{function}.json", {"function": function, "source": source, "oracle": ORACLE, "cases": cases}


def wander(z, step):
    """Autocorrelation at three hours, of deviations clipped at their 90 % quantile, with pairs of equal weight."""
    lag = max(1, 3 * HOUR // step)
    held = present(z)
    if len(held) == 0:
        return 1.0
    limit = numpy.quantile(numpy.abs(held), 0.9)
    clipped = numpy.clip(numpy.array(z), -limit, limit)
    pairs = [(a, b) for a, b in zip(clipped, clipped[lag:]) if not (math.isnan(a) or math.isnan(b))]
    if len(pairs) < 24:
        return 1.0
    a, b = numpy.array(pairs).T
    power = (a @ a + b @ b) / 2
    return 1.0 if power == 0 else 1 + 2 * max(0.0, a @ b / power)


def wanders():
    rng = random.Random("tidemark wander")
    noise = [rng.gauss(0, 1) for _ in range(240)]
    walk = [0.0]
    for v in noise[1:]:
        walk.append(0.9 * walk[-1] + v)
    series = {"noise": noise, "a slow walk": walk, "turns about": [v * (-1) ** i for i, v in enumerate(walk)], "one event": noise[:100] + [50.0] * 12 + noise[112:],
              "gaps": [NAN if rng.random() < 0.5 else v for v in walk], "too few pairs": walk[:26], "as few pairs as may be": walk[:27], "no deviations": [0.0] * 60, "nothing": [], "all missing": [NAN] * 60}
    return [{"name": f"{name}, {step // MINUTE} m", "z": z, "stepMs": step, "want": float(wander(z, step)), "tol": 1e-13} for name, z in series.items() for step in (5 * MINUTE, HOUR, DAY)]


def leap_list(values, residuals):
    out = []
    for i, v in enumerate(values):
        before = [values[k] for k in range(max(0, i - 2), i) if not math.isnan(residuals[k])]
        out.append(0.0 if math.isnan(residuals[i]) or not before else max(v - max(before), 0.0) or min(v - min(before), 0.0))
    return out


def leap_edge(times, leaps, held, step, alerts):
    sizes = body = numpy.sort(numpy.abs([v for v in leaps if v != 0]))
    if len(body) < 8:
        return 0.0
    while True:
        limit = 5 * numpy.quantile(body, 0.75)
        kept = max(8, int(numpy.searchsorted(body, limit, side="right")))
        if kept == len(body):
            break
        body = body[:kept]
    multiple = 2.5 if step < 5 * MINUTE else 2
    edge = multiple * numpy.quantile(body, 0.98)
    days = {}
    for t, v in zip(times, leaps):
        day = (t - times[0]) // DAY
        days[day] = max(days.get(day, 0.0), abs(v))
    peaks = sorted((days.get(d, 0.0) for d in range((times[-1] - times[0]) // DAY + 1)), reverse=True)
    peak = peaks[min(int(4 * alerts * held * step / (7 * DAY)), len(peaks) - 1)]
    return float(max(edge, multiple * peak if 5 * len(sizes) < 3 * held else min(peak, 2 * edge)))


def learn_joint(leaps, deviations, step, alerts):
    sizes = numpy.abs([v for v in leaps if v != 0])
    if not HOUR <= step < DAY or len(sizes) < 8:
        return {"leap": 0, "deviation": 0, "small": 0}
    tail = lambda a: NormalDist().inv_cdf(1 - min(a * step / (14 * DAY), 0.25))
    multiple, usual, held = 4.6 * tail(alerts) / tail(1), numpy.quantile(sizes, 0.5), numpy.array(present(deviations))
    return {"leap": float(multiple * usual), "deviation": float(multiple * max(numpy.quantile(numpy.abs(held), 0.95), usual / 2)),
            "small": float(0.15 * (max(held.max(), 0) - min(held.min(), 0)))}


def learn_onset(times, values, residuals, level, step, alerts):
    if step >= DAY:
        return {"value": 0, "residual": 0, "points": 0, "leap": 0, "deviation": 0, "small": 0}
    edge = lambda v: leap_edge(times, leap_list(v, residuals), len(present(residuals)), step, alerts)
    return {"value": edge(values), "residual": edge(residuals), "points": max(1, DAY // step - 2),
            **learn_joint(leap_list(values, residuals), [r - v for r, v in zip(residuals, level)], step, alerts)}


def onset_scores(rule, values, residuals, level, jumps):
    leaps, left = leap_list(values, residuals), leap_list(residuals, residuals)
    scores = []
    for i, leap in enumerate(leaps):
        sign = math.copysign(1, leap)
        if rule["value"] == 0 or leap == 0 or math.isnan(residuals[i]) or sign * (residuals[i] - level[i]) <= 0 or abs(leap) <= 3 * jumps[i]:
            scores.append(0.0)
            continue
        recent = max((abs(v) for v in leaps[max(0, i - rule["points"]):i]), default=0.0)
        deviation = abs(residuals[i] - level[i])
        away, joint = min(abs(leap), deviation), rule["leap"] > 0
        score = away / max(rule["value"] * (1.5 if joint else 1), recent / 2)
        if joint:
            together = math.exp((math.log(away / rule["leap"]) + math.log(deviation / rule["deviation"])) / 2)
            score = max(score, min(together, abs(leap) / (recent / 4) if recent > 0 else math.inf))
        if rule["residual"] > 0:
            score = min(score, 2 * max(0.0, sign * left[i]) / rule["residual"])
        if deviation < rule["small"]:
            score /= min(rule["small"] / deviation, 2)
        scores.append(min(score, 1e12))
    return scores


def onsets():
    rng = random.Random("tidemark onset")
    n = 240
    noise = [rng.gauss(0, 1) for _ in range(n)]
    season = [5 * math.sin(i / 4) for i in range(n)]
    spiky = [v + (20 if i % 37 == 5 else 0) for i, v in enumerate(noise)]
    series = {"noise": (noise, noise), "a season that the model knows": ([a + b for a, b in zip(noise, season)], noise), "spikes": (spiky, spiky),
              "a spike that the model expects": (spiky, noise), "every day an event": ([v + (30 if i % 24 == 7 else 0) for i, v in enumerate(noise)],) * 2,
              "an incident that lasts": ([v + (40 if 100 <= i < 150 else 0) for i, v in enumerate(noise)],) * 2, "constant": ([3.0] * n, [0.0] * n),
              "few leaps": ([float(i % 60 == 9) for i in range(n)],) * 2, "gaps": (noise, [NAN if rng.random() < 0.3 else v for v in noise]), "all missing": (noise, [NAN] * n)}
    spikes = lambda every, heights: [heights.get(i, 1.0) if i % every == 9 else 0.0 for i in range(n)]
    series |= {"leaps of which nothing is left": (noise, [0.0] * n), "as few leaps as may be, one far": (spikes(30, {129: 50.0}),) * 2, "a leap as far as a body goes": (spikes(20, {129: 5.0}),) * 2,
               "a leap of three times what is expected": (spikes(21, {135: 2.25}),) * 2, "a leap beyond measure": ([v + 1e14 * (i == 129) for i, v in enumerate(noise)],) * 2}
    stairs = lambda rests: [sum(0 if k % 5 in (0, 4) or k == rests else (-1) ** (k // 5) * (6 if k % 24 == 3 else 1) for k in range(i + 1)) for i in range(n)]
    series |= {"three leaps in five slots": (stairs(0),) * 2, "one leap less than three in five": (stairs(1),) * 2, "bursts and gaps": ([v * (i % 24 < 6) for i, v in enumerate(noise)], [NAN if i % 24 > 13 else v * (i % 24 < 6) for i, v in enumerate(noise)])}
    cases = []
    for name, (values, residuals) in series.items():
        for step, alerts in ((HOUR, 1), (5 * MINUTE, 1), (MINUTE, 1), (HOUR, 0.2), (HOUR, 20), (DAY, 1), (59 * MINUTE, 1), (12 * HOUR, 1)):
            times = [1_704_085_200_000 + i * step for i in range(n)]
            level = [0.1 * (i % 3) for i in range(n)]
            jumps = [0.25 * (i % 4) * (i % 5 == 0) for i in range(n)]
            rule = learn_onset(times, values, residuals, level, step, alerts)
            cases.append({"name": f"{name}, {step // MINUTE} m, {alerts} a week", "times": times, "values": values, "residuals": residuals, "level": level, "jumps": jumps, "stepMs": step,
                          "alertsPerWeek": alerts, "want": {"rule": rule, "scores": onset_scores(rule, values, residuals, level, jumps)}, "tol": 1e-11 if alerts == 1 else 1e-5})
    return cases


def vectors():
    yield document("band/wander", "src/engine/band/wander.ts says what", wanders())
    yield document("detect/onset", "src/engine/detect/onset.ts says what", onsets())
