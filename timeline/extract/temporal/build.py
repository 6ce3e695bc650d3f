"""What a pattern caught -> an expression. Each rule names one of these builders by `make`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from timeline.core.timex import Mod
from timeline.extract.temporal.expression import (
    Amount,
    Captures,
    Expression,
    Fields,
    Moved,
    Nth,
    Origin,
    Repeated,
    Shift,
    Vague,
)

_ISO_UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q",
    "year": "Y", "weekend": "WE", "decade": "Y", "century": "Y", "fortnight": "W", "half": "M", "season": "M",
    "night": "D", "millennium": "Y",
}  # fmt: skip
_LENGTH_ORDER = {
    "second": 0,
    "minute": 1,
    "hour": 2,
    "day": 3,
    "week": 4,
    "month": 5,
    "year": 6,
    "decade": 7,
    "century": 8,
}
SIZES = {"decade": 10, "century": 100, "millennium": 1000, "fortnight": 2, "half": 6, "season": 3}


@dataclass(frozen=True, slots=True)
class Built:
    """An expression with the mod and the reading of its own words."""

    expression: Expression
    mod: Mod | None = None
    bound: str | None = None
    until: Expression | None = None


def build(make: str, caught: Captures, constants: dict[str, Any]) -> Any:
    """What the builder called `make` makes of the captures; None where they make no sense."""
    return _BUILDERS[make](caught, constants)


def duration_value(amount: Amount) -> str:
    """The TIMEX3 value of a length: P2Y6M, PT30M, PXY.

    >>> duration_value(Amount(parts=((2.5, "year"),)))
    'P2Y6M'
    """
    days, clock = "", ""
    for number, unit in amount.parts:
        for part in _iso_parts(number, unit):
            if part[-1] in "TMHS" and part[0] == "T":
                clock += part[1:]
            else:
                days += part
    return f"P{days}{'T' + clock if clock else ''}"


def _iso_parts(number: float | None, unit: str) -> list[str]:
    letter = _ISO_UNITS[unit]
    prefix, letter = ("T", letter[1]) if letter[0] == "T" else ("", letter)
    if number is None:
        return [f"{prefix}X{ {'decade': 'Y', 'century': 'Y'}.get(unit, letter) }"]
    number *= SIZES.get(unit, 1)
    whole = int(number)
    rest = number - whole
    smaller = {"year": ("month", 12), "month": ("day", 30), "hour": ("minute", 60), "minute": ("second", 60),
               "day": ("hour", 24), "decade": ("month", 12), "century": ("month", 12)}.get(unit)  # fmt: skip
    if rest and smaller and unit != "week":
        inner = _iso_parts(round(rest * smaller[1]), smaller[0])
        return ([f"{prefix}{whole}{letter}"] if whole else []) + inner
    text = f"{number:g}" if rest else str(whole)
    return [f"{prefix}{text}{letter}"]


# --- numbers ------------------------------------------------------------------------------------


def _sum(caught: Captures, _constants: dict[str, Any]) -> float:
    return sum(caught.values())


def _times(caught: Captures, constants: dict[str, Any]) -> float:
    """A number before a hundred, thousand or million, plus what follows: "two thousand (and) six"."""
    rest = caught.get("REST", 0) or caught.get("NUM2", 0) or 0
    head = [value for name, value in caught.items() if name not in {"NUM2", "SCALE"}]
    scale = caught.get("SCALE", constants.get("scale", 1))
    result: float = (head[0] if head else 1) * scale + rest
    return result


def _join(caught: Captures, _constants: dict[str, Any]) -> int:
    """A year said in two halves: "nineteen ninety-four"."""
    first, *rest = caught.values()
    return int(first * 100 + sum(rest))


# --- lengths ------------------------------------------------------------------------------------


def _amount(caught: Captures, constants: dict[str, Any]) -> Built | None:
    if "LENGTH" in caught:
        caught = caught | {"AMOUNT": caught["LENGTH"]}
    if "AMOUNT" in caught:
        found = caught["AMOUNT"].expression
        parts = found.parts
        if "AMOUNT2" in caught:
            parts += caught["AMOUNT2"].expression.parts
            if not _descends(parts):
                return None
    else:
        parts = tuple(_amount_parts(caught, constants))
    if any(number is not None and number > 1_000_000 for number, _ in parts):
        return None
    ago = int(constants.get("ago", 0)) or (caught.get("SHIFT", 0) if constants.get("reach") else 0)
    amount = Amount(parts=parts, mod=_mod(caught, constants), ago=ago)
    return Built(amount, mod=amount.mod or (caught["AMOUNT"].mod if "AMOUNT" in caught else None))


def _descends(parts: tuple[tuple[float | None, str], ...]) -> bool:
    """True where the units grow finer and each has a number: "two years and three months"."""
    sizes = [_LENGTH_ORDER.get(unit, -1) for _, unit in parts]
    return (
        all(number is not None for number, _ in parts)
        and min(sizes) >= 0
        and all(first > second for first, second in zip(sizes, sizes[1:], strict=False))
    )


def _amount_parts(caught: Captures, constants: dict[str, Any]) -> list[tuple[float | None, str]]:
    parts = []
    for suffix in ("", "2"):
        unit = (
            caught.get(f"UNIT{suffix}")
            or caught.get(f"UNITS{suffix}")
            or caught.get(f"LENGTHEND{suffix}")
        )
        unit = unit or (constants.get("unit") if not suffix else None)
        if unit is None:
            continue
        number: float | None = None
        for name in ("NUM", "FRACTION", "ONES", "SOME"):
            if f"{name}{suffix}" in caught:
                value = caught[f"{name}{suffix}"]
                if value == "X":
                    continue
                number = (number or 0) + value
        if number is None and not suffix and constants.get("number") is not None:
            number = constants["number"]
        elif not suffix and number is not None:
            number += constants.get("plus", 0)
        parts.append((number, unit))
    return parts


# --- dates --------------------------------------------------------------------------------------

_PLAIN = {
    "MONTH": "month", "DAYNUM": "day", "DAYORD": "day", "MONTHNUM": "month", "YEAR": "year", "ERAYEAR": "year",
    "WEEKDAY": "weekday", "SEASON": "season", "PART": "part", "CLOCK": "clock", "HCLOCK": "clock", "DOTCLOCK": "clock",
    "HHMM": "clock", "HMM": "clock", "ZONE": "zone", "FEAST": "feast", "DECADE": "decade", "SHIFT": "nearest", "NEXT": "nearest",
    "QUARTER": "quarter", "NOON": "clock", "WDSHORT": "weekday", "PARTS": "part", "WEEKNUM": "week", "MONTHNAME": "month",
}  # fmt: skip


def _date(caught: Captures, constants: dict[str, Any]) -> Built | None:
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
        }
    }
    if "AMPM" in caught and fields.get("clock"):
        clock = _meridiem(fields["clock"], caught["AMPM"])
        if clock is None:
            return None
        fields["clock"] = clock
    of = caught.get("POINT") or caught.get("PERIOD")
    made = Fields(**fields, of=of.expression if of else None)
    return Built(made, mod=_mod(caught, constants) or (of.mod if of else None))


def _meridiem(clock: str, half: str) -> str | None:
    hour, minute = int(clock[:2]), clock[3:]
    if hour > 12 or (hour == 0 and half == "pm"):
        return clock if half != "am" and hour else None
    return f"{hour % 12 + (12 if half == 'pm' else 0):02}:{minute}"


def _mod(caught: Captures, constants: dict[str, Any]) -> Mod | None:
    for name in ("EARLY", "EDGE", "APPROX"):
        if name in caught:
            return Mod(caught[name])
    return Mod(constants["mod"]) if "mod" in constants else None


def _inside(caught: Captures, _constants: dict[str, Any]) -> Built | None:
    """A finer time inside a coarser one, in either order: "9 a.m. | Tuesday", "July | last year"."""
    first, second = caught["POINT"], caught["POINT2"]
    for inner, outer in ((first, second), (second, first)):
        one, other = inner.expression, outer.expression
        if isinstance(one, Fields | Nth) and _top(one) < _bottom(other) and not _is_vague(other):
            whole = _deepest(one, other) if isinstance(one, Fields) else replace(one, of=other)
            return Built(whole, mod=inner.mod or outer.mod)
    return None


def _is_vague(expression: Expression) -> bool:
    return isinstance(expression, Vague | Repeated | Amount)


_TOPS = (("year", 9), ("decade", 10), ("century", 11), ("half", 7), ("season", 6), ("quarter", 5), ("month", 4), ("feast", 4),
         ("week", 3), ("weekend", 3), ("day", 2), ("weekday", 2), ("part", 1), ("clock", 0))  # fmt: skip
_UNIT_RANKS = {"day": 2, "night": 2, "week": 3, "weekend": 3, "month": 4, "quarter": 5, "half": 7, "season": 6, "year": 9, "decade": 10,
               "century": 11, "fortnight": 3}  # fmt: skip


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
    return next(
        (rank for name, rank in _TOPS if getattr(expression, name) not in {None, False}), 99
    )


def _bottom(expression: Expression) -> int:
    """The rank of the finest unit that is named; -1 where nothing can lie inside."""
    if isinstance(expression, Shift):
        return _UNIT_RANKS.get(expression.unit, -1)
    if isinstance(expression, Moved):
        return _UNIT_RANKS.get(expression.amount.parts[-1][1], -1)
    if isinstance(expression, Nth):
        return _UNIT_RANKS.get(expression.unit, -1)
    if isinstance(expression, Fields):
        ranks = [rank for name, rank in _TOPS if getattr(expression, name) not in {None, False}]
        return min(ranks, default=-1)
    return -1


def _deepest(inner: Fields, outer: Expression) -> Fields:
    if isinstance(inner.of, Fields):
        return replace(inner, of=_deepest(inner.of, outer))
    return replace(inner, of=outer) if inner.of is None else inner


def _shift(caught: Captures, constants: dict[str, Any]) -> Built | None:
    unit = constants.get("unit") or caught.get("UNIT") or caught.get("UNITS")
    count = caught.get("SHIFT", caught.get("NEXT", caught.get("DEIXIS")))
    if count is None:
        away = [value for name, value in caught.items() if name.endswith("_AWAY")]
        count = away[0] if away else constants.get("count", 0)
    here = "SHIFT" in caught and not count
    origin = Origin(constants.get("origin", "context" if here else "anchor"))
    return Built(
        Shift(unit=str(unit), count=int(count), origin=origin), mod=_mod(caught, constants)
    )


def _moved(caught: Captures, constants: dict[str, Any]) -> Built | None:
    amount = caught.get("AMOUNT") or _amount(caught, constants)
    if amount is None:
        return None
    sign = int(
        caught.get("SHIFT", caught.get("NEXT", caught.get("LATER", constants.get("sign", -1))))
    )
    origin: Origin | Expression = Origin(constants.get("origin", "anchor"))
    if "POINT" in caught:
        origin = caught["POINT"].expression
    moved = Moved(
        amount=amount.expression, sign=sign, origin=origin, exact=constants.get("exact", False)
    )
    return Built(moved, mod=_mod(caught, constants) or amount.mod)


def _nth(caught: Captures, constants: dict[str, Any]) -> Built | None:
    of = caught.get("POINT") or caught.get("PERIOD")
    n = caught.get("ORD", constants.get("n", 1))
    unit = caught.get("UNIT") or constants["unit"]
    return Built(
        Nth(n=int(n), unit=str(unit), of=of.expression if of else None),
        mod=_mod(caught, constants),
    )


def _edge(caught: Captures, constants: dict[str, Any]) -> Built:
    inner = next(caught[name] for name in ("POINT", "THEUNIT", "REACH") if name in caught)
    return replace(inner, mod=_mod(caught, constants) or inner.mod)


def _vague(caught: Captures, constants: dict[str, Any]) -> Built:
    value = constants.get("value") or caught.get("REF") or caught.get("LOOSE")
    return Built(
        Vague(
            value=str(value),
            type=constants.get("type", "DATE"),
            deictic=constants.get("deictic", False),
        ),
        mod=_mod(caught, constants),
    )


def _repeated(caught: Captures, constants: dict[str, Any]) -> Built | None:
    if "value" in constants:
        return Built(Repeated(value=constants["value"]))
    if "FREQ" in caught:
        return Built(Repeated(value=caught["FREQ"]), mod=_mod(caught, constants))
    if "WEEKDAYS" in caught:
        caught = caught | {"WEEKDAY": caught["WEEKDAYS"]}
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
    amount = caught.get("AMOUNT") or _amount(caught, {"number": 1} | constants)
    return Built(Repeated(value=duration_value(amount.expression))) if amount else None


def _range(caught: Captures, constants: dict[str, Any]) -> Built | None:
    """The first end of a range that shares its month, year or era with the second: "5-7 May"."""
    first = {name: value for name, value in caught.items() if not name.endswith("2")}
    second = first | {name[:-1]: value for name, value in caught.items() if name.endswith("2")}
    start, end = _date(first, constants), _date(second, constants)
    if start is None or end is None:
        return None
    return replace(start, until=end.expression)


def _year(caught: Captures, constants: dict[str, Any]) -> Built | None:
    """A bare number as a year, where it is likely one."""
    year = caught["YEAR"]
    return _date(caught, constants) if 1750 <= year <= 2050 else None


def _thousand(caught: Captures, _constants: dict[str, Any]) -> int | None:
    ones, *rest = caught.values()
    value = int(ones * 1000 + sum(rest))
    return value if 1000 <= value <= 2199 else None


def _half(caught: Captures, _constants: dict[str, Any]) -> float:
    return float(next(iter(caught.values()))) + 0.5


def _number(_caught: Captures, constants: dict[str, Any]) -> int:
    return int(constants["number"])


def _decade(caught: Captures, _constants: dict[str, Any]) -> Built:
    return Built(Fields(decade=caught["DECADEWORD"]), mod=_mod(caught, {}))


def _deictic_part(caught: Captures, constants: dict[str, Any]) -> Built:
    count = int(caught.get("DEIXIS", constants.get("count", 0)))
    part = caught.get("PART", constants.get("part"))
    return Built(Fields(part=part, of=Shift(unit="day", count=count)), mod=_mod(caught, constants))


def _next_part(caught: Captures, constants: dict[str, Any]) -> Built:
    origin = Origin(constants.get("origin", "reference"))
    count = int(caught.get("NEXT", constants.get("count", 1)))
    return Built(
        Fields(part=caught["PART"], of=Shift(unit="day", count=count, origin=origin)),
        mod=_mod(caught, constants),
    )


def _oclock(caught: Captures, constants: dict[str, Any]) -> Built | None:
    hour = next(caught[name] for name in ("HOUR", "ONES", "TEEN", "NUM") if name in caught)
    rest = {key: value for key, value in caught.items() if key not in {"ONES", "TEEN", "NUM"}}
    return _date(rest | {"HOUR": hour}, constants) if hour <= 24 else None


def _decade_number(caught: Captures, _constants: dict[str, Any]) -> Built | None:
    """A decade by its first year, of two digits or four: "los años 90"."""
    number = int(caught["NUM"])
    if number % 10 or not (20 <= number <= 90 or 1000 <= number <= 2190):
        return None
    return Built(Fields(decade=number // 10))


def _century(caught: Captures, constants: dict[str, Any]) -> Built | None:
    number = next(caught[name] for name in ("DAYNUM", "ROMAN", "ORD") if name in caught)
    if not 1 <= number <= 21:
        return None
    return Built(Fields(century=number, bc=caught.get("ERA") == "bc"), mod=_mod(caught, constants))


def _clock_part(caught: Captures, constants: dict[str, Any]) -> Built | None:
    """A clock time whose part of day tells the half: "las 7 de la tarde"."""
    rest = {name: value for name, value in caught.items() if name not in {"PART", "NUM"}}
    if "NUM" in caught and "HOUR" not in caught:
        if not 1 <= caught["NUM"] <= 24 or caught["NUM"] != int(caught["NUM"]):
            return None
        rest["HOUR"] = int(caught["NUM"])
    if caught.get("PART") in {"AF", "EV", "NI"}:
        rest["AMPM"] = "pm"
    return _date(rest, constants)


def _quarter(caught: Captures, constants: dict[str, Any]) -> Built | None:
    """A quarter or half of the year by its number."""
    unit = caught.get("UNIT", constants.get("unit"))
    count = caught.get("ORD", caught.get("NUM", caught.get("ONES")))
    if (
        unit not in {"quarter", "half"}
        or not count
        or not 1 <= count <= {"quarter": 4, "half": 2}[unit]
    ):
        return None
    of = caught.get("POINT")
    return Built(
        Fields(**{unit: int(count)}, of=of.expression if of else None), mod=_mod(caught, constants)
    )


_BUILDERS: dict[str, Callable[[Captures, dict[str, Any]], Any]] = {
    "sum": _sum,
    "times": _times,
    "join": _join,
    "thousand": _thousand,
    "half": _half,
    "number": _number,
    "amount": _amount,
    "date": _date,
    "year": _year,
    "decade": _decade,
    "deictic_part": _deictic_part,
    "next_part": _next_part,
    "oclock": _oclock,
    "decade_number": _decade_number,
    "century": _century,
    "clock_part": _clock_part,
    "quarter": _quarter,
    "inside": _inside,
    "shift": _shift,
    "moved": _moved,
    "nth": _nth,
    "edge": _edge,
    "vague": _vague,
    "repeated": _repeated,
    "range": _range,
}
