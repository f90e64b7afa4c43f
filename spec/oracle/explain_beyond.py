"""Oracle of explanations and importances whose numbers are beyond all numbers: what they say follows from words alone.

A linear model knows a series by its driver until both leap to 1e308: what it then expects, times its trailing level, is
infinite or no number. That is never explained, and counts as an error of 1e300.
"""
import math

from clocks import utc

ORACLE = "spec/oracle/explain_beyond.py (words)"
STEP, START = 6 * 3_600_000, utc("2024-01-01T00:00")
CALM, ALL = 60, 96
SPEC = {"schemaVersion": 1, "model": {"kind": "linear"}, "train": {"minPoints": 24}}
GROUPS = {"time": "time", "timeOfDay": "timeOfDay", "dayOfWeek": "dayOfWeek", "regressor": "drive"}


def series(leap):
    calm = [round(1 + 0.1 * math.sin(i * i), 6) for i in range(CALM)]
    values = calm + [leap] * (ALL - CALM)
    return {"startMs": START, "stepMs": STEP, "values": values, "drive": values, "spec": SPEC}


def explained():
    at = lambda slot: {"atMs": START + slot * STEP}
    yield {"name": "before the leap", **series(1e308), **at(50), "want": True, "tol": 0}
    yield {"name": "a leap that stays below all numbers", **series(1e3), **at(CALM), "want": True, "tol": 0}
    for slot in (CALM, CALM + 1, CALM + 2):
        yield {"name": f"beyond all numbers, slot {slot - CALM}", **series(1e308), **at(slot), "want": False, "tol": 0}


def importances():
    window = lambda start, end: {"fromMs": START + start * STEP, "toMs": START + end * STEP}
    groups = [{"group": group, "name": name, "increase": 0, "share": 0} for group, name in GROUPS.items()]
    yield {"name": "beyond all numbers, every slot", **series(1e308), **window(CALM, ALL - 1), "want": {"rows": ALL - CALM, "mae": 1e300, "groups": groups}, "tol": 1e286}
    yield {"name": "too few slots to say", **series(1e308), **window(CALM, CALM + 22), "want": {"rows": 0, "mae": 0, "groups": []}, "tol": 0}


def vectors():
    for function, cases in (("explainAt", explained()), ("importanceOf", importances())):
        source = f"src/engine/{'explanation' if function == 'explainAt' else 'importance'}.ts says what"
        yield f"explain/{function}.json", {"function": f"explain/{function}", "source": source, "oracle": ORACLE, "cases": list(cases)}
