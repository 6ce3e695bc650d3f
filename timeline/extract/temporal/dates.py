"""Captures -> dates: fields that a phrase names, one inside another, ranges, clock times."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from timeline.extract.temporal.built import Built, mod_of
from timeline.extract.temporal.expression import (
    Amount,
    Captures,
    Constants,
    Expression,
    Fields,
    Moved,
    Nth,
    Origin,
    Repeated,
    Shift,
    Vague,
)

_PLAIN = {
    "MONTH": "month",
    "DAYNUM": "day",
    "DAYORD": "day",
    "MONTHNUM": "month",
    "YEAR": "year",
    "ERAYEAR": "year",
    "WEEKDAY": "weekday",
    "SEASON": "season",
    "PART": "part",
    "CLOCK": "clock",
    "HCLOCK": "clock",
    "DOTCLOCK": "clock",
    "HHMM": "clock",
    "HMM": "clock",
    "ZONE": "zone",
    "FEAST": "feast",
    "DECADE": "decade",
    "ERADECADE": "decade",
    "SHIFT": "nearest",
    "NEXT": "nearest",
    "QUARTER": "quarter",
    "NOON": "clock",
    "WDSHORT": "weekday",
    "PARTS": "part",
    "CLEARSEASON": "season",
    "WEEKNUM": "week",
    "MONTHNAME": "month",
}


def date_of(caught: Captures, constants: Constants) -> Built | None:
    """The fields that the captures and the rule name; None where a clock time makes no sense."""
    fields: dict[str, Any] = {
        target: caught[name] for name, target in _PLAIN.items() if name in caught
    }
    for name in ("DATE", "SLASH", "DOTDATE"):
        if name in caught:
            known = caught[name]
            fields |= {
                key: getattr(known, key)
                for key in ("year", "month", "day", "clock", "zone", "short_year")
                if getattr(known, key) is not None
            }
    if "YY" in caught:
        fields |= {"year": caught["YY"], "short_year": True}
    if "HOUR" in caught:
        fields["clock"] = f"{caught['HOUR']:02}:{caught.get('MINUTE', 0):02}"
    if "ERA" in caught:
        fields["bc"] = caught["ERA"] == "bc"
    for key in ("quarter", "half", "century", "decade", "week"):
        if constants.get("unit") == key:
            fields[key] = next(
                iter(caught.get(name) for name in ("ORD", "NUM", "ROMAN", "ONES") if name in caught)
            )
    fields |= {
        key: value
        for key, value in constants.items()
        if key
        in {
            "weekend",
            "fiscal",
            "nearest",
            "part",
            "feast",
            "day",
            "month",
            "clock",
            "season",
            "zone",
            "half",
            "year",
        }
    }
    if "AMPM" in caught and fields.get("clock"):
        clock = _meridiem(fields["clock"], caught["AMPM"])
        if clock is None:
            return None
        fields["clock"] = clock
    of = caught.get("POINT") or caught.get("PERIOD")
    made = Fields(**fields, of=of.expression if of else None)
    return Built(made, mod=mod_of(caught, constants) or (of.mod if of else None))


def _meridiem(clock: str, half: str) -> str | None:
    hour, minute = int(clock[:2]), clock[3:]
    if hour > 12 or (hour == 0 and half == "pm"):
        return clock if half != "am" and hour else None
    return f"{hour % 12 + (12 if half == 'pm' else 0):02}:{minute}"


def inside(caught: Captures, _constants: Constants) -> Built | None:
    """A finer time inside a coarser one, in either order: "9 a.m. | Tuesday"."""
    first, second = caught["POINT"], caught["POINT2"]
    for inner, outer in ((first, second), (second, first)):
        one, other = inner.expression, outer.expression
        if isinstance(one, Fields | Nth) and _top(one) < _bottom(other) and not _is_vague(other):
            whole = _deepest(one, other) if isinstance(one, Fields) else replace(one, of=other)
            return Built(whole, mod=inner.mod or outer.mod)
    return None


def dated(caught: Captures, constants: Constants) -> Built | None:
    """The day of a day and a clock time that a preposition parts: "Friday | at 10 a.m."."""
    day: Built = caught["POINT"]
    time = caught["POINT2"].expression
    if not isinstance(time, Fields) or not time.clock or _bottom(day.expression) != _DAY:
        return None
    whole = inside(caught, constants)
    return replace(day, clock=whole.expression) if whole else None


def attacks(caught: Captures, _constants: Constants) -> Built | None:
    """The eleventh of September before a word of attack: the day in 2001, and no other's year."""
    day = caught.get("DAYNUM", caught.get("DAYORD"))
    if (caught["MONTH"], day) != (9, 11):
        return None
    return Built(Fields(year=2001, month=9, day=11))


def year_tail(caught: Captures, _constants: Constants) -> Built | None:
    """The second year of a range in two digits: "1911/ | 12"."""
    first = caught["POINT"].expression
    if not isinstance(first, Fields) or first.year is None or first.month or first.bc:
        return None
    year = first.year // 100 * 100 + int(caught["YY"])
    return Built(Fields(year=year)) if first.year < year else None


def _is_vague(expression: Expression) -> bool:
    return isinstance(expression, Vague | Repeated | Amount)


_TOPS = (
    ("year", 9),
    ("decade", 10),
    ("century", 11),
    ("half", 7),
    ("season", 6),
    ("quarter", 5),
    ("month", 4),
    ("feast", 2),
    ("week", 3),
    ("weekend", 3),
    ("day", 2),
    ("weekday", 2),
    ("part", 1),
    ("clock", 0),
)
_DAY = 2
_UNIT_RANKS = {
    "day": 2,
    "night": 2,
    "week": 3,
    "weekend": 3,
    "month": 4,
    "quarter": 5,
    "half": 7,
    "season": 6,
    "year": 9,
    "decade": 10,
    "century": 11,
    "fortnight": 3,
}


def _top(expression: Expression) -> int:
    """The rank of the coarsest unit that is named; 99 where it cannot lie inside another."""
    if isinstance(expression, Nth):
        return (
            _UNIT_RANKS.get(expression.unit, 99) if expression.of is None else _top(expression.of)
        )
    if not isinstance(expression, Fields) or expression.nearest is not None:
        return 99
    if expression.of is not None:
        return _top(expression.of)
    return next(iter(_named(expression)), 99)


def _bottom(expression: Expression) -> int:
    """The rank of the finest unit that is named; -1 where nothing can lie inside."""
    if isinstance(expression, Shift):
        return _UNIT_RANKS.get(expression.unit, -1)
    if isinstance(expression, Moved):
        return _UNIT_RANKS.get(expression.amount.parts[-1][1], -1)
    if isinstance(expression, Nth):
        return _UNIT_RANKS.get(expression.unit, -1)
    if isinstance(expression, Fields):
        return min(_named(expression), default=-1)
    return -1


def _named(fields: Fields) -> list[int]:
    """The ranks of the units that are named, in the order of _TOPS; Monday is weekday 0."""
    values = ((rank, getattr(fields, name)) for name, rank in _TOPS)
    return [rank for rank, value in values if value is not None and value is not False]


def _deepest(inner: Fields, outer: Expression) -> Fields:
    if isinstance(inner.of, Fields):
        return replace(inner, of=_deepest(inner.of, outer))
    return replace(inner, of=outer) if inner.of is None else inner


def range_of(caught: Captures, constants: Constants) -> Built | None:
    """The first end of a range that shares its month, year or era with the second: "5-7 May".

    Days that are only counted up ("3, 4 and 5 May") are one where each follows the other.
    """
    listed = [
        caught[name] for name in ("DAYNUM", *(f"DAYNUM{n}" for n in range(2, 6))) if name in caught
    ]
    last = f"{len(listed)}" if len(listed) > 1 else "2"
    first = {name: value for name, value in caught.items() if not name[-1].isdigit()}
    second = first | {name[:-1]: value for name, value in caught.items() if name[-1] == last}
    if "AND" in caught and not constants.get("whole") and len(listed) > 1:
        gaps = [later - earlier for earlier, later in pairwise(listed)]
        if any(gap != 1 for gap in gaps):
            return date_of(first, constants)
    if "MONTH2" in caught and "YEAR" in caught and caught["MONTH"] > caught["MONTH2"]:
        first |= {"YEAR": caught["YEAR"] - 1}  # "from 23 December to 2 January 2026"
    start, end = date_of(first, constants), date_of(second, constants)
    if start is None or end is None:
        return None
    return replace(start, until=end.expression)


def year(caught: Captures, constants: Constants) -> Built | None:
    """A bare number as a year, where it is likely one."""
    return date_of(caught, constants) if 1750 <= caught["YEAR"] <= 2050 else None


def decade(caught: Captures, _constants: Constants) -> Built:
    """A decade by its word: "the nineties"."""
    return Built(Fields(decade=caught["DECADEWORD"]), mod=mod_of(caught, {}))


def deictic_part(caught: Captures, constants: Constants) -> Built:
    """A part of a day counted from publication: "tomorrow morning"."""
    count = int(caught["DEIXIS"] if "DEIXIS" in caught else constants.get("count") or 0)
    part = caught.get("PART", constants.get("part"))
    return Built(
        Fields(part=part, of=Shift(unit="day", count=count)), mod=mod_of(caught, constants)
    )


def next_part(caught: Captures, constants: Constants) -> Built:
    """A part of the day after the last date told: "the next morning"."""
    origin = Origin(constants.get("origin", "reference"))
    count = int(caught["NEXT"] if "NEXT" in caught else constants.get("count") or 1)
    return Built(
        Fields(part=caught["PART"], of=Shift(unit="day", count=count, origin=origin)),
        mod=mod_of(caught, constants),
    )


def oclock(caught: Captures, constants: Constants) -> Built | None:
    """A full hour, in digits or words: "ten o'clock"."""
    hour = next(caught[name] for name in ("HOUR", "ONES", "TEEN", "NUM") if name in caught)
    rest = {key: value for key, value in caught.items() if key not in {"ONES", "TEEN", "NUM"}}
    return date_of(rest | {"HOUR": hour}, constants) if hour <= 24 else None


def decade_number(caught: Captures, _constants: Constants) -> Built | None:
    """A decade by its first year, of two digits or four: "los años 90"."""
    number = int(caught["NUM"])
    if number % 10 or not (20 <= number <= 90 or 1000 <= number <= 2190):
        return None
    return Built(Fields(decade=number // 10))


def century(caught: Captures, constants: Constants) -> Built | None:
    """A century by its number: "the 19th century"."""
    number = next(caught[name] for name in ("DAYNUM", "ROMAN", "ORD") if name in caught)
    if not 1 <= number <= 21:
        return None
    return Built(
        Fields(century=number, bc=caught.get("ERA") == "bc"), mod=mod_of(caught, constants)
    )


def clock_part(caught: Captures, constants: Constants) -> Built | None:
    """A clock time whose part of day tells the half: "las 7 de la tarde"."""
    rest = {name: value for name, value in caught.items() if name not in {"PART", "NUM"}}
    if "NUM" in caught and "HOUR" not in caught:
        if not 1 <= caught["NUM"] <= 24 or caught["NUM"] != int(caught["NUM"]):
            return None
        rest["HOUR"] = int(caught["NUM"])
    if caught.get("PART") in {"AF", "EV", "NI"}:
        rest["AMPM"] = "pm"
    return date_of(rest, constants)


def quarter(caught: Captures, constants: Constants) -> Built | None:
    """A quarter or half of the year by its number."""
    unit = caught.get("UNIT", constants.get("unit"))
    count = caught.get("ORD", caught.get("NUM", caught.get("ONES", constants.get("n"))))
    if unit not in {"quarter", "half"} or not count:
        return None
    last = {"quarter": 4, "half": 2}[unit]
    count = last if count == -1 else count  # "the final quarter"
    if not 1 <= count <= last:
        return None
    of = caught.get("POINT")
    named = Fields(of=of.expression if of else None, year=caught.get("YEAR"))
    number = int(count)
    whole = replace(named, quarter=number) if unit == "quarter" else replace(named, half=number)
    return Built(whole, mod=mod_of(caught, constants))
