"""Local days by Python's zoneinfo; starts of days are found by looking at every quarter of an hour."""
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DAY = 86_400_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def utc(text):
    """Epoch milliseconds of a UTC text."""
    return (datetime.fromisoformat(text).replace(tzinfo=timezone.utc) - EPOCH) // timedelta(milliseconds=1)


def local(zone, ms):
    """Milliseconds on the zone's wall since 1970-01-01T00:00; before 1970 and after 2100 the offsets of those ends hold."""
    at = EPOCH + timedelta(milliseconds=min(max(ms, 0), 4_102_444_800_000))
    return ms + at.astimezone(ZoneInfo(zone)).utcoffset() // timedelta(milliseconds=1)


def day(zone, ms):
    return local(zone, ms) // DAY


def start_of_day(zone, number):
    quarter = 900_000
    return next(t for t in range(number * DAY - 15 * 4 * quarter, number * DAY + 16 * 4 * quarter, quarter) if day(zone, t) >= number)


def slot_of(zone, step, ms):
    """The number of the slot of an instant."""
    if step % DAY:
        return ms // step
    days = step // DAY
    return (day(zone, ms) - (4 if days % 7 == 0 else 0)) // days


def start_of(zone, step, slot):
    if step % DAY:
        return slot * step
    days = step // DAY
    return start_of_day(zone, slot * days + (4 if days % 7 == 0 else 0))
