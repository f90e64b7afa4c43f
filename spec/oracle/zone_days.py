"""Oracle of local days and training cuts: zoneinfo, looking at every quarter of an hour."""
from clocks import DAY, day, slot_of, start_of, start_of_day, utc

ORACLE = "spec/oracle/zone_days.py (zoneinfo)"
HOUR = 3_600_000

ZONES = {"UTC": "2024-02-28", "Europe/Berlin": "2024-03-30", "America/New_York": "2024-11-02", "Australia/Lord_Howe": "2024-04-05", "Pacific/Apia": "2011-12-28",
         "Asia/Kathmandu": "2024-05-03", "America/Sao_Paulo": "2018-11-03", "Africa/Casablanca": "2024-03-09", "Asia/Beirut": "2022-03-26", "America/St_Johns": "2024-03-09", "Pacific/Chatham": "2024-04-06"}


def days():
    cases = []
    for zone, text in ZONES.items():
        first = utc(text) // DAY
        numbers = list(range(first, first + 5))
        cases.append({"name": f"{zone} from {text}", "timezone": zone, "days": numbers, "want": [start_of_day(zone, n) for n in numbers], "tol": 0})
    spring = utc("2024-10-05") // DAY
    cases.append({"name": "Lord Howe sets its clocks half an hour ahead", "timezone": "Australia/Lord_Howe", "days": [spring, spring + 1, spring + 2],
                  "want": [start_of_day("Australia/Lord_Howe", spring + i) for i in range(3)], "tol": 0})
    return cases


def cuts():
    cases = []
    for zone, text in ZONES.items():
        times = [utc(text) + i * 7 * HOUR + 1 for i in range(-2, 16)]
        for every, ms in (("1d", DAY), ("7d", 7 * DAY), ("2d", 2 * DAY), ("6h", 6 * HOUR)):
            want = [start_of(zone, ms, slot_of(zone, ms, t)) for t in times]
            assert all(w <= t for w, t in zip(want, times)) and all(day(zone, w) <= day(zone, t) for w, t in zip(want, times))
            cases.append({"name": f"every {every} in {zone}", "timezone": zone, "every": every, "times": times, "want": want, "tol": 0})
    return cases


def vectors():
    for function, cases in (("startOfDay", days()), ("cutOf", cuts())):
        yield f"zone/{function}.json", {"function": f"zone/{function}", "source": "IANA zones", "oracle": ORACLE, "cases": cases}
