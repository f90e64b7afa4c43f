#!/usr/bin/env python3
"""Rewrites spec/holidays.json, the public holidays that both engines read.

python3 spec/holiday_days.py            writes the file (needs: pip install holidays==0.109)
python3 spec/holiday_days.py --check    fails if the file is not what this writes

The countries are the thirty largest economies by nominal GDP (International Monetary Fund, 2024), and the two next.
Of each, the days that the whole country keeps, with the days off that stand in for one on a weekend; what only a region
keeps is left out. Countries that rest on Friday and Saturday keep a holiday like a Saturday, others like a Sunday.
"""
import hashlib
import importlib.metadata
import json
import pathlib
import sys

import holidays

VERSION = "0.109"
FIRST, LAST = 2015, 2035
BY_GDP = "US CN DE JP IN GB FR IT CA BR RU KR MX AU ES ID TR NL SA CH PL TW BE AR SE IE IL SG AE TH AT NO".split()
FILE = pathlib.Path(__file__).parent / "holidays.json"


def table(code):
    """Dates as MMDD: those of every year once, the others year by year."""
    years = [{f"{d:%m%d}" for d in holidays.country_holidays(code, years=year)} for year in range(FIRST, LAST + 1)]
    always = set.intersection(*years)
    weekend = holidays.country_holidays(code, years=LAST).weekend
    return {"like": max(weekend), "always": " ".join(sorted(always)), "years": [" ".join(sorted(days - always)) for days in years]}


def document():
    countries = {code: table(code) for code in sorted(BY_GDP)}
    digest = hashlib.sha256(json.dumps(countries, separators=(",", ":")).encode()).hexdigest()
    head = {"source": f"https://pypi.org/project/holidays {VERSION} (MIT), written by spec/holiday_days.py", "sha256": digest, "first": FIRST, "last": LAST}
    rows = ",\n".join(f'    "{code}": {json.dumps(rows)}' for code, rows in countries.items())
    return json.dumps(head, indent=2)[:-2] + ',\n  "countries": {\n' + rows + "\n  }\n}\n"


def main():
    installed = importlib.metadata.version("holidays")
    if installed != VERSION:
        sys.exit(f"holidays: version {installed} is installed; want {VERSION}. Run pip install holidays=={VERSION}.")
    if "--check" not in sys.argv:
        FILE.write_text(document(), encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != document():
        sys.exit("holidays: spec/holidays.json is not what this script writes. Run python3 spec/holiday_days.py.")


if __name__ == "__main__":
    main()
