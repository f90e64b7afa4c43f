"""Oracle of reading a model: models written by hand, what they expect computed in mpmath, and what is wrong with others."""
import copy
import json

import mpmath
from clocks import DAY
from mpmath import mpf
from neural_mlp import network, output, parameters

ORACLE = "spec/oracle/model_read.py (models written by hand; mpmath)"
HOUR = 3_600_000
VERSION = 8  # of the models that the engines write
TIMES = [0, 5 * HOUR, 30 * HOUR, 3 * DAY + HOUR // 2, 40 * DAY]  # 1 January 1970 was a Thursday: the fourth is a weekend's

RECIPE = {"fromMs": 0, "spanMs": 10 * DAY, "day": 0, "week": 0, "year": 0, "weekend": -1, "holiday": -1, "cycles": [], "slope": False, "steps": [], "regressors": []}
LINEAR = {"designSpec": RECIPE, "mean": [0], "deviation": [1], "coefficients": [2.5], "interaction": None, "cycles": [], "residualProfile": None}
INTERVAL, OFF = {"lower": 1, "upper": 2}, {"lower": 0, "upper": 0}
MODEL = {
    "version": VERSION, "cutMs": 0, "stepMs": HOUR,
    "normalisation": {"center": 0, "pre": 1, "scale": 1, "transform": {"kind": "none", "size": 0, "low": 0, "high": 0}},
    "center": {"kind": "linear", "linear": LINEAR},
    "band": {"scale": {"overall": 1, "hours": []}, "expectedStep": {"height": 4, "spread": 0, "before": 2},
             "localLevel": {"points": 0, "gain": 0, "shiftThreshold": 0, "referenceScale": 1}, "interval": INTERVAL, "interval99": INTERVAL},
    "limits": {"seasonal": False, "reference": 1, "statistics": [INTERVAL] * 3, "stuck": 0, "dayMean": 0.5},  # deviation, hourly mean, spike
    "summary": {"cutMs": 0, "kind": "linear", "points": 24, "mae": 1, "coverage": 0.95, "candidates": [],
                "train": {"n": 24, "mse": 1, "mae": 1, "r2": None, "mase": None}, "interval": {"n": 24, "coverage": 0.95, "intervalScore": 4, "pinball": 1}},
    "notices": [],
}


def with_center(**center):
    return {**MODEL, "center": center}


def with_linear(designSpec=None, **changes):
    return {**LINEAR, "designSpec": {**RECIPE, **(designSpec or {})}, **changes}


def changed(path, value):
    """The model with what stands at a dotted path replaced; Ellipsis takes it away."""
    model = copy.deepcopy(MODEL)
    at, (*names, last) = model, path.split(".")
    for name in names:
        at = at[name]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return model


def waves(t, pairs):
    angle = 2 * mpmath.pi * mpf(t % DAY) / DAY
    return [f(k * angle) for k in range(1, pairs + 1) for f in (mpmath.sin, mpmath.cos)]


def rich(t):
    """The columns of a designSpec of two pairs a day, a slope, a step and a listed cycle."""
    cycle = 2 * mpmath.pi * mpf(t % (7 * HOUR)) / (7 * HOUR)
    return [mpf(1), *waves(t, 2), mpmath.sin(cycle), mpmath.cos(cycle), mpf(t) / (10 * DAY) - mpf("0.5"), mpf(1 if t >= 2 * DAY else 0)]


RICH = {"day": 2, "cycles": [{"periodMs": 7 * HOUR, "pairs": 1}], "slope": True, "steps": [2 * DAY]}
MEAN, DEVIATION = [0, 0.1, -0.1, 0, 0.2, 0, 0, 0.1, 0.5], [1, 0.5, 2, 1, 1, 0.25, 1, 3, 1]
COEFFICIENTS = [10, 1, -2, 0.5, 0.25, -1, 3, 0.75, -4]


def standard(t):
    return [(x - mpf(m)) / mpf(d) for x, m, d in zip(rich(t), MEAN, DEVIATION)]


def linear_of(t):
    return mpmath.fsum(x * mpf(c) for x, c in zip(standard(t), COEFFICIENTS))


def good():
    yield "a level", MODEL, lambda t: mpf(2.5)
    yield "a limit that the spec states", {**MODEL, "band": {**MODEL["band"], "stated": INTERVAL}, "limits": {**MODEL["limits"], "statistics": [OFF] * 3}}, lambda t: mpf(2.5)
    yield "a level of −0", changed("center.linear.coefficients", [-0.0]), lambda t: mpf(0)
    linear = with_linear(RICH, mean=MEAN, deviation=DEVIATION, coefficients=COEFFICIENTS)
    yield "waves, a slope, a step and a cycle", with_center(kind="linear", linear=linear), linear_of
    shape = {"slotMs": 6 * HOUR, "weekend": True, "week": False, "month": False, "values": [0, 1, 2, 3, 40, 50, 60, 70]}
    own = {**linear, "cycles": [{"periodMs": 5.5 * HOUR, "values": [1, -1, 0.5]}], "residualProfile": shape}

    def shaped(t):
        phase = mpf(t % int(5.5 * HOUR)) / mpf(5.5 * HOUR)
        slot = t % DAY // (6 * HOUR)
        return linear_of(t) + [1, -1, mpf(0.5)][int(phase * 3)] + ([40, 50, 60, 70] if (t // DAY + 3) % 7 >= 5 else [0, 1, 2, 3])[slot]
    yield "a cycle of its own, and a shape of the day", with_center(kind="linear", linear=own), shaped
    seasonal = {"shape": shape, "steps": [DAY], "levels": [5, 7]}
    yield "a season on a level that steps", with_center(kind="seasonal", seasonal=seasonal), lambda t: (7 if t >= DAY else 5) + shaped_slot(t)
    yield "quantiles of a boosted model", boosted(QUANTILES), lambda t: mpf(2.75)
    sizes = [9, 4, 1]
    layers = network(sizes, "read")
    net = {"version": 1, "activation": "tanh", "layers": layers}
    neural = {"linear": linear, "center": -0.5, "spread": 2.5, "network": net}
    bounded = lambda t: [max(min(v, 8), -8) for v in standard(t)]
    yield "a network on top", with_center(kind="neural", neural=neural), lambda t: linear_of(t) - mpf(0.5) + mpf(2.5) * output(parameters(layers), sizes, "tanh", bounded(t))


def boosted(quantiles):
    """A boosted model of one constant, and trees for the tails of what it leaves."""
    trees = {"designSpec": RECIPE, "linear": LINEAR, "ensemble": constant(0.25)}
    return {**with_center(kind="boosted", trees=trees), "band": {**MODEL["band"], "quantiles": quantiles}}


def constant(base, cols=0):
    return {"version": 1, "cols": cols, "base": base, "trees": []}


QUANTILES = {"lower": constant(-2), "upper": constant(1.5), "level": 0.975, "stated": 0}


def shaped_slot(t):
    return ([40, 50, 60, 70] if (t // DAY + 3) % 7 >= 5 else [0, 1, 2, 3])[t % DAY // (6 * HOUR)]


def bad():
    size, field, outside = "model/wrong-size", "model/wrong-field", "model/out-of-range"
    yield "no JSON", "{", "model/not-json"
    yield "a number beyond doubles", json.dumps(MODEL).replace("2.5", "1e999"), "model/not-json"
    yield "brackets without end", "[" * 40, "model/too-deep"
    yield "a list", [], field
    yield "a version of the future", changed("version", VERSION + 1), "model/wrong-version"
    yield "no version", changed("version", ...), "model/wrong-version"
    yield "a field that is missing", changed("band.interval.lower", ...), field
    yield "a field that nobody knows", changed("band.width", 1), field
    yield "a text for a number", changed("normalisation.center", "0"), field
    yield "half an instant", changed("cutMs", 0.5), field
    yield "null for a list", changed("notices", None), field
    yield "a list of texts for numbers", changed("band.scale.hours", ["1"] * 24), field
    yield "a kind that is none", changed("center.kind", "prophet"), field
    yield "a kind without its field", changed("center.kind", "seasonal"), field
    yield "two kinds at once", changed("center.seasonal", {"shape": {"slotMs": DAY, "weekend": False, "week": False, "month": False, "values": [0]}, "steps": [], "levels": [1]}), field
    yield "a coefficient too many", changed("center.linear.coefficients", [1, 2]), size
    yield "a mean too few", changed("center.linear.mean", []), size
    yield "more columns than coefficients", changed("center.linear.designSpec.day", 3), size
    yield "23 hours", changed("band.scale.hours", [1] * 23), size
    yield "a shape of too few slots", changed("center.linear.residualProfile", {"slotMs": HOUR, "weekend": False, "week": False, "month": False, "values": [0] * 23}), size
    yield "quantiles of a linear model", changed("band.quantiles", QUANTILES), field
    yield "quantiles of a column that is none", boosted({**QUANTILES, "upper": constant(1.5, 1)}), size
    yield "quantiles of no level", boosted({**QUANTILES, "level": 0.5}), outside
    yield "a stated limit inside the quantiles", boosted({**QUANTILES, "stated": -1}), outside
    yield "a level too few", with_center(kind="seasonal", seasonal={"shape": {"slotMs": DAY, "weekend": False, "week": False, "month": False, "values": [0]}, "steps": [5], "levels": [1]}), size
    yield "the rules of version 6", {**MODEL, "rules": {}}, field
    yield "no limits", changed("limits", ...), field
    yield "a limit too few", changed("limits.statistics", [INTERVAL] * 2), size
    yield "a limit too many", changed("limits.statistics", [INTERVAL] * 4), size
    yield "repeats of less than none", changed("limits.stuck", -1), outside
    yield "a day's mean of less than nothing", changed("limits.dayMean", -0.5), outside
    yield "no limit of repeats", changed("limits.stuck", ...), field
    yield "a reference of less than no scale", changed("limits.reference", -1), outside
    yield "a limit of one side", changed("limits.statistics", [INTERVAL, INTERVAL, {"lower": 1}]), field
    yield "a season that is a number", changed("limits.seasonal", 1), field
    yield "a stated limit of one side", changed("band.stated", {"upper": 1}), field
    yield "no deviation", changed("center.linear.deviation", [0]), outside
    yield "a step of nothing", changed("stepMs", 0), outside
    yield "a unit without a scale", changed("normalisation.scale", 0), outside
    yield "a transform that is none", changed("normalisation.transform.kind", "sqrt"), outside
    yield "a thousand pairs", changed("center.linear.designSpec.day", 1000), outside
    yield "a cycle without a period", changed("center.linear.cycles", [{"periodMs": 0, "values": [1]}]), outside
    yield "a regressor of no kind", changed("center.linear.designSpec.regressors", [{"name": "t", "kind": "text", "labels": []}]), outside
    net = lambda inputs, version=1: {"linear": LINEAR, "center": 0, "spread": 1, "network": {"version": version, "activation": "relu", "layers": network([inputs, 1], "bad")}}
    yield "a network of other inputs", with_center(kind="neural", neural=net(2)), size
    yield "a network of another version", with_center(kind="neural", neural=net(1, 2)), "model/wrong-version"
    broken = net(1)
    broken["network"]["layers"][0]["weights"] = []
    yield "a network without weights", with_center(kind="neural", neural=broken), size
    wide = net(1)
    wide["network"]["layers"] = [{"inputs": 2**53, "outputs": 2048, "weights": [], "biases": [0] * 2048}, {"inputs": 2048, "outputs": 1, "weights": [0] * 2048, "biases": [0]}]
    yield "a network too wide to be counted", with_center(kind="neural", neural=wide), outside


def vectors():
    cases = []
    with mpmath.workdps(40):
        for name, model, expect in good():
            want = [float(expect(t)) for t in TIMES]
            cases.append({"name": name, "text": json.dumps(model), "times": TIMES, "want": want, "tol": 1e-12})
    for name, model, error in bad():
        cases.append({"name": name, "text": model if isinstance(model, str) else json.dumps(model), "times": TIMES, "error": error})
    yield "model/read.json", {"function": "model/read", "source": "spec/model.json", "oracle": ORACLE, "cases": cases}
