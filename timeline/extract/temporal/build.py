"""What a pattern caught -> an expression. Each rule names one of these builders by `make`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from timeline.extract.temporal import dates, lengths
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


def build(make: str, caught: Captures, constants: Constants) -> Any:
    """What the builder called `make` makes of the captures; None where they make no sense."""
    return _BUILDERS[make](caught, constants)


def _shift(caught: Captures, constants: Constants) -> Built | None:
    unit = constants.get("unit") or caught.get("UNIT") or caught.get("UNITS")
    count = _first_or_none(caught, ("SHIFT", "NEXT", "DEIXIS", "TOLDDAY", "TOLDYEAR"))
    if count is None:
        away = [value for name, value in caught.items() if name.endswith("_AWAY")]
        count = away[0] if away else constants.get("count", 0)
    if "SHIFT" in caught and unit == "day" and count > 0:  # "the next day" is never tomorrow
        constants = {"origin": "reference"} | constants
    if unit in {"second", "minute", "hour"}:
        return None
    here = "SHIFT" in caught and not count and unit != "quarter"
    origin = Origin(constants.get("origin", "context" if here else "anchor"))
    return Built(
        Shift(unit=str(unit), count=int(count), origin=origin), mod=mod_of(caught, constants)
    )


def _moved(caught: Captures, constants: Constants) -> Built | None:
    amount = caught.get("AMOUNT") or lengths.amount(caught, constants)
    if amount is None:
        return None
    sign = _first(caught, ("SHIFT", "NEXT", "LATER"), constants.get("sign") or -1)
    origin: Origin | Expression = Origin(constants.get("origin", "anchor"))
    if "POINT" in caught:
        origin = caught["POINT"].expression
    moved = Moved(
        amount=lengths.of_built(amount),
        sign=sign,
        origin=origin,
        exact=bool(constants.get("exact")),
    )
    return Built(moved, mod=mod_of(caught, constants) or amount.mod)


def _last_of(caught: Captures, constants: Constants) -> Built | None:
    """The last unit of a longer time, where "last" does not count from publication."""
    inner, outer = caught["POINT"].expression, caught["POINT2"]
    if not isinstance(inner, Shift) or (inner.count, inner.origin) != (-1, Origin.ANCHOR):
        return dates.inside(caught, constants)
    return Built(Nth(n=-1, unit=inner.unit, of=outer.expression), mod=outer.mod)


def _around(caught: Captures, _constants: Constants) -> Built | None:
    """The unit around a time: "the week of 7 January"."""
    unit: Built = caught["THEUNIT"]
    if not isinstance(unit.expression, Shift):
        return None
    return Built(Nth(n=0, unit=unit.expression.unit, of=caught["POINT"].expression))


def _until(caught: Captures, _constants: Constants) -> Built:
    """The first end of a range told with both its ends: "from | Monday | to Wednesday"."""
    first: Built = caught["POINT"]
    return replace(first, until=caught["POINT2"].expression)


def _nth(caught: Captures, constants: Constants) -> Built | None:
    of = caught.get("POINT") or caught.get("PERIOD")
    n = _first(caught, ("ORD",), constants.get("n", 1))
    unit = caught.get("UNIT") or constants["unit"]
    return Built(
        Nth(n=n, unit=str(unit), of=of.expression if of else None),
        mod=mod_of(caught, constants),
    )


def _edge(caught: Captures, constants: Constants) -> Built:
    inner: Built = next(caught[name] for name in ("POINT", "THEUNIT", "REACH") if name in caught)
    return replace(inner, mod=mod_of(caught, constants) or inner.mod)


def _eve(caught: Captures, constants: Constants) -> Built | None:
    """The night before a day: "die Nacht zum Montag", "die Nacht auf den 28. Juli"."""
    named = {name: value for name, value in caught.items() if name != "PART"}
    day = dates.date_of(named, constants)
    if day is None:
        return None
    before = Moved(amount=Amount(parts=((1, "day"),)), sign=-1, origin=day.expression)
    return Built(Fields(part=caught["PART"], of=before))


def _year_before(caught: Captures, constants: Constants) -> Built:
    """The unit last told, one year before: "the same month a year ago"."""
    unit = caught.get("PERIOD") or caught["PERIODBEFORE"]
    told: Origin | Expression = Origin.REFERENCE
    if unit != "period":
        told = Shift(unit=unit, count=0, origin=Origin.REFERENCE)
    year = Amount(parts=((1, "year"),))
    moved = Moved(amount=year, sign=-1, origin=told, exact=True)
    return Built(moved, mod=mod_of(caught, constants))


_SIDES = {"after": 1, "before": -1}


def _beside(caught: Captures, _constants: Constants) -> Built | None:
    """The day before or after a time: "the day after | Christmas"; None for another unit."""
    told: Built = caught.get("POINT") or caught["DATED"]
    if "BESIDE" in caught:
        beside: Shift = caught["BESIDE"].expression
        sign = beside.count if beside.unit in {"day", "night"} else 0
    else:
        sign = _SIDES.get(caught["BOUND"], 0) if "BOUND" in caught else -1
    if not sign:
        return None
    return Built(Moved(amount=Amount(parts=((1, "day"),)), sign=sign, origin=told.expression))


def _ended(caught: Captures, _constants: Constants) -> Built | None:
    """The quarter in which the middle lies of one whose last day is told."""
    unit: Built = caught["THEUNIT"]
    told: Built = caught.get("POINT") or caught["DATED"]
    if not isinstance(unit.expression, Shift) or unit.expression.unit != "quarter":
        return None
    middle = Moved(amount=Amount(parts=((45, "day"),)), sign=-1, origin=told.expression)
    return Built(Nth(n=0, unit="quarter", of=middle))


def _told_quarter(caught: Captures, _constants: Constants) -> Built:
    """The quarter last told, in another year: "the 2024 quarter", "last year's quarter"."""
    last = None if "YEAR" in caught else Shift(unit="year", count=-1)
    return Built(Fields(year=caught.get("YEAR"), told_quarter=True, of=last))


def _vague(caught: Captures, constants: Constants) -> Built:
    value = constants.get("value") or next(
        (
            caught[name]
            for name in ("REF", "LOOSE", "PASTADJ", "SOMETIME", "FORMER", "AHEADWORD")
            if name in caught
        ),
        "",
    )
    return Built(
        Vague(
            value=str(value),
            type=constants.get("type", "DATE"),
            history=constants.get("history", False),
        ),
        mod=mod_of(caught, constants),
    )


def _repeated(caught: Captures, constants: Constants) -> Built | None:
    if "value" in constants:
        return Built(Repeated(value=constants["value"]))
    if "FREQ" in caught:
        return Built(Repeated(value=caught["FREQ"]), mod=mod_of(caught, constants))
    for name in ("WEEKDAYS", "WDSHORT"):
        if name in caught:
            caught = caught | {"WEEKDAY": caught[name]}
    if "WEEKDAY" in caught:
        part = caught.get("PART")
        return Built(
            Repeated(value=f"XXXX-WXX-{caught['WEEKDAY'] + 1}{'T' + part if part else ''}")
        )
    if "MONTH" in caught:
        return Built(Repeated(value=f"XXXX-{caught['MONTH']:02}"))
    if "SEASON" in caught:
        return Built(Repeated(value=f"XXXX-{caught['SEASON']}"))
    if "PART" in caught:
        return Built(Repeated(value=f"XXXX-XX-XXT{caught['PART']}"))
    amount = caught.get("AMOUNT") or lengths.amount(caught, {"number": 1} | constants)
    return (
        Built(Repeated(value=lengths.duration_value(lengths.of_built(amount)))) if amount else None
    )


def _first_or_none(caught: Captures, names: tuple[str, ...]) -> Any:
    return next((caught[name] for name in names if name in caught), None)


def _first(caught: Captures, names: tuple[str, ...], otherwise: int) -> int:
    """The value of the first class that was caught."""
    return int(next((caught[name] for name in names if name in caught), otherwise))


_BUILDERS: dict[str, Callable[[Captures, Constants], Any]] = {
    "sum": lengths.sum_of,
    "times": lengths.times,
    "join": lengths.join,
    "thousand": lengths.thousand,
    "half": lengths.half,
    "half_of": lengths.half_of,
    "eve": _eve,
    "year_before": _year_before,
    "number": lengths.number,
    "amount": lengths.amount,
    "date": dates.date_of,
    "year": dates.year,
    "decade": dates.decade,
    "deictic_part": dates.deictic_part,
    "next_part": dates.next_part,
    "oclock": dates.oclock,
    "decade_number": dates.decade_number,
    "century": dates.century,
    "clock_part": dates.clock_part,
    "quarter": dates.quarter,
    "inside": dates.inside,
    "dated": dates.dated,
    "attacks": dates.attacks,
    "year_tail": dates.year_tail,
    "shift": _shift,
    "moved": _moved,
    "nth": _nth,
    "last_of": _last_of,
    "until": _until,
    "around": _around,
    "beside": _beside,
    "ended": _ended,
    "told_quarter": _told_quarter,
    "edge": _edge,
    "vague": _vague,
    "repeated": _repeated,
    "range": dates.range_of,
}
