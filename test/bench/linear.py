"""Python's side of the speed bench: numpy and scikit-learn on the job of linear.ts. Prints JSON."""
import json
import sys
import time

import numpy as np
from sklearn.linear_model import LinearRegression

rows, columns, repeats = map(int, sys.argv[1:4])


def job():
    state, numbers = 1, np.empty(rows * (columns + 1))
    for i in range(numbers.size):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers[i] = state / 2**32 - 0.5
    x = numbers[: rows * columns].reshape(columns, rows)
    return np.ascontiguousarray(x.T), x.T @ np.arange(1, columns + 1) + 0.1 * numbers[rows * columns :]


def measure(work):
    b = work()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        b = work()
        times.append((time.process_time() - start) * 1000)
    return {"ms": sorted(times)[repeats // 2], "worst": float(np.max(np.abs(b - np.arange(1, columns + 1))))}


x, y = job()
print(json.dumps({
    "numpy, normal equations": measure(lambda: np.linalg.solve(x.T @ x, x.T @ y)),
    "numpy, lstsq": measure(lambda: np.linalg.lstsq(x, y, rcond=None)[0]),
    "scikit-learn, LinearRegression": measure(lambda: LinearRegression(fit_intercept=False).fit(x, y).coef_),
}))
