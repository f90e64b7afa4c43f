#!/usr/bin/env python3
"""Rewrites spec/vectors from the oracles beside this file; running it twice changes nothing.

python3 spec/oracle/make.py            writes every file
python3 spec/oracle/make.py --check    fails, naming the files, if one would change

Each module here with a function vectors() yields (path below spec/vectors, document). A pin
(see pin.py) is kept as long as the rest of its case stays the same.
"""
import importlib
import pathlib
import sys

import vectorfile

HERE = pathlib.Path(__file__).parent
VECTORS = HERE.parent / "vectors"


def documents():
    for path in sorted(HERE.glob("*.py")):
        if path.stem in ("make", "pin", "vectorfile"):
            continue
        module = importlib.import_module(path.stem)
        if hasattr(module, "vectors"):
            yield from module.vectors()


def with_pins(path, document):
    """The document's text, with the pins of the file it replaces."""
    pins = {}
    if path.exists():
        pins = {vectorfile.without_pin(c): c["pin"] for c in vectorfile.read(path)["cases"] if "pin" in c}
    for case in document["cases"]:
        key = vectorfile.without_pin(case)
        if key in pins:
            case["pin"] = pins[key]
    return vectorfile.encode_file(document["function"], document["source"], document["oracle"], document["cases"])


def main():
    stale = []
    for name, document in documents():
        path = VECTORS / name
        text = with_pins(path, document)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"vectors: {', '.join(stale)} differ from their oracles. Run python3 spec/oracle/make.py.")
    print(f"{len(stale)} files changed")


if __name__ == "__main__":
    main()
