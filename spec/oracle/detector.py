"""The detector's constants, as spec/detector.json states them, which is all that an oracle shares with the engines."""
import json
import pathlib

ENTRIES = json.loads((pathlib.Path(__file__).parent.parent / "detector.json").read_text(encoding="utf-8"))


def constant(name):
    return ENTRIES[name]["value"]
