"""Oracle of the multi-layer perceptron: forward passes in mpmath, gradients as finite differences of the loss."""
import math
import random

import mpmath
from mpmath import mpf
from num_random import Stream

ORACLE = "spec/oracle/neural_mlp.py (mpmath, 60 digits; gradients are central differences)"
STEP = mpf(10) ** -20  # of a difference: its error is of the order of STEP², far below a double's


def document(function, source, cases):
    return f"neural/{function}.json", {"function": f"neural/{function}", "source": source, "oracle": ORACLE, "cases": cases}


def network(sizes, seed, size=1.0):
    """Layers of normal weights and biases, as plain numbers."""
    rng = random.Random(f"tidemark neural {seed}")
    draws = lambda n: [rng.gauss(0, size) for _ in range(n)]
    return [{"inputs": i, "outputs": o, "weights": draws(i * o), "biases": draws(o)} for i, o in zip(sizes, sizes[1:])]


def parameters(layers):
    return [mpf(v) for layer in layers for v in layer["weights"] + layer["biases"]]


def output(theta, sizes, activation, row):
    at, values = 0, [mpf(v) for v in row]
    for l, (i, o) in enumerate(zip(sizes, sizes[1:])):
        weights, biases = theta[at:at + i * o], theta[at + i * o:at + i * o + o]
        at += i * o + o
        values = [biases[u] + mpmath.fsum(w * v for w, v in zip(weights[u * i:(u + 1) * i], values)) for u in range(o)]
        if l + 2 < len(sizes):
            values = [mpmath.tanh(z) if activation == "tanh" else max(z, mpf(0)) for z in values]
    return values[0]


def error_loss(e, limit):
    return e * e / 2 if abs(e) <= limit else limit * (abs(e) - mpf(limit) / 2)


def loss(theta, sizes, activation, x, y, l2, limit):
    total = mpmath.fsum(error_loss(output(theta, sizes, activation, row) - v, limit) for row, v in zip(x, y))
    at, squares = 0, mpf(0)
    for i, o in zip(sizes, sizes[1:]):
        squares += mpmath.fsum(w * w for w in theta[at:at + i * o])
        at += i * o + o
    return (total + mpf(l2) / 2 * squares) / len(y)


def gradient(theta, *args):
    slopes = []
    for k in range(len(theta)):
        moved = lambda by: theta[:k] + [theta[k] + by] + theta[k + 1:]
        slopes.append((loss(moved(STEP), *args) - loss(moved(-STEP), *args)) / (2 * STEP))
    return slopes


def shaped(flat, sizes):
    """A flat list as layers."""
    at, layers = 0, []
    for i, o in zip(sizes, sizes[1:]):
        w, b = flat[at:at + i * o], flat[at + i * o:at + i * o + o]
        at += i * o + o
        layers.append({"weights": [float(v) for v in w], "biases": [float(v) for v in b]})
    return layers


def rows(n, width, seed, size=1.0):
    rng = random.Random(f"tidemark rows {seed}")
    return [[rng.gauss(0, size) for _ in range(width)] for _ in range(n)], [rng.gauss(0, 1) for _ in range(n)]


SHAPES = [("a linear model", [3, 1], "tanh"), ("one hidden layer, tanh", [4, 5, 1], "tanh"), ("one hidden layer, relu", [4, 5, 1], "relu"),
          ("two hidden layers, tanh", [3, 6, 4, 1], "tanh"), ("two hidden layers, relu", [3, 7, 2, 1], "relu"), ("one input", [1, 1, 1], "tanh")]


def bad_networks():
    good = network([2, 3, 1], "bad")
    x, y = rows(2, 2, "bad")
    yield "rows of another width", {"activation": "tanh", "layers": good, "x": x[0] + [1.0], "y": y}, "neural/shape"
    yield "no layers", {"activation": "tanh", "layers": [], "x": [], "y": []}, "neural/shape"
    yield "layers that do not fit", {"activation": "tanh", "layers": [good[0], good[0]], "x": x[0], "y": y[:1]}, "neural/shape"
    yield "a weight short", {"activation": "tanh", "layers": [{**good[0], "weights": good[0]["weights"][1:]}, good[1]], "x": x[0], "y": y[:1]}, "neural/shape"
    yield "a bias too many", {"activation": "tanh", "layers": [{**good[0], "biases": [0.0] * 4}, good[1]], "x": x[0], "y": y[:1]}, "neural/shape"
    yield "an activation that is none", {"activation": "softplus", "layers": good, "x": x[0], "y": y[:1]}, "neural/unknown-activation"


def predict():
    for name, sizes, activation in SHAPES:
        layers = network(sizes, name)
        x, _ = rows(40, sizes[0], name)  # more than a chunk of 32
        theta = parameters(layers)
        want = [float(output(theta, sizes, activation, row)) for row in x]
        yield {"name": name, "activation": activation, "layers": layers, "x": sum(x, []), "want": want, "tol": 1e-14}
    for name, activation in (("a missing input, tanh", "tanh"), ("a missing input, relu", "relu")):
        yield {"name": name, "activation": activation, "layers": network([2, 3, 1], name), "x": [1.0, math.nan], "want": [math.nan], "tol": 0}
    yield {"name": "no rows", "activation": "tanh", "layers": network([2, 3, 1], 1), "x": [], "want": [], "tol": 0}
    for name, case, error in bad_networks():
        del case["y"]
        yield {"name": name, **case, "error": error}


def gradients():
    for name, sizes, activation in SHAPES:
        for l2, limit, suffix in ((0.0, math.inf, ""), (0.5, math.inf, ", penalised"), (0.1, 0.75, ", Huber")):
            layers = network(sizes, name)
            x, y = rows(37, sizes[0], name)
            args = (sizes, activation, x, y, l2, limit)
            theta = parameters(layers)
            want = {"value": float(loss(theta, *args)), "layers": shaped(gradient(theta, *args), sizes)}
            yield {"name": name + suffix, "activation": activation, "layers": layers, "x": sum(x, []), "y": y,
                   "l2": l2, "limit": limit, "want": want, "tol": 1e-13}
    for name, case, error in bad_networks():
        yield {"name": name, **case, "l2": 0, "limit": math.inf, "error": error}
    yield {"name": "a target too few", "activation": "tanh", "layers": network([1, 1], 2), "x": [1.0, 2.0], "y": [1.0],
           "l2": 0, "limit": math.inf, "error": "neural/shape"}


class Adam:
    """Kingma & Ba's algorithm 1 with both means corrected, and ε as its section 2 puts it, beside the root that is not."""

    def __init__(self, size, rate):
        self.rate, self.t = mpf(rate), 0
        self.m, self.v = [mpf(0)] * size, [mpf(0)] * size

    def step(self, theta, slopes):
        self.t += 1
        b1, b2 = mpf("0.9"), mpf("0.999")
        self.m = [b1 * m + (1 - b1) * g for m, g in zip(self.m, slopes)]
        self.v = [b2 * v + (1 - b2) * g * g for v, g in zip(self.v, slopes)]
        c1, c2 = 1 - b1 ** self.t, 1 - b2 ** self.t
        return [p - self.rate * (m / c1) / (mpmath.sqrt(v / c2) + mpf("1e-8") / mpmath.sqrt(c2)) for p, m, v in zip(theta, self.m, self.v)]


def adam():
    rng = random.Random("tidemark adam")
    for name, size, steps, scale, rate in (("one step", 4, 1, 1.0, 0.001), ("ten steps", 3, 10, 1.0, 0.01), ("tiny gradients", 3, 5, 1e-7, 0.01),
                                           ("huge gradients", 3, 5, 1e12, 0.1), ("a thousand steps", 2, 1000, 1.0, 0.001)):
        theta = [rng.gauss(0, 1) for _ in range(size)]
        slopes = [[rng.gauss(0.3, 1) * scale for _ in range(size)] for _ in range(steps)]
        slopes[0][0] = 0.0
        walk, at = Adam(size, rate), [mpf(v) for v in theta]
        for g in slopes:
            at = walk.step(at, [mpf(v) for v in g])
        yield {"name": name, "parameters": theta, "gradients": slopes, "rate": rate, "want": [float(v) for v in at], "tol": 1e-14 * max(1, steps / 10)}


def first(sizes, stream):
    """The first weights and biases: uniform within √(6 / (inputs + units)) of 0."""
    draw = lambda bound: bound * (2 * mpf(stream.bits53()) / 2**53 - 1)
    return [draw(mpmath.sqrt(mpf(6) / (i + o))) for i, o in zip(sizes, sizes[1:]) for _ in range(i * o + o)]


def initial():
    for name, sizes, activation in SHAPES:
        want = shaped(first(sizes, Stream(11)), sizes)
        yield {"name": name, "inputs": sizes[0], "hidden": sizes[1:-1], "activation": activation, "seed": 11, "want": want, "tol": 4e-16}
    yield {"name": "a layer without units", "inputs": 2, "hidden": [0], "activation": "tanh", "seed": 1, "error": "neural/shape"}
    yield {"name": "no inputs", "inputs": 0, "hidden": [], "activation": "tanh", "seed": 1, "error": "neural/shape"}
    yield {"name": "an activation that is none", "inputs": 1, "hidden": [], "activation": "", "seed": 1, "error": "neural/unknown-activation"}


def shuffled(items, stream):
    for i in range(len(items) - 1, 0, -1):
        j = stream.integer(i + 1)
        items[i], items[j] = items[j], items[i]


def trained(case, sizes, x):
    """The whole of a training run, each gradient a finite difference."""
    stream, y, limit, activation = Stream(case["seed"]), case["y"], case["limit"], case["activation"]
    theta, order = first(sizes, stream), list(case["train"])
    walk, best = Adam(len(theta), case["rate"]), None
    for epoch in range(1, case["epochs"] + 1):
        shuffled(order, stream)
        for at in range(0, len(order), case["batch"]):
            part = order[at:at + case["batch"]]
            theta = walk.step(theta, gradient(theta, sizes, activation, [x[i] for i in part], [y[i] for i in part], case["l2"], limit))
        held = [error_loss(output(theta, sizes, activation, x[i]) - y[i], limit) for i in case["validation"]]
        value = mpmath.fsum(held) / len(held) if held else None
        if not held or best is None or value < best[1]:
            best = epoch, value, theta
        elif epoch - best[0] >= case["patience"]:
            break
    epochs, value, theta = best
    return {"epochs": epochs, "validation": math.nan if value is None else float(value), "layers": shaped(theta, sizes)}


def fits():
    base = {"activation": "tanh", "epochs": 4, "batch": 5, "rate": 0.05, "l2": 0.01, "limit": math.inf, "patience": 2, "seed": 3}
    for name, sizes, held, change in (
            ("no held-out rows", [2, 3, 1], 0, {}), ("relu", [2, 3, 1], 0, {"activation": "relu"}), ("two hidden layers, Huber", [2, 3, 2, 1], 0, {"limit": 0.5}),
            ("held-out rows choose the pass", [2, 3, 1], 5, {"epochs": 8}), ("no patience", [1, 2, 1], 6, {"epochs": 40, "rate": 0.5, "patience": 1, "batch": 3}),
            ("a batch of all rows", [2, 2, 1], 0, {"batch": 100})):
        x, y = rows(18, sizes[0], name)
        case = {"name": name, "inputs": sizes[0], "hidden": sizes[1:-1], "x": sum(x, []), "y": y,
                "train": list(range(held, 18)), "validation": list(range(held)), **base, **change}
        yield {**case, "want": trained(case, sizes, x), "tol": 1e-11}
    x, y = rows(4, 1, "refused")
    case = {"inputs": 1, "hidden": [2], "x": sum(x, []), "y": y, "train": [0, 1, 2, 3], "validation": [], **base}
    for name, change, error in (("no passes", {"epochs": 0}, "neural/bad-option"), ("batches of nothing", {"batch": 0}, "neural/bad-option"),
                                ("no rows", {"train": []}, "neural/bad-option"), ("a negative seed", {"seed": -1}, "num/bad-seed"),
                                ("a target too few", {"y": y[:3], "train": [0]}, "neural/shape")):
        yield {"name": name, **case, **change, "error": error}


def attributions():
    """Integrated gradients by the midpoint rule on 32 points; what it misses is shared in the parts' sizes."""
    for name, sizes, activation in SHAPES:
        layers, (rows_of, _) = network(sizes, name), rows(2, sizes[0], name)
        theta, base, x = parameters(layers), [mpf(v) for v in rows_of[0]], [mpf(v) for v in rows_of[1]]
        say = lambda row: output(theta, sizes, activation, row)
        parts = []
        for j in range(sizes[0]):
            slopes = []
            for k in range(32):
                at = [b + (mpf(k) + mpf("0.5")) / 32 * (v - b) for b, v in zip(base, x)]
                moved = lambda by: at[:j] + [at[j] + by] + at[j + 1:]
                slopes.append((say(moved(STEP)) - say(moved(-STEP))) / (2 * STEP))
            parts.append((x[j] - base[j]) * mpmath.fsum(slopes) / 32)
        missed, size = say(x) - say(base) - mpmath.fsum(parts), mpmath.fsum(map(abs, parts))
        want = {"atBase": float(say(base)), "parts": [float(p + missed * abs(p) / size) for p in parts]}
        yield {"name": name, "activation": activation, "layers": layers, "base": rows_of[0], "x": rows_of[1], "want": want, "tol": 1e-13}
    layers = network([2, 3, 1], "same")
    value = float(output(parameters(layers), [2, 3, 1], "tanh", [1.0, -2.0]))
    yield {"name": "nothing differs", "activation": "tanh", "layers": layers, "base": [1.0, -2.0], "x": [1.0, -2.0],
           "want": {"atBase": value, "parts": [0.0, 0.0]}, "tol": 1e-15}
    yield {"name": "two rows", "activation": "tanh", "layers": layers, "base": [1.0, -2.0], "x": [1.0, -2.0, 1.0, 1.0], "error": "neural/shape"}


def vectors():
    with mpmath.workdps(60):
        yield document("predict", "definition", list(predict()))
        yield document("gradient", "Rumelhart, Hinton & Williams 1986", list(gradients()))
        yield document("adam", "Kingma & Ba 2015, algorithm 1", list(adam()))
        yield document("initial", "Glorot & Bengio 2010", list(initial()))
        yield document("attribute", "Sundararajan, Taly & Yan 2017", list(attributions()))
        yield document("fit", "Kingma & Ba 2015; Prechelt 1998", list(fits()))
