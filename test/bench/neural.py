"""Python's side of the network's bench: scikit-learn on the job of neural.ts. Prints JSON."""
import json
import sys
import time
import warnings

import numpy as np
from sklearn.neural_network import MLPRegressor

warnings.filterwarnings("ignore")  # that so few passes have not converged
COLUMNS = 20
rows, epochs, seeds = map(int, sys.argv[1:4])


def job(n):
    state, numbers = 1, np.empty(n * (COLUMNS + 1))
    for i in range(numbers.size):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers[i] = state / 2**31 - 1
    x = numbers[: n * COLUMNS].reshape(n, COLUMNS)
    r = x.T
    return x, r[0] - 2 * r[1] * r[2] + 3 * r[3] * r[3] + 2 * np.maximum(r[4], 0.3) - r[5] * r[6] * r[7] + 0.3 * numbers[n * COLUMNS :]


def measure(activation):
    times, errors = [], []
    for seed in range(seeds):
        model = MLPRegressor(hidden_layer_sizes=(32, 16), activation=activation, alpha=1e-4, batch_size=200, learning_rate_init=0.001,
                             max_iter=epochs, tol=0, n_iter_no_change=epochs + 1, random_state=seed)
        start = time.process_time()
        model.fit(x[:rows], y[:rows])
        times.append((time.process_time() - start) * 1000)
        errors.append(float(np.sqrt(np.mean((model.predict(x[rows:]) - y[rows:]) ** 2))))
    return {"ms": sorted(times)[seeds // 2], "error": sum(errors) / seeds}


x, y = job(rows + rows // 4)
print(json.dumps({f"scikit-learn MLPRegressor, {activation}": measure(activation) for activation in ("tanh", "relu")}))
