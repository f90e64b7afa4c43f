"""Oracle of trees that classify, and of reading models: brute force, Gini in fractions, entropy in mpmath."""
import json
import math
import random
from fractions import Fraction

import mpmath
import tree_exact as exact

ORACLE = "spec/oracle/tree_classify.py (fractions.Fraction, mpmath 1.3)"
NAN = math.nan
TINY = mpmath.mpf(10) ** -20  # gains nearer than this are equal


def counts_of(labels, rows, classes):
    return [sum(1 for r in rows if labels[r] == c) for c in range(classes)]


def gini_gain(labels, rows, left, classes):
    """Rows times the fall of Σ p(1 − p)."""
    impurity = lambda held: len(held) - Fraction(sum(c * c for c in counts_of(labels, held, classes)), len(held))
    right = [r for r in rows if r not in set(left)]
    gain = impurity(rows) - impurity(left) - impurity(right)
    return mpmath.mpf(gain.numerator) / gain.denominator


def entropy(counts):
    """Rows times the entropy, in nats."""
    n = sum(counts)
    return -sum(c * mpmath.log(mpmath.mpf(c) / n) for c in counts if c)


def information_gain(labels, rows, left, classes):
    right = [r for r in rows if r not in set(left)]
    return sum(s * entropy(counts_of(labels, held, classes)) for s, held in ((1, rows), (-1, left), (-1, right)))


def best(case, codes, edges, rows):
    ratio = case["criterion"] == "gainRatio"
    gain_of, found = (information_gain if ratio else gini_gain), []
    for j in range(len(codes)):
        top = None
        for b, goes_left, left in exact.questions(codes[j], rows, edges[j]):
            if min(len(left), len(rows) - len(left)) < max(1, case.get("minLeaf", 1)):
                continue
            gain = gain_of(case["labels"], rows, left, case["classes"])
            if gain > TINY and (top is None or gain > top[0] + TINY):
                top = (gain, j, b, goes_left, left)
        if top:
            found.append(top)
    if not found:
        return None
    if not ratio:
        top = found[0]
        for f in found[1:]:
            top = f if f[0] > top[0] + TINY else top
        return top
    mean = sum(f[0] for f in found) / len(found)
    able = [f for f in found if f[0] >= mean - TINY]
    merit = lambda f: f[0] / entropy([len(f[4]), len(rows) - len(f[4])])
    top = able[0]
    for f in able[1:]:
        top = f if merit(f) > merit(top) + TINY else top
    return top


def grown(case):
    columns, labels, classes = case["x"], case["labels"], case["classes"]
    edges = [exact.edges_of(c, 255) for c in columns]
    codes = [[exact.code(v, e) for v in c] for c, e in zip(columns, edges)]
    tree, counts, opened = exact.new_tree(), [], []

    def leaf(rows, depth):
        node = exact.add(tree, len(rows))
        counts.append(counts_of(labels, rows, classes))
        tree["value"][node] = counts[-1].index(max(counts[-1]))
        opened.append((node, rows, depth))
        return node

    leaf(case.get("rows", list(range(len(labels)))), 0)
    while opened:
        node, rows, depth = opened.pop()
        if max(counts[node]) == len(rows) or (case.get("maxDepth") and depth >= case["maxDepth"]):
            continue
        found = best(case, codes, edges, rows)
        if not found:
            continue
        gain, j, b, goes_left, left = found
        l = leaf(list(left), depth + 1)
        r = leaf([i for i in rows if i not in set(left)], depth + 1)
        saw = any(codes[j][i] == len(edges[j]) + 1 for i in rows)
        tree["feature"][node], tree["left"][node], tree["right"][node], tree["gain"][node] = j, l, r, float(gain)
        tree["threshold"][node] = edges[j][b] if b < len(edges[j]) else exact.LARGEST
        tree["missingLeft"][node] = goes_left if saw else tree["rows"][l] > tree["rows"][r]
    return {"tree": tree, "counts": counts, "answers": [tree["value"][exact.path(tree, columns, r)[0][-1]] for r in range(len(labels))]}


def cases():
    rng = random.Random("tidemark classes")
    noise = lambda n: [float(rng.randrange(-9, 9)) / 2 for _ in range(n)]
    pick = lambda n, k: [rng.randrange(k) for _ in range(n)]
    designs = [
        ("one question", {"x": [[1.0, 2.0, 3.0, 4.0]], "labels": [0, 0, 1, 1], "classes": 2}),
        ("a pure node asks nothing", {"x": [[1.0, 2.0, 3.0]], "labels": [1, 1, 1], "classes": 2}),
        ("equal values tell no classes apart", {"x": [[1.0, 1.0, 1.0]], "labels": [1, 0, 1], "classes": 2}),
        ("of equal columns the first is asked", {"x": [[3.0, 1.0, 2.0, 4.0]] * 2, "labels": [1, 0, 0, 1], "classes": 2}),
        ("exclusive or needs two levels", {"x": [[0.0, 0.0, 1.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0, 0.0]], "labels": [0, 1, 1, 0, 0], "classes": 2}),
        ("rare anomalies", {"x": [noise(30), noise(30)], "labels": [1 if i % 10 == 3 else 0 for i in range(30)], "classes": 2}),
        ("three classes", {"x": [noise(24), noise(24), noise(24)], "labels": pick(24, 3), "classes": 3}),
        ("five columns, least rows", {"x": [noise(24) for _ in range(5)], "labels": pick(24, 2), "classes": 2, "minLeaf": 4}),
        ("depth is bounded", {"x": [noise(24), noise(24)], "labels": pick(24, 3), "classes": 3, "maxDepth": 2}),
        ("missing values", {"x": [[NAN, 1.0, 2.0, NAN, 3.0, 4.0, NAN, 5.0]], "labels": [1, 0, 0, 1, 0, 0, 1, 1], "classes": 2}),
        ("some rows", {"x": [noise(12)], "labels": pick(12, 2), "classes": 2, "rows": [0, 2, 3, 5, 7, 11]}),
        ("a class that no row has", {"x": [noise(8)], "labels": [2, 0, 2, 0, 0, 2, 2, 0], "classes": 3}),
    ]
    for criterion in ("gini", "gainRatio"):
        for name, case in designs:
            case = {**case, "criterion": criterion}
            yield {"name": f"{criterion}: {name}", **case, "want": grown(case), "tol": 1e-9}
    small = {"x": [[1.0, 2.0]], "classes": 2}
    yield {"name": "no rows", **small, "labels": [0, 1], "criterion": "gini", "rows": [], "error": "tree/no-rows"}
    yield {"name": "a class too many", **small, "labels": [0, 2], "criterion": "gini", "error": "tree/bad-label"}
    yield {"name": "a negative class", **small, "labels": [-1, 0], "criterion": "gini", "error": "tree/bad-label"}
    yield {"name": "a criterion that is none", **small, "labels": [0, 1], "criterion": "entropy", "error": "tree/bad-criterion"}


def decoding():
    leaf = {"feature": [-1], "threshold": [0], "missingLeft": [False], "left": [0], "right": [0], "value": [2.5], "gain": [0], "rows": [3]}
    stump = {"feature": [0, -1, -1], "threshold": [1.5, 0, 0], "missingLeft": [True, False, False], "left": [1, 0, 0], "right": [2, 0, 0],
             "value": [0.5, -1, 2], "gain": [9, 0, 0], "rows": [4, 2, 2]}
    whole = lambda *trees, **more: {"version": 1, "cols": 1, "base": 10, "trees": list(trees), **more}
    good = [("a leaf", whole(leaf), [12.5] * 3), ("a stump, twice", whole(stump, stump), [8, 14, 8]), ("no trees", whole(), [10] * 3)]
    for name, model, answers in good:
        yield {"name": name, "text": json.dumps(model), "want": answers, "tol": 0}  # for x = 1, 2 and missing
    bad = [
        ("not JSON", "{", "tree/not-json"), ("a list for a model", "[1]", None), ("null", "null", None),
        ("a version to come", json.dumps(whole(leaf, version=2)), "tree/wrong-version"),
        ("no version", json.dumps({"cols": 1, "base": 0, "trees": []}), "tree/wrong-version"),
        ("a feature that no column has", json.dumps(whole({**stump, "feature": [1, -1, -1]})), "tree/bad-model"),
        ("a feature below none", json.dumps(whole({**stump, "feature": [-2, -1, -1]})), "tree/bad-model"),
        ("a circle", json.dumps(whole({**stump, "left": [0, 0, 0]})), "tree/bad-model"),
        ("a child beyond the list", json.dumps(whole({**stump, "right": [3, 0, 0]})), "tree/bad-model"),
        ("lists of unequal lengths", json.dumps(whole({**stump, "value": [1, 2]})), "tree/bad-model"),
        ("a tree without nodes", json.dumps(whole({k: [] for k in leaf})), "tree/bad-model"),
    ]
    for name, text, error in bad:
        if error:
            yield {"name": name, "text": text, "error": error}


def vectors():
    with mpmath.workdps(40):
        classes = list(cases())
    yield "tree/growClassifier.json", {"function": "tree/growClassifier", "source": "Breiman et al. 1984; Quinlan 1993", "oracle": ORACLE, "cases": classes}
    yield "tree/decodeEnsemble.json", {"function": "tree/decodeEnsemble", "source": "definition", "oracle": ORACLE, "cases": list(decoding())}
