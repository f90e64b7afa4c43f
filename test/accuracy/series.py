"""The labelled series: synthetic kinds, and four sets of real ones."""
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import synth
import unseen

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


def labelled(name):
    """The series of a set with the rows and windows that its scorer, unseen.py, reads: pairs of a Series and the scorer's own."""
    for scored in unseen.series(name):
        held = np.isfinite(scored.value)
        yield Series(scored.name, scored.t_ms[held], scored.value[held], scored.label[held]), scored
