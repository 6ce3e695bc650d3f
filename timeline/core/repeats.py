"""What comes again and again: a TIMEX3 SET value and the RRULE (RFC 5545, 3.3.10) that says it."""

import re
from datetime import date

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_PERIOD = re.compile(r"P([1-9]\d{0,2})([DWMQY])")
_FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_WEEKDAY = re.compile(r"XXXX-WXX-([1-7])")
_DATE = re.compile(r"XXXX-(\d\d|XX)-(\d\d)")


def rrule_of(value: str, first: date) -> str | None:
    """The rule by which something that begins on `first` comes again; None where none says it.

    A rule that leaves out its own first day is none: clients disagree on what it means
    (RFC 5545, 3.8.5.3).

    >>> rrule_of("XXXX-WXX-1", date(2025, 7, 21))
    'FREQ=WEEKLY;BYDAY=MO'
    >>> rrule_of("P2W", date(2025, 7, 21))
    'FREQ=WEEKLY;INTERVAL=2'
    """
    if match := _PERIOD.fullmatch(value):
        count, unit = int(match[1]), match[2]
        if unit == "Q":
            count, unit = 3 * count, "M"
        return f"FREQ={_FREQUENCIES[unit]}" + (f";INTERVAL={count}" if count > 1 else "")
    if match := _WEEKDAY.fullmatch(value):
        same = first.isoweekday() == int(match[1])
        return f"FREQ=WEEKLY;BYDAY={WEEKDAYS[first.weekday()]}" if same else None
    if match := _DATE.fullmatch(value):
        if int(match[2]) != first.day or match[1] not in {"XX", f"{first.month:02}"}:
            return None
        return "FREQ=MONTHLY" if match[1] == "XX" else "FREQ=YEARLY"
    return None


def value_of(rule: dict[str, list[str]], first: date) -> str | None:
    """The TIMEX3 SET value of a rule's parts; None for rules that it cannot say.

    >>> value_of({"FREQ": ["WEEKLY"], "BYDAY": ["MO"]}, date(2025, 7, 21))
    'XXXX-WXX-1'
    """
    parts = {name: values for name, values in rule.items() if name != "WKST"}
    frequency = parts.pop("FREQ", [""])[0]
    count = parts.pop("INTERVAL", ["1"])[0]
    unit = next((unit for unit, name in _FREQUENCIES.items() if name == frequency), None)
    if unit is None:
        return None
    if parts == {"BYDAY": [WEEKDAYS[first.weekday()]]} and (unit, count) == ("W", "1"):
        return f"XXXX-WXX-{first.isoweekday()}"
    own = {"BYMONTH": [str(first.month)], "BYMONTHDAY": [str(first.day)]}
    same = all(own.get(name) == values for name, values in parts.items())
    usual = not parts or (unit in {"M", "Y"} and same)
    return f"P{count}{unit}" if usual and count.isdigit() and int(count) < 1000 else None
