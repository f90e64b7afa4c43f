"""No oracle: one hash of a hundred thousand results each, which only says that the engines agree.

WANT comes from a run whose functions were within their bounds (num_elementary.py says so);
a change of it is a change of every band's last bits.
"""
ORACLE = "none: a hash that both engines must give (spec/oracle/num_digest.py)"
DRAWS = 100000
WANT = {
    ("exp", -745, 709): 1731239845,
    ("exp", -3, 3): 2860367598,
    ("expm1", -40, 60): 3417306671,
    ("expm1", -1, 1): 3914809937,
    ("log", 0, 1000000): 2588140400,
    ("log", 0.5, 2): 944554099,
    ("log1p", -1, 10): 1169001374,
    ("tanh", -4, 4): 1806490538,
    ("sin", -1600000, 1600000): 1492234772,
    ("sin", -10, 10): 3294352941,
    ("cos", -1600000, 1600000): 1741692830,
    ("cos", -10, 10): 3036361707,
    ("pow", 0, 1000): 1400056697,
}


def vectors():
    cases = [{"name": f"{of} from {low} to {high}", "of": of, "seed": 20240229, "draws": DRAWS, "low": low, "high": high,
              "want": want, "tol": 0} for (of, low, high), want in WANT.items()]
    yield "num/digest.json", {"function": "num/digest", "source": "FNV-1a over the results' 32-bit halves", "oracle": ORACLE, "cases": cases}
