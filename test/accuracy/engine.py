"""An engine as a child process, over the job protocol of cli/README.md."""
import base64
import json
import subprocess

import numpy as np

COLUMNS = ("value", "expected", "lower", "upper", "intervalLower", "intervalUpper", "lower99", "upper99", "score", "reason", "drift")
DAY_MS = 86_400_000


def encode(values):
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode()


def decode(text):
    return np.frombuffer(base64.b64decode(text), "<f8")


class Engine:
    def __init__(self, program):
        self.child = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def analyse(self, series, spec, first=0):
        """The arrays of an analysis, one row for each of the series' rows; NaN for rows before the first whole slot, and for those
        more than a day before row `first`, from which it is judged."""
        regressors = [{"name": name, "kind": "number", "series": {"timesMs": encode(series.times), "values": encode(values)}} for name, values in series.regressors.items()]
        if regressors:
            spec = spec | {"features": spec.get("features", {}) | {"regressors": [{"name": r["name"]} for r in regressors]}}
        job = {"op": "analyse", "spec": spec, "series": {"timesMs": encode(series.times), "values": encode(series.values)}, "regressors": regressors}
        if first > 0:
            job["window"] = {"fromMs": int(max(series.times[0], series.times[first] - DAY_MS)), "toMs": int(series.times[-1])}
        self.child.stdin.write(json.dumps(job) + "\n")
        self.child.stdin.flush()
        answer = json.loads(self.child.stdout.readline())
        if not answer["ok"]:
            raise SystemExit(f"{series.name}: {answer['code']}: {answer['message']}")
        analysis = answer["analysis"]
        slot = np.searchsorted(decode(analysis["timesMs"]), series.times, side="right") - 1
        return {name: np.where(slot < 0, np.nan, decode(analysis[name])[slot]) for name in COLUMNS if name in analysis}
