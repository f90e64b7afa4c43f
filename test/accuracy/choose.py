"""Picks the detector's constants on three sets for the fourth, and measures over which range of each the figures hold."""
import json
import re

import numpy as np
from recorded import CONSTANTS, entries

MAX_ALARMS = 1.0  # a week, mean over the sets that choose
TOLERANCE = 0.01  # of the mean F1 over all sets
COSTLY = ("meanMs", "peakMs", "referenceQuantile", "minReference")  # each value reads all histories again: fewer are tried


def grid(name, entry, value):
    """The values that are tried of a constant: those below its own and those above, outward."""
    powers = (2, 4) if name in COSTLY else (1, 2, 4)  # of the fourth root of 2
    sides = [[scaled(entry, value, 2 ** (sign * k / 4)) for k in powers] for sign in (-1, 1)]
    return [[v for v in side if v is not None and v != value] for side in sides]


def scaled(entry, value, factor):
    """A constant's value times a factor; of a probability near 1, what is missing to 1. None where there is no such value."""
    if "probability" in entry["unit"] and value > 0.5:
        return 1 - (1 - value) * factor if (1 - value) * factor < 0.5 else None
    if entry["unit"] == "ms":
        return max(60000, round(value * factor / 60000) * 60000)
    if ("probability" in entry["unit"] or "share" in entry["unit"]) and value * factor > 1:
        return None
    return float(f"{value * factor:.4g}")


def objective(recorded, sets, constants):
    """The mean F1 over sets, if their mean false alarms a week are at most as many as allowed; else minus the excess."""
    figures = [recorded.pooled(name, constants) for name in sets]
    excess = np.mean([f["week"] for f in figures]) - MAX_ALARMS
    return float(np.mean([f["f1"] for f in figures])) if excess <= 0 else -excess


def search(recorded, sets, start, tried, passes):
    """The best constants for some sets: a pass tries the grid of each constant alone, then takes each one's best value in the order of their
    gains, as long as they gain together."""
    best, gain = dict(start), objective(recorded, sets, start)
    for _ in range(passes):
        alone = []
        for name in tried:
            values = sum(grid(name, entries()[name], start[name]), [])
            alone.append(max((objective(recorded, sets, best | {name: value}), name, value) for value in values))
        before = gain
        for single, name, value in sorted(alone, reverse=True):
            together = objective(recorded, sets, best | {name: value}) if single > before else -np.inf
            if together > gain:
                best, gain = best | {name: value}, together
        if gain == before:
            break
    return best, gain


def hold_out(recorded, sets, start, tried, passes):
    print("\n| held out | F1 at false alarms a week (90th percentile) | with the spec's constants | the others' mean F1, chosen and before | changed |\n|---|---|---|---|---|", flush=True)
    held, own = [], []
    for name in sets:
        others = [other for other in sets if other != name]
        best, gain = search(recorded, others, start, tried, passes)
        before = objective(recorded, others, start)
        p, q = recorded.pooled(name, best), recorded.pooled(name, start)
        held.append(p["f1"])
        own.append(q["f1"])
        changed = ", ".join(f"{k} {v:g}" for k, v in best.items() if v != start[k])
        print(f"| {name} | {shown(p)} | {shown(q)} | {gain:.3f}, {before:.3f} | {changed or 'none'} |", flush=True)
    print(f"| mean | {np.mean(held):.3f} | {np.mean(own):.3f} | | |", flush=True)


def shown(p):
    return f"{p['f1']:.2f} at {p['week']:.2f} ({p['p90']:.1f})"


def plateau(recorded, sets, start, name, entry):
    """The range of one constant, the others at theirs, over which the mean F1 stays within TOLERANCE."""
    mean = lambda constants: np.mean([recorded.pooled(s, constants)["f1"] for s in sets])
    at, ends = mean(start), []
    for values in grid(name, entry, start[name]):
        end = start[name]
        for value in values:
            if abs(mean(start | {name: value}) - at) > TOLERANCE:
                break
            end = value
        ends.append(end)
    return sorted(ends)


def ranges(recorded, sets, start, tried):
    """Writes the range of each constant that was tried into spec/detector.json."""
    print("\n| constant | value | range |\n|---|---|---|", flush=True)
    written = entries()
    for name in tried:
        low, high = plateau(recorded, sets, start, name, written[name])
        written[name] |= {"range": [round_end(low), round_end(high)]}
        print(f"| {name} | {start[name]:g} | {low:g} to {high:g} |", flush=True)
    text = re.sub(r"\[\s+(\S+)\s+(\S+)\s+\]", r"[\1 \2]", json.dumps(written, indent=2, ensure_ascii=False))  # a range on one line, as prettier has it
    CONSTANTS.write_text(text + "\n", encoding="utf-8")


def round_end(value):
    return int(value) if value == int(value) else float(f"{value:.4g}")


def choose(recorded, sets, tried, passes):
    start = {name: entry["value"] for name, entry in entries().items()}
    for name in sets:
        print(f"{name:<9} {shown(recorded.pooled(name, start))}", flush=True)
    tried = tried or list(start)
    if len(sets) > 1:
        hold_out(recorded, sets, start, tried, passes)
    ranges(recorded, sets, start, tried)
