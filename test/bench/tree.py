"""Python's side of the bench of trees: LightGBM and scikit-learn on the job of tree.ts. Prints JSON."""
import json
import sys
import time

import numpy as np
from lightgbm import LGBMRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.tree import DecisionTreeRegressor

COLUMNS = 20
rows, repeats = map(int, sys.argv[1:3])


def job(n):
    state, numbers = 1, np.empty(n * (COLUMNS + 1))
    for i in range(numbers.size):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers[i] = state / 2**31 - 1
    x = numbers[: n * COLUMNS].reshape(n, COLUMNS)
    r = x.T
    return x, r[0] - 2 * r[1] * r[2] + 3 * r[3] * r[3] + 2 * np.maximum(r[4], 0.3) - r[5] * r[6] * r[7] + 0.3 * numbers[n * COLUMNS :]


def measure(make):
    times = []
    for _ in range(repeats):
        start = time.process_time()
        model = make().fit(x[:rows], y[:rows])
        times.append((time.process_time() - start) * 1000)
    return {"ms": sorted(times)[repeats // 2], "error": float(np.sqrt(np.mean((model.predict(x[rows:]) - y[rows:]) ** 2)))}


x, y = job(rows + rows // 4)
print(json.dumps({
    "LightGBM, boosted": measure(lambda: LGBMRegressor(
        n_estimators=100, num_leaves=31, learning_rate=0.1, min_child_samples=20, max_bin=255, n_jobs=1, verbose=-1)),
    "scikit-learn, tree": measure(lambda: DecisionTreeRegressor(max_depth=12, min_samples_leaf=10, random_state=0)),
    "scikit-learn, forest": measure(lambda: RandomForestRegressor(
        n_estimators=10, max_depth=14, min_samples_leaf=5, max_features=7, n_jobs=1, random_state=0)),
}))
