#!/usr/bin/env python3
"""Pins the bits of results that are right but not the oracle's nearest double.

Runs the Go vectors; where a case is within its tolerance and only its bits differ, writes
Go's result as the case's "pin". The TypeScript vectors then hold the twin to these bits.
"""
import json
import pathlib
import subprocess

import vectorfile

ROOT = pathlib.Path(__file__).parent.parent.parent


def main():
    run = subprocess.run(["go", "test", "-count=1", "-run", "TestVectors", "./pkg/engine/vectors"],
                         cwd=ROOT, capture_output=True, text=True, check=False)
    pins = {}
    for line in run.stdout.splitlines():
        _, found, text = line.partition(": pin: ")
        if found:
            pin = json.loads(text, parse_float=vectorfile.Literal, parse_int=vectorfile.Literal)
            pins.setdefault(pin["file"], {})[pin["case"]] = pin["pin"]
    for name, cases in pins.items():
        path = ROOT / name
        document = vectorfile.read(path)
        for case in document["cases"]:
            if case["name"] in cases:
                case["pin"] = cases[case["name"]]
        vectorfile.write(path, document)
        print(f"{name}: {len(cases)} pinned")


if __name__ == "__main__":
    main()
