"""Oracle of binned columns, regression trees, forests and boosting: brute force in exact fractions."""
import math
import random
from fractions import Fraction

import num_random
import tree_exact as exact

ORACLE = "spec/oracle/tree_grow.py (fractions.Fraction)"
NAN = math.nan


def document(function, source, cases):
    return f"tree/{function}.json", {"function": f"tree/{function}", "source": source, "oracle": ORACLE, "cases": list(cases)}


def bins():
    rng = random.Random("tidemark bins")
    designs = [
        ("a bin for each of few values", [[3.0, 1.0, 2.0, 1.0]], 255),
        ("as many values as bins", [[4.0, 1.0, 2.0, 3.0]], 4),
        ("one value more than bins", [[5.0, 4.0, 1.0, 2.0, 3.0]], 4),
        ("a frequent value has a bin of its own", [[7.0] * 20 + [float(v) for v in range(20)]], 5),
        ("many values share bins evenly", [[rng.gauss(0, 1) for _ in range(120)]], 7),
        ("missing values and infinities share the last bin", [[1.0, NAN, 3.0, math.inf, -math.inf, 2.0]], 255),
        ("nothing but missing values", [[NAN, NAN, NAN]], 255),
        ("zeros of both signs are one value", [[0.0, -0.0, 1.0, -1.0]], 255),
        ("neighbouring doubles are told apart", [[1.0, 1.0 + 2.0**-52, 1.0 + 2.0**-51]], 255),
        ("doubles of all sizes in order", [[-1e300, 1e-300, -1e-300, 5e-324, 2.5, -7.0, 1e300, 0.0]], 255),
        ("five columns fill two words", [[float((i * k) % 11) for i in range(12)] for k in range(1, 6)], 6),
    ]
    for name, columns, most in designs:
        edges = [exact.edges_of(c, most) for c in columns]
        codes = [[exact.code(v, e) for v in c] for c, e in zip(columns, edges)]
        yield {"name": name, "x": columns, "most": most, "want": {"edges": edges, "codes": codes}, "tol": 0}
    yield {"name": "more bins than a byte holds", "x": [[1.0, 2.0]], "most": 256, "error": "tree/shape"}
    yield {"name": "a single bin", "x": [[1.0, 2.0]], "most": 1, "error": "tree/shape"}


def numbers(value):
    if isinstance(value, dict):
        return {k: numbers(v) for k, v in value.items()}
    if isinstance(value, list):
        return [numbers(v) for v in value]
    return float(value) if isinstance(value, Fraction) else value


def described(base, trees, columns):
    """What runners give of an ensemble: itself, its answers, the effects on the first row, the shares of gain."""
    answers = [base + sum(t["value"][exact.path(t, columns, r)[0][-1]] for t in trees) for r in range(len(columns[0]))]
    effects, level, shares = [Fraction(0)] * len(columns), base, [Fraction(0)] * len(columns)
    for t in trees:
        nodes, asked = exact.path(t, columns, 0)
        level += t["value"][0]
        for j, a, b in zip(asked, nodes, nodes[1:]):
            effects[j] += t["value"][b] - t["value"][a]
        for j, gain in zip(t["feature"], t["gain"]):
            if j >= 0:
                shares[j] += gain
    total = sum(shares) or 1
    return numbers({"base": base, "trees": trees, "answers": answers, "level": level, "effects": effects, "importance": [s / total for s in shares]})


def options(case):
    names = {"maxDepth": "max_depth", "maxLeaves": "max_leaves", "minLeaf": "min_leaf", "l2": "l2", "features": "features"}
    return {names[k]: v for k, v in case.items() if k in names}


def with_want(name, case, base, trees):
    want = described(base, trees, case["x"])
    largest = max([1.0] + [abs(v) for v in case["y"] if math.isfinite(v)])
    return {"name": name, **case, "want": want, "tol": 1e-9 * largest**2}


def cart_cases():
    rng = random.Random("tidemark cart")
    noise = lambda n: [float(rng.randrange(-40, 40)) / 4 for _ in range(n)]
    yield "one question", {"x": [[1.0, 2.0, 3.0, 4.0]], "y": [0.0, 0.0, 8.0, 8.0]}
    yield "of equal columns the first is asked", {"x": [[1.0, 2.0, 3.0, 4.0]] * 2, "y": [0.0, 1.0, 8.0, 9.0]}
    yield "of equal gains the lowest threshold wins", {"x": [[1.0, 2.0, 3.0]], "y": [4.0, 0.0, 4.0], "maxLeaves": 2}
    yield "the threshold lies in the middle of a gap", {"x": [[1.0, 2.0, 3.0, 4.0, 9.0, 1.5], [0.0, 0.0, 1.0, 1.0, 0.0, 1.0]], "y": [1.0, 2.0, 30.0, 40.0, 5.0, 90.0]}
    yield "a constant target is not split", {"x": [[1.0, 2.0, 3.0, 4.0]], "y": [5.5] * 4}
    yield "a large constant with a third is not split", {"x": [[float(i) for i in range(7)]], "y": [1e9 + 1 / 3] * 7}
    yield "equal values are not split", {"x": [[2.0] * 4], "y": [1.0, 2.0, 3.0, 4.0]}
    yield "leaves keep their least rows", {"x": [noise(20)], "y": noise(20), "minLeaf": 4}
    yield "depth is bounded", {"x": [noise(30), noise(30)], "y": noise(30), "maxDepth": 2}
    yield "leaves are bounded, the best first", {"x": [noise(30), noise(30)], "y": noise(30), "maxLeaves": 5}
    yield "missing values choose a side", {"x": [[1.0, 2.0, NAN, NAN, 5.0, 6.0]], "y": [0.0, 0.0, 9.0, 9.0, 9.0, 9.0]}
    yield "missing values go left", {"x": [[1.0, 2.0, NAN, NAN, 5.0, 6.0]], "y": [0.0, 0.0, 0.25, 0.0, 9.0, 9.0]}
    yield "missing values alone go right", {"x": [[1.0, 2.0, NAN, NAN, 3.0, 2.0]], "y": [0.0, 0.0, 7.0, 7.0, 0.0, 0.0]}
    yield "some rows only, the others missing", {"x": [[1.0, 2.0, 3.0, 4.0, 5.0]], "y": [0.0, NAN, 4.0, 8.0, NAN], "rows": [0, 2, 3]}
    yield "few bins", {"x": [noise(40), noise(40)], "y": noise(40), "most": 5, "minLeaf": 3}
    yield "five columns", {"x": [noise(24) for _ in range(5)], "y": noise(24), "minLeaf": 2}
    yield "leaves are pulled to the mean", {"x": [[1.0, 2.0, 3.0, 4.0]], "y": [0.0, 0.0, 8.0, 8.0], "l2": 2}


def grown(case, rows, weights, base, forester, factor):
    g = {r: Fraction(case["y"][r]) - base for r in rows}
    tree, leaves = forester.grow(g, weights, [r for r in rows if weights[r] > 0])
    for node, held in leaves.items():
        tree["value"][node] = sum(weights[r] * g[r] for r in held) / (sum(weights[r] for r in held) + forester.l2) * factor
    exact.fill_inner(tree)
    return tree


def rows_of(case):
    return case.get("rows", list(range(len(case["y"]))))


def mean_of(case, rows):
    return sum(Fraction(case["y"][r]) for r in rows) / len(rows)


def cart():
    for name, case in cart_cases():
        rows = rows_of(case)
        base = mean_of(case, rows)
        forester = exact.Forester(case["x"], case.get("most", 255), **options(case))
        yield with_want(name, case, base, [grown(case, rows, {r: 1 for r in rows}, base, forester, 1)])
    yield {"name": "a target that is missing", "x": [[1.0, 2.0]], "y": [1.0, NAN], "error": "tree/not-finite"}
    yield {"name": "a target whose square overflows", "x": [[1.0, 2.0]], "y": [1.0, 1e151], "error": "tree/not-finite"}
    yield {"name": "no rows", "x": [[1.0, 2.0]], "y": [1.0, 2.0], "rows": [], "error": "tree/no-rows"}


def forest():
    rng = random.Random("tidemark forest")
    noise = lambda n: [float(rng.randrange(-40, 40)) / 4 for _ in range(n)]
    cases = [
        ("every feature", {"x": [noise(12), noise(12)], "y": noise(12), "trees": 3, "seed": 7, "features": 0, "minLeaf": 2}),
        ("one feature of three a node", {"x": [noise(14) for _ in range(3)], "y": noise(14), "trees": 4, "seed": 1, "features": 1, "minLeaf": 1}),
        ("two of four, where some split nothing", {"x": [noise(16), [1.0] * 16, [2.0] * 16, noise(16)], "y": noise(16), "trees": 3, "seed": 9007199254740991, "features": 2, "minLeaf": 2}),
        ("some rows, with missing values", {"x": [noise(9) + [NAN] * 3, noise(12)], "y": noise(12), "trees": 2, "seed": 3, "features": 1, "minLeaf": 1, "rows": [0, 1, 2, 4, 5, 8, 9, 11]}),
    ]
    for name, case in cases:
        stream, rows, trees = num_random.Stream(case["seed"]), rows_of(case), []
        base = mean_of(case, rows)
        forester = exact.Forester(case["x"], 255, stream=stream, **options(case))
        for _ in range(case["trees"]):
            weights = {r: 0 for r in rows}
            for _ in rows:
                weights[rows[stream.integer(len(rows))]] += 1
            trees.append(grown(case, rows, weights, base, forester, Fraction(1, case["trees"])))
        yield with_want(name, case, base, trees)
    yield {"name": "a negative seed", "x": [[1.0, 2.0]], "y": [1.0, 2.0], "trees": 1, "seed": -1, "features": 0, "error": "num/bad-seed"}


def boost_cases():
    rng = random.Random("tidemark boost")
    noise = lambda n: [float(rng.randrange(-40, 40)) / 4 for _ in range(n)]
    x = [noise(24), noise(24), noise(24)]
    common = {"x": x, "y": noise(24), "maxLeaves": 4, "minLeaf": 2, "rounds": 3, "learningRate": 0.5}
    yield "squared loss", common
    yield "squared loss, pulled to zero", {**common, "l2": 3, "learningRate": 0.1}
    yield "depth is bounded", {**common, "maxDepth": 1, "maxLeaves": 0}
    yield "the median", {**common, "quantile": 0.5, "minLeaf": 4, "rounds": 2}
    yield "an upper quantile", {**common, "quantile": 0.875, "minLeaf": 3, "rounds": 2, "l2": 1}
    yield "some rows", {**common, "rows": [0, 1, 2, 5, 6, 7, 8, 9, 12, 13, 20, 21, 23]}
    yield "stops when the validation rows gain nothing", {**common, "rounds": 40, "rows": list(range(16)), "validation": list(range(16, 24)), "patience": 2}
    yield "stops at the best quantile", {**common, "rounds": 40, "rows": list(range(16)), "validation": list(range(16, 24)), "patience": 1, "quantile": 0.25}
    yield "misses beyond a bound pull no more than it", {**common, "bound": 2.5}
    yield "stops by the loss of bounded misses", {**common, "bound": 2.5, "rounds": 40, "rows": list(range(16)), "validation": list(range(16, 24)), "patience": 2}
    yield "no rounds", {**common, "rounds": 0}


def boosted(case):
    rows, level = rows_of(case), Fraction(case.get("quantile", 0))
    y, rate = {r: Fraction(v) for r, v in enumerate(case["y"])}, Fraction(case["learningRate"])
    bound, middle = Fraction(case.get("bound", 10**9)), level or (Fraction(1, 2) if "bound" in case else 0)
    base = exact.quantile([y[r] for r in rows], middle) if middle else mean_of(case, rows)
    forester = exact.Forester(case["x"], 255, **options(case))
    score, trees, losses = {r: base for r in y}, [], []
    for _ in range(case["rounds"]):
        miss = {r: y[r] - score[r] for r in rows}
        g = {r: (level if m > 0 else level - 1) if level else max(-bound, min(bound, m)) for r, m in miss.items()}
        tree, leaves = forester.grow(g, {r: 1 for r in rows}, rows)
        for node, held in leaves.items():
            n = len(held)
            best = exact.quantile([miss[r] for r in held], level) if level else sum(g[r] for r in held) / n
            tree["value"][node] = best * n / (n + forester.l2) * rate
        exact.fill_inner(tree)
        trees.append(tree)
        for r in score:
            score[r] += tree["value"][exact.path(tree, case["x"], r)[0][-1]]
        if case.get("patience"):
            misses = [y[r] - score[r] for r in case["validation"]]
            square = lambda m: m * m if abs(m) <= bound else bound * (2 * abs(m) - bound)
            losses.append(sum(max(level * m, (level - 1) * m) if level else square(m) for m in misses))
            best = losses.index(min(losses)) + 1
            if len(losses) - best >= case["patience"]:
                break
    return base, trees[:best] if case.get("patience") else trees


def boost():
    for name, case in boost_cases():
        yield with_want(name, case, *boosted(case))


def vectors():
    yield document("binColumns", "Ke et al. 2017, greedy quantile bins", bins())
    yield document("growCart", "Breiman et al. 1984", cart())
    yield document("growForest", "Breiman 2001", forest())
    yield document("boost", "Friedman 2001; Ke et al. 2017", boost())
