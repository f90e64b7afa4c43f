"""Oracle of the random stream: sfc32 in whole numbers, and the polar method in mpmath."""
import mpmath

ORACLE = "spec/oracle/num_random.py (Python integers, mpmath 1.3)"
MASK = 2**32 - 1
SEEDS = [0, 1, 42, 4294967295, 4294967296, 9007199254740991]


class Stream:
    def __init__(self, seed):
        self.a, self.b, self.c, self.counter = 0, seed & MASK, seed >> 32, 1
        for _ in range(12):
            self.uint32()

    def uint32(self):
        t = (self.a + self.b + self.counter) & MASK
        self.counter = (self.counter + 1) & MASK
        self.a = self.b ^ (self.b >> 9)
        self.b = (self.c + (self.c << 3)) & MASK
        self.c = (((self.c << 21 | self.c >> 11) & MASK) + t) & MASK
        return t

    def bits53(self):
        upper = self.uint32() >> 5
        return upper << 26 | self.uint32() >> 6

    def integer(self, n):
        while True:
            draw = self.uint32()
            if draw < 2**32 - 2**32 % n:
                return draw % n

    def normals(self):
        """The next pair."""
        while True:
            u = 2 * mpmath.mpf(self.bits53()) / 2**53 - 1
            v = 2 * mpmath.mpf(self.bits53()) / 2**53 - 1
            s = u * u + v * v
            if 0 < s < 1:
                m = mpmath.sqrt(-2 * mpmath.log(s) / s)
                return u * m, v * m


def document(function, source, cases):
    return f"num/{function}.json", {"function": f"num/{function}", "source": source, "oracle": ORACLE, "cases": cases}


def of_streams(draw, tol=0, draws=16):
    for seed in SEEDS:
        yield {"name": f"seed {seed}", "seed": seed, "draws": draws, "want": draw(Stream(seed), draws), "tol": tol}


def bad_seeds(**inputs):
    for name, seed in (("a negative seed", -1), ("a seed of 54 bits", 2**53)):
        yield {"name": name, "seed": seed, **inputs, "error": "num/bad-seed"}


def normals(stream, draws):
    pairs = [stream.normals() for _ in range(draws // 2)]
    return [float(z) for pair in pairs for z in pair]


def vectors():
    source = "PractRand 0.95, sfc32"
    yield document("uint32", source, [*of_streams(lambda s, n: [s.uint32() for _ in range(n)]), *bad_seeds(draws=1)])
    yield document("uniform", source, list(of_streams(lambda s, n: [s.bits53() / 2**53 for _ in range(n)])))
    with mpmath.workprec(200):
        yield document("normal", "Marsaglia & Bray 1964", list(of_streams(normals, tol=4e-15, draws=64)))
    cases = []
    for n in (1, 2, 10, 3 * 2**30, 2**32):
        stream = Stream(42)
        cases.append({"name": f"below {n}", "seed": 42, "draws": 24, "n": n, "want": [stream.integer(n) for _ in range(24)], "tol": 0})
    yield document("integer", source, cases)
    cases = []
    for size in (0, 1, 2, 20):
        stream, items = Stream(7), list(range(size))
        for i in range(size - 1, 0, -1):
            j = stream.integer(i + 1)
            items[i], items[j] = items[j], items[i]
        cases.append({"name": f"{size} items", "seed": 7, "values": list(range(size)), "want": items, "tol": 0})
    yield document("shuffle", "Fisher & Yates 1938", cases)
