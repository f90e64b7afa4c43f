"""Trees by brute force in exact fractions: every question is tried. For tree_*.py."""
import bisect
import math
from fractions import Fraction

LARGEST = 1.7976931348623157e308


def is_missing(v):
    return not math.isfinite(v)


def between(a, b):
    """The double nearest the middle, but below b: at a cut, x = b goes right."""
    middle = float((a + b) / 2)
    return middle if middle < b else float(a)


def edges_of(column, most):
    """Where a column is cut. Each value is a bin if there are at most `most`; else values that alone fill a bin's
    share of rows are bins, and the rest is packed greedily, shares being drawn anew after each bin."""
    held = sorted(Fraction(v) for v in column if not is_missing(v))
    values = sorted(set(held))
    counts = [held.count(v) for v in values]
    middle = lambda k: between(values[k], values[k + 1])
    if len(values) <= most:
        return [middle(k) for k in range(len(values) - 1)]
    big = Fraction(len(held), most)
    rest = [c for c in counts if c < big]
    rows, bins, inside, edges = sum(rest), most - len(counts) + len(rest), 0, []
    share = Fraction(rows, bins) if bins else math.inf
    for k in range(len(values) - 1):
        if len(edges) == most - 1:
            break
        inside += counts[k]
        if counts[k] < big:
            rows -= counts[k]
        if counts[k] >= big or inside >= share or (counts[k + 1] >= big and inside >= max(1, share / 2)):
            edges.append(middle(k))
            inside = 0
            if counts[k] < big:
                bins -= 1
                share = Fraction(rows, bins) if bins else math.inf
    return edges


def code(v, edges):
    return len(edges) + 1 if is_missing(v) else bisect.bisect_left(edges, v)


def questions(codes, rows, edges):
    """Of one feature: (bin, missing goes left, rows on the left), in the order in which ties are broken. Bins that
    split the rows alike are one question, asked in the middle of them, the lower of two."""
    missing = [r for r in rows if codes[r] == len(edges) + 1]
    for goes_left in ((False, True) if missing else (False,)):
        bins = range(len(edges) + (1 if missing and not goes_left else 0))
        by_side = {}
        for b in bins:
            left = tuple(r for r in rows if codes[r] <= b or (goes_left and r in missing))
            by_side.setdefault(left, []).append(b)
        for left, same in by_side.items():
            yield (same[0] + same[-1]) // 2, goes_left, left


def new_tree():
    return {key: [] for key in ("feature", "threshold", "missingLeft", "left", "right", "value", "gain", "rows")}


def add(tree, rows):
    for key, v in (("feature", -1), ("threshold", 0), ("missingLeft", False), ("left", 0), ("right", 0), ("value", 0), ("gain", 0), ("rows", rows)):
        tree[key].append(v)
    return len(tree["rows"]) - 1


class Forester:
    """Grows regression trees on columns; `draw(order)` yields features one by one, or is None for all."""

    def __init__(self, columns, most, max_depth=0, max_leaves=0, min_leaf=1, l2=0, features=0, stream=None):
        self.edges = [edges_of(c, most) for c in columns]
        self.codes = [[code(v, e) for v in c] for c, e in zip(columns, self.edges)]
        self.max_depth, self.max_leaves, self.min_leaf, self.l2 = max_depth, max_leaves, max(1, min_leaf), Fraction(l2)
        self.features, self.stream, self.order = features, stream, list(range(len(columns)))

    def gain(self, left, rows, g, w):
        right = [r for r in rows if r not in set(left)]
        n = [sum(w[r] for r in side) for side in (left, right, rows)]
        if min(n[0], n[1]) < self.min_leaf:
            return None
        s = [sum(w[r] * g[r] for r in side) ** 2 / (k + self.l2) for side, k in zip((left, right, rows), n)]
        return s[0] + s[1] - s[2]

    def best_of(self, features, rows, g, w):
        best = None
        for j in features:
            for b, goes_left, left in questions(self.codes[j], rows, self.edges[j]):
                gain = self.gain(left, rows, g, w)
                if gain is not None and gain > 0 and (best is None or gain > best[0]):
                    best = (gain, j, b, goes_left, left)
        return best

    def best(self, rows, depth, g, w):
        if (self.max_depth and depth >= self.max_depth) or len(rows) < 2 or sum(w[r] for r in rows) < 2 * self.min_leaf:
            return None
        if not 0 < self.features < len(self.order):
            return self.best_of(range(len(self.order)), rows, g, w)
        for i in range(len(self.order)):
            k = i + self.stream.integer(len(self.order) - i)
            self.order[i], self.order[k] = self.order[k], self.order[i]
            if i + 1 >= self.features:
                found = self.best_of(self.order[: i + 1] if i + 1 == self.features else [self.order[i]], rows, g, w)
                if found:
                    return found
        return None

    def grow(self, g, w, rows):
        """A tree without values, and the rows of each leaf."""
        tree, leaves = new_tree(), {}
        opened = []

        def consider(node, depth, rows):
            found = self.best(rows, depth, g, w)
            if found:
                opened.append((node, depth, rows, found))
            else:
                leaves[node] = rows

        consider(add(tree, sum(w[r] for r in rows)), 0, list(rows))
        count = 1
        while opened and count != self.max_leaves:
            at = max(range(len(opened)), key=lambda k: (opened[k][3][0], -k)) if self.max_leaves else len(opened) - 1
            node, depth, rows, (gain, j, b, goes_left, left) = opened.pop(at)
            right = [r for r in rows if r not in set(left)]
            l, r = add(tree, sum(w[i] for i in left)), add(tree, sum(w[i] for i in right))
            saw = any(self.codes[j][i] == len(self.edges[j]) + 1 for i in rows)
            tree["feature"][node], tree["left"][node], tree["right"][node], tree["gain"][node] = j, l, r, gain
            tree["threshold"][node] = self.edges[j][b] if b < len(self.edges[j]) else LARGEST
            tree["missingLeft"][node] = goes_left if saw else tree["rows"][l] > tree["rows"][r]
            count += 1
            if count == self.max_leaves:
                leaves[l], leaves[r] = list(left), right
            else:
                consider(l, depth + 1, list(left))
                consider(r, depth + 1, right)
        leaves.update({node: rows for node, _, rows, _ in opened})
        return tree, leaves


def fill_inner(tree):
    for node in reversed(range(len(tree["rows"]))):
        if tree["feature"][node] >= 0:
            l, r = tree["left"][node], tree["right"][node]
            share = Fraction(tree["rows"][l], tree["rows"][node])
            tree["value"][node] = share * tree["value"][l] + (1 - share) * tree["value"][r]


def path(tree, columns, row):
    """The nodes that a row passes, and the features that they ask for."""
    node, asked = 0, []
    nodes = [0]
    while tree["feature"][node] >= 0:
        j = tree["feature"][node]
        v = columns[j][row]
        goes_left = tree["missingLeft"][node] if is_missing(v) else v <= tree["threshold"][node]
        node = tree["left" if goes_left else "right"][node]
        nodes.append(node)
        asked.append(j)
    return nodes, asked


def quantile(values, p):
    """Hyndman & Fan's definition 7."""
    s, h = sorted(values), (len(values) - 1) * Fraction(p)
    k = math.floor(h)
    return s[k] if k + 1 == len(s) else s[k] + (h - k) * (s[k + 1] - s[k])
