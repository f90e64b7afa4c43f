"""Judges every series by an engine and prints how good it was: see accuracy.mjs, which calls this."""
import json
import sys
from pathlib import Path

shared = Path(sys.argv[1])
sys.path.insert(0, str(shared / "bench"))

import numpy as np
import pandas as pd
from engine import Engine
from score import event_stats, f1, score_frame
from series import real, synthetic

DAY_MS = 86_400_000
BANDS = {"expected": "expected", "lower": "coreLower", "upper": "coreUpper", "lower99": "lower99", "upper99": "upper99", "score": "score"}


def judged(engine, series, spec):
    analysis = engine.analyse(series, spec)
    return pd.DataFrame({column: analysis[name] for column, name in BANDS.items()} | {"anomaly": np.nan_to_num(analysis["score"]) > 1})


def pooled(results):
    hits, events, alarms, days = (sum(r[key] for r in results) for key in ("hit", "events", "fa", "days"))
    recall, precision = hits / max(1, events), hits / max(1, hits + alarms)
    return f"recall {recall:.3f}  F1 {f1(precision, recall):.3f}  at {alarms / days:.3f} false alarms a series-day  ({hits}/{events} events)"


def on_synthetic(engine, seeds, step, spec, by_kind):
    rows = []
    for series in synthetic(seeds, step):
        detected, test = judged(engine, series, spec), ~series.train
        truth = pd.DataFrame({"value": series.values[test], "label": series.labels[test]})
        rows.append({"kind": series.name} | score_frame(truth, detected[test].reset_index(drop=True), step, series.values[series.train]))
    table = pd.DataFrame(rows)
    if by_kind:
        print(table[["kind", "mase", "cov95", "wink95", "aucpr", "e_events", "e_hit", "e_fa"]].round(3).to_string(index=False))
    events = [{key: row[f"e_{key}"] for key in ("hit", "events", "fa", "days")} for row in rows]
    worst = table.loc[table.cov95.idxmin()]
    print(f"  synthetic, {step} s   MASE {table.mase.mean():.3f}  coverage {table.cov95.mean():.3f} (worst {worst.cov95:.3f}, {worst.kind})  "
          f"Winkler {table.wink95.median():.2f}  AUC-PR {table.aucpr.mean():.3f}")
    print(f"  {'':<17}  {pooled(events)}")


def on_real(engine, spec, day):
    for name, many in real(shared / "data").items():
        results = []
        for series in many:
            first = np.searchsorted(series.times, series.times[0] + (day - 1) * DAY_MS)
            if first < len(series.times):
                results.append(event_stats(judged(engine, series, spec).anomaly.to_numpy()[first:], series.labels[first:], series.step))
        print(f"  {name:<17}  {pooled(results)}")


def main(program, seeds, step, models, spec, by_kind, day):
    engine = Engine(json.loads(program))
    for model in models.split(","):
        wanted = json.loads(spec)
        wanted["model"] = {"kind": model} | wanted.get("model", {})
        print(f"model {model}")
        on_synthetic(engine, [int(seed) for seed in seeds.split(",")], int(step), wanted, by_kind == "yes")
        on_real(engine, wanted, int(day))


main(*sys.argv[2:])
