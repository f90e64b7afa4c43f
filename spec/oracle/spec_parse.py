"""Oracle of the spec's reader: the defaults written out once more, and Python's own calendar."""
import copy
import json
from datetime import datetime, timezone

ORACLE = "spec/oracle/spec_parse.py (defaults written out by hand; Python's datetime)"

DEFAULTS = {
    "schemaVersion": 2,
    "grid": {"step": "auto", "aggregate": "mean", "delay": "auto"},
    "train": {"window": "auto", "every": "1d", "minPoints": "auto", "exclude": [], "excludeTags": []},
    "clean": {"missing": "ignore", "outliers": "robust"},
    "transform": "none",
    "features": {"trend": "steps", "seasonality": "auto", "timezone": "UTC", "holidays": {"countries": [], "ical": ""}, "regressors": [], "select": "off"},
    "model": {"kind": "auto", "ridge": 0.001, "seed": 0, "tree": {"maxDepth": 10, "minLeaf": 8},
              "forest": {"trees": 30, "maxDepth": 14, "minLeaf": 5, "features": 0},
              "boosted": {"rounds": 100, "leaves": 31, "learningRate": 0.1, "minLeaf": 40, "l2": 5},
              "neural": {"hidden": [16], "activation": "relu", "epochs": 30, "batch": 32, "learningRate": 0.01, "l2": 0.1, "patience": 6}},
    "band": {"interval": 0.95, "limit": {"alertsPerWeek": 1}, "method": "conformal", "scale": "seasonal",
             "minWidth": {"absolute": 0, "relative": 0}},
    "adapt": {"level": "auto"},
    "detect": {"direction": "both", "minDeviation": {"absolute": 0, "relative": 0}, "points": "auto", "recover": "auto"},
    "outliers": {"method": "dbscan", "sensitivity": 0.5},
    "forecast": {"horizon": "1d"},
}


def document(function, source, cases):
    return f"spec/{function}.json", {"function": f"spec/{function}", "source": source, "oracle": ORACLE, "cases": cases}


def filled(**parts):
    """The defaults with the named fields of parts set."""
    spec = copy.deepcopy(DEFAULTS)
    for part, fields in parts.items():
        if isinstance(fields, dict) and part in spec:
            spec[part].update(fields)
        else:
            spec[part] = fields
    return spec


def reads(name, text, spec, notices=()):
    text = text if isinstance(text, str) else json.dumps(text)
    return {"name": name, "text": text, "want": {"spec": spec, "notices": list(notices)}, "tol": 0}


def same(name, **parts):
    """A version 2 document that sets fields and changes nothing else."""
    return reads(name, {"schemaVersion": 2, **parts}, filled(**parts))


def good():
    yield reads("nothing set", "{}", DEFAULTS)
    yield reads("blanks around it", " \n{\t}\r\n", DEFAULTS)
    yield same("its own defaults", **DEFAULTS)
    yield same("every duration's least", grid={"step": "1s", "delay": "0s"}, train={"window": "1h", "every": "1h"}, adapt={"level": "1h"})
    yield same("every duration's greatest", grid={"step": "4w", "delay": "1w"}, train={"window": "5y", "every": "4w"}, adapt={"level": "24h"})
    yield same("the same length in another unit", grid={"step": "3600000ms"}, train={"window": "8760h"})
    yield same("adaptation off", adapt={"level": "off"})
    yield reads("holidays of two countries", {"features": {"holidays": {"countries": ["SG", "CN"]}}}, filled(features={"holidays": {"countries": ["SG", "CN"], "ical": ""}}))
    yield same("holidays of a calendar", features={"holidays": {"countries": [], "ical": "BEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT"}})
    yield same("three periods", features={"seasonality": [{"period": "1d", "harmonics": 24}, {"period": "1m", "harmonics": 1}, {"period": "1y", "harmonics": 2}]})
    yield same("no season", features={"seasonality": [], "trend": "none"})
    yield same("a zone with two slashes", features={"timezone": "America/Argentina/Buenos_Aires"})
    yield same("a zone of a fixed offset", features={"timezone": "Etc/GMT-14"})
    yield same("times that tags mark", train={"excludeTags": ["maintenance", "load test"]})
    yield same("features are chosen", features={"select": "backward"})
    yield reads("a regressor takes its lag's default", {"features": {"regressors": [{"name": "temperature"}]}},
                filled(features={"regressors": [{"name": "temperature", "lag": "0s"}]}))
    yield same("a regressor of several lags", features={"regressors": [{"name": "temperature", "lag": ["0s", "30m", "4w"]}]})
    yield reads("a regressor's query is opaque", {"features": {"regressors": [{"name": "t", "lag": "1h", "query": {"expr": "up", "deep": [1, {"a": None}]}}]}},
                filled(features={"regressors": [{"name": "t", "lag": "1h", "query": {"expr": "up", "deep": [1, {"a": None}]}}]}))
    yield same("a limit by coverage", band={"limit": {"coverage": 0.999}})
    yield same("a limit by multiple", band={"limit": {"multiple": 2.5}})
    yield same("a transform between bounds", transform="logit", band={"lowerBound": 0, "upperBound": 100})
    yield same("quantiles of the boosted model", model={"kind": "boosted"}, band={"method": "cqr"})
    yield same("quantiles where auto boosts", band={"method": "cqr"})
    yield same("bounds that meet", band={"lowerBound": 0, "upperBound": 0})
    yield reads("half a width", {"band": {"minWidth": {"relative": 0.1}}}, filled(band={"minWidth": {"absolute": 0, "relative": 0.1}}))
    yield reads("brackets in a text are no levels", {"zzz": "[" * 40 + '"' + "{" * 40 + "\\"}, {**DEFAULTS, "zzz": "[" * 40 + '"' + "{" * 40 + "\\"}, ["spec/unknown-field"])
    yield reads("a network of two layers", {"model": {"kind": "neural", "neural": {"hidden": [64, 1], "activation": "tanh"}}},
                filled(model={"kind": "neural", "neural": {**DEFAULTS["model"]["neural"], "hidden": [64, 1], "activation": "tanh"}}))
    yield same("three of five", detect={"points": {"k": 3, "n": 5}, "recover": 10})
    yield same("all outliers, by deviation", outliers={"method": "mad", "sensitivity": 1})
    yield same("a forecast of a year that must not reach zero", forecast={"horizon": "1y", "threshold": 0})
    yield same("ranges of numbers and texts", train={"exclude": [{"from": 0, "to": 1}, {"from": "2026-01-31", "to": "2026-01-31T06:00:00Z"}], "minPoints": 8})
    yield reads("an integer with an exponent", '{"train":{"minPoints":1e3}}', filled(train={"minPoints": 1000}))
    yield reads("a key twice: the last holds", '{"model":{"kind":"linear"},"model":{"kind":"seasonal"}}', filled(model={"kind": "seasonal"}))
    yield reads("an unknown field stays", {"grid": {"stepp": "5m"}, "zzz": [1]}, {**filled(grid={"stepp": "5m"}), "zzz": [1]},
                ["spec/unknown-field", "spec/unknown-field"])
    yield reads("a field named __proto__", '{"__proto__":{"a":1}}', {**DEFAULTS, "__proto__": {"a": 1}}, ["spec/unknown-field"])
    renamed = ["spec/renamed-field"]
    yield reads("version 0: alerts a week move into the limit", {"band": {"alertsPerWeek": 3}}, filled(band={"limit": {"alertsPerWeek": 3}}))
    yield reads("version 0: an edge of its own wins", {"schemaVersion": 0, "band": {"alertsPerWeek": 3, "edge": {"multiple": 2}}}, filled(band={"limit": {"multiple": 2}}), renamed)
    yield reads("version 0: a limit of its own wins", {"schemaVersion": 0, "band": {"alertsPerWeek": 3, "limit": {"multiple": 2}}}, filled(band={"limit": {"multiple": 2}}))
    yield reads("version 1: alerts a week outside the limit are unknown", {"schemaVersion": 1, "band": {"alertsPerWeek": 3}},
                filled(band={"alertsPerWeek": 3}), ["spec/unknown-field"])
    yield reads("version 1: a multiple keeps its meaning", {"schemaVersion": 1, "band": {"edge": {"multiple": 2.5}}}, filled(band={"limit": {"multiple": 2.5}}), renamed)
    yield reads("version 1: a coverage keeps its meaning", {"schemaVersion": 1, "band": {"edge": {"coverage": 0.999}, "core": 0.9}},
                filled(band={"limit": {"coverage": 0.999}, "interval": 0.9}), renamed * 2)
    yield reads("version 1: the new names win", {"schemaVersion": 1, "band": {"edge": {"multiple": 2}, "limit": {"multiple": 3}, "core": 0.8, "interval": 0.9}},
                filled(band={"limit": {"multiple": 3}, "interval": 0.9}), renamed * 2)
    yield reads("version 2: the old names are unknown", {"schemaVersion": 2, "band": {"edge": {"multiple": 2}, "core": 0.9}},
                filled(band={"edge": {"multiple": 2}, "core": 0.9}), ["spec/unknown-field"] * 2)


def bad():
    cases = [
        ("no text", "", "not-json"), ("half a document", "{", "not-json"), ("two documents", "{}{}", "not-json"), ("a comma too many", '{"grid":{},}', "not-json"),
        ("NaN is no JSON", '{"model":{"ridge":NaN}}', "not-json"), ("a leading zero", '{"model":{"ridge":01}}', "not-json"),
        ("a list", "[]", "not-an-object"), ("null", "null", "not-an-object"), ("a text", '"{}"', "not-an-object"), ("a number", "1", "not-an-object"),
        ("too much text", '{"grid":{"step":"' + "5" * 65536 + '"}}', "too-large"),
        ("seventeen levels", '{"a":' * 17 + "1" + "}" * 17, "too-deep"), ("seventeen levels of lists", '{"a":' + "[" * 16 + "]" * 16 + "}", "too-deep"),
        ("eleven thousand levels", '{"a":' + "[" * 11000 + "]" * 11000 + "}", "too-deep"),
        ("a number beyond doubles in an unknown field", '{"zzz":[-1e999]}', "not-json"),
        ("levels that never end", "[" * 11000, "too-deep"),
        ("a version of the future", '{"schemaVersion":3}', "newer-version"), ("version -1", '{"schemaVersion":-1}', "wrong-type"),
        ("half a version", '{"schemaVersion":0.5}', "wrong-type"), ("a version in words", '{"schemaVersion":"1"}', "wrong-type"), ("no version", '{"schemaVersion":null}', "wrong-type"),
        ("null is no default", '{"grid":null}', "wrong-type"), ("a list for a part", '{"train":[]}', "wrong-type"),
        ("a number for a duration", '{"train":{"window":14}}', "wrong-type"), ("a number beyond doubles", '{"model":{"ridge":1e999}}', "not-json"),
        ("a text for a number", '{"model":{"ridge":"1"}}', "wrong-type"), ("a text for a list", '{"train":{"exclude":"2026"}}', "wrong-type"),
        ("a model that does not exist", '{"model":{"kind":"oracle"}}', "not-one-of"), ("another case", '{"grid":{"aggregate":"Mean"}}', "not-one-of"),
        ("two limits", '{"band":{"limit":{"multiple":2,"coverage":0.99}}}', "not-one-of"), ("no limit", '{"band":{"limit":{}}}', "not-one-of"),
        ("half a window of points", '{"detect":{"points":{"k":1}}}', "not-one-of"), ("points in words", '{"detect":{"points":3}}', "not-one-of"),
        ("a season in words that none is", '{"features":{"seasonality":"daily"}}', "not-one-of"),
        ("a percentage for a probability", '{"band":{"interval":95}}', "out-of-range"), ("all points inside", '{"band":{"limit":{"coverage":1}}}', "out-of-range"),
        ("a sensitivity in percent", '{"outliers":{"sensitivity":50}}', "out-of-range"), ("a method of outliers that is none", '{"outliers":{"method":"kmeans"}}', "not-one-of"),
        ("a forecast of a second", '{"forecast":{"horizon":"1s"}}', "out-of-range"), ("a threshold in words", '{"forecast":{"threshold":"90%"}}', "wrong-type"),
        ("four hidden layers", '{"model":{"neural":{"hidden":[1,1,1,1]}}}', "out-of-range"), ("a layer without units", '{"model":{"neural":{"hidden":[0]}}}', "out-of-range"),
        ("a rate of nothing", '{"model":{"neural":{"learningRate":0}}}', "out-of-range"), ("a seed of 54 bits", '{"model":{"seed":9007199254740992}}', "out-of-range"),
        ("a negative ridge", '{"model":{"ridge":-1e-9}}', "out-of-range"), ("no points to learn from", '{"train":{"minPoints":7}}', "out-of-range"),
        ("a window of a minute", '{"train":{"window":"1m"}}', "out-of-range"), ("a window beyond doubles' integers", '{"train":{"window":"999999999999y"}}', "out-of-range"),
        ("a level of two days", '{"adapt":{"level":"2d"}}', "out-of-range"), ("no step", '{"grid":{"step":"0s"}}', "out-of-range"),
        ("nine periods", json.dumps({"features": {"seasonality": [{"period": "1d", "harmonics": 1}] * 9}}), "out-of-range"),
        ("a regressor without a name's letters", '{"features":{"regressors":[{"name":""}]}}', "out-of-range"),
        ("more points than the last n", '{"detect":{"points":{"k":3,"n":2}}}', "out-of-range"),
        ("logit without an upper bound", '{"transform":"logit","band":{"lowerBound":0}}', "out-of-range"), ("logit between equal bounds", '{"transform":"logit","band":{"lowerBound":1,"upperBound":1}}', "out-of-range"),
        ("a transform that is none", '{"transform":"log"}', "not-one-of"),
        ("quantiles of a model without trees for them", '{"model":{"kind":"forest"},"band":{"method":"cqr"}}', "out-of-range"),
        ("bounds that cross", '{"band":{"lowerBound":1,"upperBound":0}}', "out-of-range"),
        ("a range that ends before it begins", '{"train":{"exclude":[{"from":2,"to":1}]}}', "out-of-range"),
        ("an empty range", '{"train":{"exclude":[{"from":"1970-01-01","to":0}]}}', "out-of-range"),
        ("a range without an end", '{"train":{"exclude":[{"from":2}]}}', "missing-field"), ("a period without harmonics", '{"features":{"seasonality":[{"period":"1d"}]}}', "missing-field"),
        ("a lag of nothing", '{"features":{"regressors":[{"name":"t","lag":[]}]}}', "out-of-range"), ("nine lags", json.dumps({"features": {"regressors": [{"name": "t", "lag": ["1h"] * 9}]}}), "out-of-range"),
        ("a lag beyond four weeks among others", '{"features":{"regressors":[{"name":"t","lag":["1h","5w"]}]}}', "out-of-range"), ("a lag in milliseconds", '{"features":{"regressors":[{"name":"t","lag":3600000}]}}', "not-one-of"),
        ("a regressor without a name", '{"features":{"regressors":[{}]}}', "missing-field"),
        ("a unit that is none", '{"train":{"window":"14 days"}}', "bad-duration"), ("another field's word", '{"train":{"window":"off"}}', "bad-duration"),
        ("a 31st of June", '{"train":{"exclude":[{"from":"2026-06-31","to":"2026-07-02"}]}}', "bad-time"),
        ("a zone that is none", '{"features":{"timezone":"Europe/Atlantis"}}', "unknown-timezone"), ("a zone of the machine", '{"features":{"timezone":"Local"}}', "unknown-timezone"),
        ("a country without a table", '{"features":{"holidays":{"countries":["AQ"]}}}', "not-one-of"), ("a calendar that is none", '{"features":{"holidays":{"ical":"Christmas"}}}', "bad-calendar"),
        ("a tag of nothing", '{"train":{"excludeTags":[""]}}', "out-of-range"), ("a tag alone", '{"train":{"excludeTags":"deploy"}}', "wrong-type"),
        ("a way to choose that is none", '{"features":{"select":"forward"}}', "not-one-of"),
        ("an empty zone", '{"features":{"timezone":""}}', "unknown-timezone"), ("a zone in small letters", '{"features":{"timezone":"europe/berlin"}}', "unknown-timezone"),
    ]
    return [{"name": name, "text": text, "error": f"spec/{code}"} for name, text, code in cases]


UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000, "y": 31_536_000_000}


def durations():
    cases = [{"name": f"{n}{unit}", "text": f"{n}{unit}", "want": n * ms, "tol": 0} for unit, ms in UNITS.items() for n in (0, 1, 90, 99999)]
    cases.append({"name": "leading zeros", "text": "005m", "want": 300_000, "tol": 0})
    for text in ("", "5", "m", "-5m", "+5m", "5 m", "5M", "1.5h", "1h30m", "5min", "1e3s", " 5m", "5m\n", "٥m", "1000000000000s"):
        cases.append({"name": f"refused: {json.dumps(text)}", "text": text, "error": "spec/bad-duration"})
    return document("durationMs", "Prometheus' units; y is 365 days", cases)


def instants():
    good = {"1970-01-01": "1970-01-01T00:00:00+00:00", "2024-02-29": "2024-02-29T00:00:00+00:00", "2026-01-31T06:00:00Z": None, "2026-01-31T06:00Z": "2026-01-31T06:00:00+00:00",
            "2026-01-31T06:00:00.5Z": "2026-01-31T06:00:00.500+00:00", "2026-01-31T06:00:00.123+05:45": None, "1969-12-31T23:59:59.999Z": None,
            "0001-01-01": "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59.999Z": None, "2000-02-29T12:00:00-03:30": None, "1900-03-01T00:00:00+00:00": None}
    cases = []
    for text, iso in good.items():
        delta = datetime.fromisoformat((iso or text).replace("Z", "+00:00")) - datetime(1970, 1, 1, tzinfo=timezone.utc)
        cases.append({"name": text, "text": text, "want": delta.days * 86_400_000 + delta.seconds * 1000 + delta.microseconds // 1000, "tol": 0})
    for text in ("", "2026", "2026-1-1", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-31T24:00:00Z", "2026-01-31T06:60:00Z",
                 "2026-01-31T06:00:60Z", "2026-01-31T06:00:00", "2026-01-31 06:00:00Z", "2026-01-31T06:00:00.1234Z", "2026-01-31T06:00:00+24:00", "2026-01-31T06:00:00+0100", "tomorrow"):
        cases.append({"name": f"refused: {json.dumps(text)}", "text": text, "error": "spec/bad-time"})
    return document("instantMs", "RFC 3339", cases)


def vectors():
    yield document("parseSpecText", "spec/schema.json", list(good()) + bad())
    yield durations()
    yield instants()
