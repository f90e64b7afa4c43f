"""No oracle: one hash of an analysis or a forecast each, which only says that the engines agree.

The series are drawn by the engines' own generator from the numbers of a case; `pin` holds the hash. After a change that is
meant to change the numbers, empty the pins of pipeline/digest.json and pipeline/forecast.json and run pin.py.
"""
SOURCE = "FNV-1a over the 32-bit halves of every number of the "
ORACLE = "none: a hash that both engines must give (spec/oracle/pipeline_digest.py)"
HOUR, MINUTE, DAY = 3_600_000, 60_000, 86_400_000
PLAIN = {"points": 480, "stepMs": 30 * MINUTE, "swing": 40, "noise": 3, "round": 0, "zeros": 0, "changes": [], "holds": []}
ALARMS = [[300, 3, 60], [340, 1, -50], [380, 12, 25], [430, 40, 14], [460, 6, "NaN"]]

# what the series do, each under every spec of its list
SERIES = {
    "a day's shape": {}, "alarms": {"changes": ALARMS}, "a lasting shift": {"changes": [[200, 1000, 80]]}, "counts, mostly zero": {"swing": 0, "zeros": 0.7, "round": 5, "changes": ALARMS},
    "few values": {"swing": 1, "round": 4, "changes": ALARMS}, "held values": {"holds": [[310, 60], [400, 20]]}, "gaps": {"changes": [[k, 7, "NaN"] for k in range(100, 480, 40)]},
    "growing noise": {"noise": 12, "changes": [[60, 5, 40], [150, 5, 45], [250, 5, -40]] + ALARMS}, "steep flanks": {"swing": 400, "noise": 1, "changes": ALARMS},
    "minutes": {"points": 2400, "stepMs": 5 * MINUTE, "changes": [[1500 + 2 * a, 3 * n, by] for a, n, by in ALARMS]}, "hours": {"points": 400, "stepMs": HOUR, "changes": [[a - 90, n, by] for a, n, by in ALARMS]},
    "days": {"points": 150, "stepMs": DAY, "swing": 0, "changes": [[80, 1, 40], [100, 6, -25], [130, 3, 12]]},
    "a constant": {"swing": 0, "noise": 0, "changes": [[400, 2, 5]]}, "wandering": {"noise": 1, "changes": [[k, 24, 9 * (-1) ** k] for k in range(50, 460, 35)]},
}
EVERY = {"default": {}}
MANY = {
    **EVERY, "gaussian": {"band": {"method": "gaussian"}}, "mad, constant scale": {"band": {"method": "mad", "scale": "constant"}}, "a multiple": {"band": {"limit": {"multiple": 3}}},
    "a coverage": {"band": {"limit": {"coverage": 0.999}, "interval": 0.9}}, "many alerts": {"band": {"limit": {"alertsPerWeek": 20}}}, "few alerts": {"band": {"limit": {"alertsPerWeek": 0.1}}},
    "no adaptation": {"adapt": {"level": "off"}}, "above alone": {"detect": {"direction": "above"}}, "below alone": {"detect": {"direction": "below", "recover": 3}},
    "two of four": {"detect": {"points": {"k": 2, "n": 4}, "minDeviation": {"absolute": 2, "relative": 0.1}}}, "a least width": {"band": {"minWidth": {"absolute": 9}}}, "six hours": {"adapt": {"level": "6h"}},
    "cqr": {"model": {"kind": "boosted", "boosted": {"rounds": 8, "leaves": 4}}, "band": {"method": "cqr"}},
}


# carried on for half a day
AHEAD = ("a day's shape", "alarms", "a lasting shift", "counts, mostly zero", "growing noise", "wandering", "days")


def case(seed, name, title, spec):
    return {"name": f"{name}, {title}", "seed": seed, **PLAIN, **SERIES[name], "spec": {"schemaVersion": 1, "model": {"kind": "linear"}, **spec}, "want": 0, "tol": 2**32}


def vectors():
    analyses, forecasts = [], []
    for seed, name in enumerate(SERIES):
        specs = MANY if name in ("alarms", "counts, mostly zero") else EVERY
        analyses += [case(seed, name, title, spec) for title, spec in specs.items()]
        specs = {"default": {}, "cqr": MANY["cqr"]} if name in AHEAD else {}
        forecasts += [case(seed, name, title, spec | {"forecast": {"horizon": "12h" if name != "days" else "5d"}}) for title, spec in specs.items()]
    for function, what, cases in (("digest", "analysis", analyses), ("forecast", "forecast", forecasts)):
        yield f"pipeline/{function}.json", {"function": f"pipeline/{function}", "source": SOURCE + what, "oracle": ORACLE, "cases": cases}
