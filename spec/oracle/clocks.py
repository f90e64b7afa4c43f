"""Local days by Python's zoneinfo; starts of days are found by looking at every quarter of an hour."""
from datetime import date, datetime, timedelta, timezone
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


MONTH = 2_629_746_000  # stands for calendar months: the mean of the Gregorian ones


def first_of_month(number):
    """The day number of the first of a month, counted from January 1970."""
    return (date(1970 + number // 12, number % 12 + 1, 1) - date(1970, 1, 1)).days


def slot_of(zone, step, ms):
    """The number of the slot of an instant."""
    if step == MONTH:
        at = date(1970, 1, 1) + timedelta(day(zone, ms))
        return 12 * (at.year - 1970) + at.month - 1
    if step % DAY:
        return ms // step
    days = step // DAY
    return (day(zone, ms) - (4 if days % 7 == 0 else 0)) // days


def start_of(zone, step, slot):
    if step == MONTH:
        return start_of_day(zone, first_of_month(slot))
    if step % DAY:
        return slot * step
    days = step // DAY
    return start_of_day(zone, slot * days + (4 if days % 7 == 0 else 0))


def of_dates(zone, step, times):
    """Stamps of slots of days or months that are all midnights of UTC are dates: the local days of them."""
    if (step % DAY and step != MONTH) or any(t % DAY for t in times):
        return times
    return [start_of_day(zone, t // DAY) for t in times]
