"""When mails may leave, on a person's own clock and through daylight saving."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


def today(now: datetime, zone: str) -> date:
    """The civil date at `now` (aware) on the clocks of `zone`."""
    return now.astimezone(ZoneInfo(zone)).date()


def at_hour(day: date, hour: int, zone: str) -> datetime:
    """The UTC instant of the hour; one that is skipped is the hour after it, of two the first."""
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def last_hour(now: datetime, hour: int, zone: str, *, monday: bool = False) -> datetime:
    """The latest instant not after `now` at which it was `hour`, on a Monday where asked.

    >>> last_hour(datetime(2025, 7, 17, 7, tzinfo=UTC), 8, "Europe/Berlin", monday=True).isoformat()
    '2025-07-14T06:00:00+00:00'
    """
    day = today(now, zone)
    if monday:
        day -= timedelta(days=day.weekday())
    step = _DAY * 7 if monday else _DAY
    found = at_hour(day, hour, zone)
    return found if found <= now else at_hour(day - step, hour, zone)


def next_hour(now: datetime, hour: int, zone: str) -> datetime:
    """The earliest instant after `now` at which it is `hour`."""
    day = today(now, zone)
    found = at_hour(day, hour, zone)
    return found if found > now else at_hour(day + _DAY, hour, zone)


def quiet_until(now: datetime, quiet: tuple[int, int] | None, zone: str) -> datetime | None:
    """The instant at which the quiet hours end that `now` lies in; None outside of them.

    `quiet` is (from, to), the second exclusive; it may reach over midnight, and two equal hours are
    none.
    """
    if quiet is None or quiet[0] == quiet[1]:
        return None
    begins, ends = quiet
    hour = now.astimezone(ZoneInfo(zone)).hour
    inside = begins <= hour < ends if begins < ends else hour >= begins or hour < ends
    return next_hour(now, ends, zone) if inside else None
