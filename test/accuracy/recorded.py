"""Walks recorded once, on which the engine's detector runs again with other constants: the client of test/accuracy/measure."""
import base64
import hashlib
import json
import subprocess
from pathlib import Path

import numpy as np
import unseen

from engine import DAY_MS, encode

CONSTANTS = Path("spec/detector.json")


def entries():
    return json.loads(CONSTANTS.read_text(encoding="utf-8"))


class Recorded:
    """Sets of series, recorded in `folder` unless they are there already. A recording holds residuals: it stands while the detector changes, and is to be
    deleted after a change of what comes before it (clean to band)."""

    def __init__(self, program, folder, spec):
        self.child = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.folder, self.spec, self.series, self.rows, self.paths, self.known = Path(folder), spec, {}, {}, {}, {}
        self.folder.mkdir(parents=True, exist_ok=True)
        self.figures = self.folder / f"figures-{hashlib.sha256(Path(program[0]).read_bytes()).hexdigest()[:16]}.jsonl"  # of this very detector
        if self.figures.exists():
            self.known = dict((tuple(key), figures) for key, figures in map(json.loads, self.figures.read_text(encoding="utf-8").splitlines()))

    def ask(self, **job):
        self.child.stdin.write(json.dumps(job) + "\n")
        self.child.stdin.flush()
        answer = json.loads(self.child.stdout.readline())
        if "error" in answer:
            raise SystemExit(answer["error"])
        return answer

    def open(self, name, pairs):
        """Takes a set: pairs of a Series and the scorer's own."""
        paths, self.series[name] = [], []
        for series, scored in pairs:
            first = int(np.searchsorted(series.times, scored.t_ms[scored.first]))
            job = {"spec": self.spec, "series": {"timesMs": encode(series.times), "values": encode(series.values)},
                   "window": {"fromMs": int(max(series.times[0], series.times[first] - DAY_MS)), "toMs": int(series.times[-1])}}
            paths.append(str(self.folder / f"{name}-{hashlib.sha256(json.dumps(job).encode()).hexdigest()[:16]}"))
            self.series[name].append(scored)
            if not Path(paths[-1] + ".judged").exists():
                self.ask(op="record", path=paths[-1], **job)
        self.rows[name], self.paths[name], start = [], paths, 0
        for scored, text in zip(self.series[name], self.ask(op="open", set=name, paths=paths, spec=self.spec)["slots"]):
            times = np.frombuffer(base64.b64decode(text), "<f8")
            row = np.searchsorted(times, scored.t_ms, side="right") - 1
            self.rows[name].append((start, start + len(times), row))
            start += len(times)

    def tallies(self, name, constants, asked=1.0):
        """What unseen.py counts of each series, with these constants by name and so many alerts a week asked for."""
        answer = self.ask(op="run", set=name, alertsPerWeek=asked, constants={constant: {"value": value} for constant, value in constants.items()})
        above = np.frombuffer(base64.b64decode(answer["above"]), np.uint8)
        tallies = []
        for (start, end, row), scored in zip(self.rows[name], self.series[name]):
            marks = np.zeros(len(row)) if end == start else np.where(row < 0, 0, above[start:end][np.maximum(row, 0)])
            tallies.append(unseen.tally(2.0 * marks, scored))
        return tallies

    def pooled(self, name, constants):
        """The figures of a set, F1 (f1), false alarms a week (week) and more; each point is run once, and kept."""
        digest = hashlib.sha256("".join(self.paths[name]).encode()).hexdigest()[:16]
        key = (name, digest, json.dumps(constants, sort_keys=True))
        if key not in self.known:
            self.known[key] = {figure: None if value is None else float(value) for figure, value in unseen.pool(self.tallies(name, constants)).items()}
            with self.figures.open("a", encoding="utf-8") as file:
                file.write(json.dumps([key, self.known[key]]) + "\n")
        return self.known[key]
