"""Judges every series by an engine and prints how good it was: see accuracy.mjs, which calls this."""
import json
import sys
from pathlib import Path

shared = Path(sys.argv[1])
sys.path.insert(0, str(shared / "bench"))

import choose
import kinds
import numpy as np
import pandas as pd
import unseen
from recorded import Recorded, entries
from score import f1, score_frame
from series import labelled, synthetic

from engine import Engine

BANDS = {"expected": "expected", "lower": "intervalLower", "upper": "intervalUpper", "lower99": "lower99", "upper99": "upper99", "score": "score"}


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


def on_set(engine, spec, name):
    """Judges a labelled set as unseen.py scores it: F1 over all series, false alarms a week over series, and what the limits look like."""
    tallies, widths, marks, beyond, numenta = [], [], 0, 0, []
    for series, scored in labelled(name):
        first = int(np.searchsorted(series.times, scored.t_ms[scored.first]))
        a = engine.analyse(series, spec, first)
        row = np.searchsorted(series.times, scored.t_ms, side="right") - 1
        score = np.where(row >= 0, a["score"][row], np.nan)
        tallies.append(unseen.tally(score, scored))
        value, lower, upper = (a[column][first:] for column in ("value", "lower", "upper"))
        spread = np.nanquantile(value, 0.995) - np.nanquantile(value, 0.005)
        widths.append(np.nanmedian(upper - lower) / spread if spread > 0 else np.nan)
        marked = a["score"][first:] > 1
        marks, beyond = marks + marked.sum(), beyond + (marked & ((value > upper) | (value < lower))).sum()
        if name == "nab":
            numenta.append(unseen.nab(unseen.once(score, scored.step_s), scored))
            print(f"    {scored.name.split('__')[1]:<40} found {tallies[-1]['found']} of {tallies[-1]['events']}, {tallies[-1]['false'] * 7 / tallies[-1]['days']:.2f} false alarms a week")
    p = unseen.pool(tallies)
    print(f"  {name:<9} {p['series']:>3} series  recall {p['recall']:.2f}  F1 {p['f1']:.2f}  false alarms a week {p['week']:.2f} (median {p['median']:.1f}, 90th percentile {p['p90']:.1f})  "
          f"delay {p['delay_s']} s\n            limit width / range {np.nanmedian(widths):.2f}  marks beyond a drawn limit {beyond} of {marks}" + standard(numenta), flush=True)


def standard(numenta):
    """NAB's standard score of one alert an incident; empty without its series."""
    total, least, most = (sum(x[i] for x in numenta) for i in range(3))
    return f"  NAB score {100 * (total - least) / (most - least):.1f}" if numenta else ""


def measure(engine, a, spec):
    for name in a["models"]:
        wanted = spec | {"model": {"kind": name} | spec.get("model", {})}
        print(f"model {name}")
        if a["seeds"]:
            on_synthetic(engine, a["seeds"], a["steps"][0], wanted, a["byKind"])
        for name in a["sets"]:
            on_set(engine, wanted, name)


def main(arguments):
    a = json.loads(arguments)
    spec = json.loads(a["spec"])
    if a["choose"]:
        recorded = Recorded(a["measure"], a["cache"], spec)
        for name in a["sets"]:
            recorded.open(name, labelled(name))
        choose.choose(recorded, a["sets"], a["constants"], a["passes"])
    elif a["kinds"]:
        engine = Engine(a["program"])
        kinds.on_incidents(engine, spec, a["steps"])
        kinds.on_recurring(engine, spec, a["steps"])
        kinds.on_noise(Recorded(a["measure"], a["cache"], spec), {name: entry["value"] for name, entry in entries().items()}, a["steps"])
    else:
        measure(Engine(a["program"]), a, spec)


main(sys.argv[2])
