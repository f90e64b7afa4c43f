"""The labelled series: synthetic kinds, the Microsoft Cloud Monitoring Dataset and the Numenta Anomaly Benchmark."""
import json
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import synth

REGRESSORS = ("holiday", "promo", "temp")


@dataclass
class Series:
    name: str
    times: np.ndarray  # epoch milliseconds, ascending
    values: np.ndarray
    labels: np.ndarray  # 1 in an event
    train: np.ndarray = None  # of synthetic ones: what comes before the judged week
    regressors: dict = field(default_factory=dict)

    @property
    def step(self):
        return float(np.median(np.diff(self.times))) / 1000


def milliseconds(stamps):
    return pd.to_datetime(stamps, utc=True).astype("datetime64[ms, UTC]").astype("int64").to_numpy()


def synthetic(seeds, step):
    for seed in seeds:
        for kind in synth.KINDS:
            made = synth.make(kind, step, seed)
            yield Series(f"{kind}-{seed}", milliseconds(made.timestamp), made.value.to_numpy(float), made.label.to_numpy(int), made.train.to_numpy() == 1,
                         {name: made[name].to_numpy(float) for name in REGRESSORS if name in made})


def real(data):
    return {"cloud monitoring": [pointwise(path) for path in sorted((data / "cloud-monitoring").glob("*/*.csv"))], "NAB": numenta(data / "nab")}


def pointwise(path):
    rows = pd.read_csv(path)
    rows.columns = ["timestamp", "value", "label"]
    return ordered(Series(path.stem, milliseconds(rows.timestamp), rows.value.to_numpy(float), rows.label.fillna(0).to_numpy(int)))


def numenta(folder):
    out = []
    for name, windows in sorted(json.loads((folder / "windows.json").read_text()).items()):
        path = folder / name
        if not path.exists():
            continue
        rows = pd.read_csv(path)
        stamps, labels = pd.to_datetime(rows.timestamp, utc=True), np.zeros(len(rows), int)
        for begin, end in windows:
            labels[(stamps >= pd.Timestamp(begin, tz="UTC")) & (stamps <= pd.Timestamp(end, tz="UTC"))] = 1
        out.append(ordered(Series(path.stem, milliseconds(rows.timestamp), rows.value.to_numpy(float), labels)))
    return out


def ordered(series):
    order = np.argsort(series.times, kind="stable")
    return Series(series.name, series.times[order], series.values[order], series.labels[order])
