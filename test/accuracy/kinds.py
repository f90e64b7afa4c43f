"""Measures generated kinds with the engine: alerts a week on noise beside what is asked and on what recurs, and which incidents are found."""
import generated
import numpy as np
import unseen
from series import Series

ASKED = (0.2, 1, 5)
NOISE_SEEDS = {60: 2, 300: 3, 3600: 3}
RECURRING_SEEDS = {60: 1, 300: 2, 3600: 2}
INCIDENT_SEEDS = 5


def observed(scored):
    """A generated series as an engine takes it."""
    held = np.isfinite(scored.value)
    return Series(scored.name, scored.t_ms[held], scored.value[held], scored.label[held])


def judged(engine, spec, scored):
    """The analysis of the scored rows, by row."""
    series = observed(scored)
    a = engine.analyse(series, spec, int(np.searchsorted(series.times, scored.t_ms[scored.first])))
    row = np.searchsorted(series.times, scored.t_ms, side="right") - 1
    return {name: np.where(row < 0, np.nan, column[np.maximum(row, 0)]) for name, column in a.items()}


def week(tallies):
    return 7 * sum(t["false"] for t in tallies) / max(1e-9, sum(t["days"] for t in tallies))


def by_kind(pairs):
    kinds = {}
    for kind, scored in pairs:
        kinds.setdefault(kind, []).append(scored)
    return kinds


def table(title, steps, kinds, cell):
    """One row a kind, one column a step; cells that are None are left empty."""
    print(f"\n| {title} | " + " | ".join(f"{step} s" for step in steps) + " |\n|---|" + "---|" * len(steps))
    for kind in kinds:
        print(f"| {kind} | " + " | ".join(str(cell(step, kind) or "") for step in steps) + " |", flush=True)


def on_recurring(engine, spec, steps):
    groups = {step: by_kind(generated.recurring(step, RECURRING_SEEDS[step])) for step in steps}

    def cell(step, kind):
        every = groups[step].get(kind)
        return every and f"{week([unseen.tally(judged(engine, spec, s)['score'], s) for s in every]):.1f}"

    table("recurs: alerts a week from the second cut on", steps, generated.RECURRING, cell)


def found(analysis, scored):
    """By what an incident is found: a score above 1 in it or up to ten minutes after, or the trailing level in units of its limit."""
    ways = []
    if unseen.tally(analysis["score"], scored)["found"]:
        ways.append("score")
    if "drift" in analysis and unseen.tally(np.abs(analysis["drift"]), scored)["found"]:
        ways.append("drift")
    return ways


def on_incidents(engine, spec, steps):
    groups = {step: by_kind(generated.incidents(step, INCIDENT_SEEDS)) for step in steps}

    def cell(step, kind):
        every = groups[step].get(kind)
        if not every:
            return None
        ways = [found(judged(engine, spec, s), s) for s in every]
        of = {way: sum(way in w for w in ways) for way in ("score", "drift")}
        return f"{of['score']} of {len(every)}" + (f" (drift {of['drift']})" if of["drift"] else "")

    table("incidents found", steps, generated.INCIDENTS, cell)


def on_noise(recorded, constants, steps):
    for step in steps:
        pairs = list(generated.noise(step, NOISE_SEEDS[step]))
        recorded.open(f"noise{step}", [(observed(scored), scored) for _, scored in pairs])
    rows = {}
    for step in steps:
        kinds = [kind for kind, _ in generated.noise(step, NOISE_SEEDS[step])]
        for asked in ASKED:
            tallies = recorded.tallies(f"noise{step}", constants, asked)
            for kind in generated.NOISE:
                rows[step, asked, kind] = week([t for t, k in zip(tallies, kinds) if k == kind])
            rows[step, asked, "mean"] = np.mean([rows[step, asked, kind] for kind in generated.NOISE])
    table("noise: alerts a week, asked 0.2 / 1 / 5", steps, [*generated.NOISE, "mean"],
          lambda step, kind: " / ".join(f"{rows[step, asked, kind]:.2f}" for asked in ASKED))
