"""Oracle of the choice of features: ridge regressions of numpy, fold by fold, on every set of columns that is tried."""
import random

import numpy
from adapt_local_level import mad
from clocks import DAY, utc
from features_rows import HOUR, RECIPE, row

ORACLE = "spec/oracle/fit_select_features.py (numpy.linalg.solve)"


def groups_of(recipe):
    """Part, name and columns of what a recipe is made of, in the order of its columns."""
    yield "season", "day", 2 * recipe["day"]
    yield "season", "week", 2 * recipe["week"]
    yield "season", "year", 2 * recipe["year"]
    yield "calendar", "weekend", 1 + 2 * recipe["weekend"] if recipe["weekend"] >= 0 else 0
    yield "calendar", "holiday", 1 + 2 * recipe["holiday"] if recipe["holiday"] >= 0 else 0
    for cycle in recipe["cycles"]:
        yield "season", f"{cycle['periodMs']} ms", 2 * cycle["pairs"]
    yield "trend", "slope", int(recipe["slope"])
    yield "trend", "steps", len(recipe["steps"])
    for regressor in recipe["regressors"]:
        yield "regressor", regressor["name"], 1


def choose(times, values, recipe, inputs, ridge, step):
    x = numpy.array([row(recipe, "UTC", t) + [column[i] for column in inputs] for i, t in enumerate(times)])
    deviation = x[:, 1:].std(axis=0)
    x[:, 1:] = (x[:, 1:] - x[:, 1:].mean(axis=0)) / numpy.where(deviation < 1e-9, 1, deviation)
    y = numpy.array(values)
    length = min(DAY // 4, max(step, (times[-1] - times[0] + step) // 10))
    block = numpy.array([(t - times[0]) // length for t in times])
    groups, at = [], 1
    for part, name, columns in groups_of(recipe):
        if columns:
            groups.append((part, name, list(range(at, at + columns))))
        at += columns

    def misses(out):
        columns = [0] + [j for g, (_, _, own) in enumerate(groups) if g not in out for j in own]
        left = y.copy()
        for fold in range(5):
            learnt, held = block % 5 != fold, block % 5 == fold
            if learnt.sum() < 6 or not held.any():
                return None
            a = x[learnt][:, columns]
            penalty = numpy.full(len(columns), ridge * learnt.sum())
            penalty[0] = 0
            left[held] -= x[held][:, columns] @ numpy.linalg.solve(a.T @ a + numpy.diag(penalty), a.T @ y[learnt])
        return left

    whole = misses(set())
    if whole is None:
        return []
    far = 5 * mad(whole) or numpy.inf
    losses = lambda out: numpy.array([numpy.minimum(numpy.abs(misses(out)[block == b]), far).mean() for b in dict.fromkeys(block)])
    clearly = lambda a, b: (b - a).mean() - numpy.sqrt(((b - a - (b - a).mean()) ** 2).sum()) / len(a)
    harm = [losses({g}).mean() for g in range(len(groups))]
    assert all(abs(a - b) > 1e-9 for i, a in enumerate(harm) for b in harm[:i]), "the order is clear"
    out, best, current, choices = set(), losses(set()), losses(set()), [None] * len(groups)
    for g in sorted(range(len(groups)), key=lambda g: harm[g]):
        without = losses(out | {g})
        assert abs(clearly(best, without)) > 1e-9, "the choice is clear"
        kept = clearly(best, without) > 0
        choices[g] = {"part": groups[g][0], "name": groups[g][1], "kept": bool(kept), "with": float(current.mean()), "without": float(without.mean())}
        if not kept:
            out, current = out | {g}, without
            best = without if without.mean() < best.mean() else best
    return choices


def cases():
    rng = random.Random("tidemark choose")
    start = utc("2024-03-04")
    def case(name, days, step, parts, value, inputs=(), ridge=0.001):
        times = [start + i * step for i in range(days * DAY // step)]
        columns = [[rng.gauss(0, 1) for _ in times] for _ in range(inputs)] if inputs else []
        values = [value(i, t, columns) + rng.gauss(0, 1) for i, t in enumerate(times)]
        recipe = {**RECIPE, "fromMs": start, "spanMs": days * DAY, **parts, "regressors": [{"name": f"r{k}", "kind": "number", "labels": []} for k in range(len(columns))]}
        return {"name": name, "times": times, "values": values, "designSpec": recipe, "inputs": columns, "ridge": ridge, "stepMs": step,
                "want": choose(times, values, recipe, columns, ridge, step), "tol": 1e-9}
    wave = lambda t: 4 * numpy.sin(2 * numpy.pi * (t % DAY) / DAY)
    yield case("a day alone", 14, 2 * HOUR, {"day": 3, "week": 2, "weekend": 1}, lambda i, t, c: float(wave(t)))
    yield case("one regressor of three", 8, HOUR, {"day": 2, "slope": True}, lambda i, t, c: float(wave(t)) + 3 * c[1][i], 3)
    yield case("noise", 8, HOUR, {"day": 3}, lambda i, t, c: 0.0, 1)
    yield case("everything counts", 10, HOUR, {"day": 1, "slope": True, "steps": [start + 5 * DAY]}, lambda i, t, c: float(wave(t)) + (9 if t >= start + 5 * DAY else 0) + i / 40 + 2 * c[0][i], 1)
    yield case("a period of seven hours of two", 8, HOUR, {"cycles": [{"periodMs": 7 * HOUR, "pairs": 1}, {"periodMs": 11 * HOUR, "pairs": 2}]}, lambda i, t, c: float(5 * numpy.sin(2 * numpy.pi * t / (7 * HOUR))))
    yield case("weekends, with a heavy penalty", 21, 3 * HOUR, {"day": 2, "week": 1, "weekend": 0}, lambda i, t, c: 6.0 * ((t // DAY + 3) % 7 >= 5), ridge=1)
    yield case("a level alone", 3, HOUR, {}, lambda i, t, c: 0.0)
    yield case("too few rows to tell", 1, 4 * HOUR, {"slope": True}, lambda i, t, c: float(i))


def vectors():
    yield "fit/selectFeatures.json", {"function": "fit/selectFeatures", "source": "src/engine/fit/selectFeatures.ts; Breiman et al. 1984, section 3.4", "oracle": ORACLE, "cases": list(cases())}
