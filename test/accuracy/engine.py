"""An engine as a child process, over the job protocol of cli/README.md."""
import base64
import json
import subprocess

import numpy as np


def encode(values):
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode()


def decode(text):
    return np.frombuffer(base64.b64decode(text), "<f8")


class Engine:
    def __init__(self, program):
        self.child = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def analyse(self, series, spec):
        """The arrays of an analysis, one row for each of the series' rows; NaN for rows before the first whole slot."""
        regressors = [{"name": name, "kind": "number", "series": {"timesMs": encode(series.times), "values": encode(values)}} for name, values in series.regressors.items()]
        if regressors:
            spec = spec | {"features": spec.get("features", {}) | {"regressors": [{"name": r["name"]} for r in regressors]}}
        job = {"op": "analyse", "spec": spec, "series": {"timesMs": encode(series.times), "values": encode(series.values)}, "regressors": regressors}
        self.child.stdin.write(json.dumps(job) + "\n")
        self.child.stdin.flush()
        answer = json.loads(self.child.stdout.readline())
        if not answer["ok"]:
            raise SystemExit(f"{series.name}: {answer['code']}: {answer['message']}")
        analysis = answer["analysis"]
        slot = np.searchsorted(decode(analysis["timesMs"]), series.times, side="right") - 1
        return {name: np.where(slot < 0, np.nan, decode(analysis[name])[slot]) for name in ("expected", "coreLower", "coreUpper", "lower99", "upper99", "score")}
