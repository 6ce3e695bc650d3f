"""Captures -> lengths and numbers: "2 1/2 years", "several weeks", "nineteen ninety-four"."""

from itertools import pairwise

from timeline.extract.temporal.built import Built, mod_of
from timeline.extract.temporal.expression import Amount, Captures, Constants

_ISO_UNITS = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "weekend": "WE",
    "decade": "Y",
    "century": "Y",
    "fortnight": "W",
    "half": "M",
    "season": "M",
    "night": "D",
    "millennium": "Y",
}
_YEARS = range(1700, 2100)
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
        return [f"{prefix}X{letter}"]
    total = number * SIZES.get(unit, 1)
    whole = int(total)
    rest = total - whole
    smaller = {
        "year": ("month", 12),
        "month": ("day", 30),
        "hour": ("minute", 60),
        "minute": ("second", 60),
        "day": ("hour", 24),
        "decade": ("month", 12),
        "century": ("month", 12),
    }.get(unit)
    if rest and smaller and unit != "week":
        inner = _iso_parts(round(rest * smaller[1]), smaller[0])
        return ([f"{prefix}{whole}{letter}"] if whole else []) + inner
    text = f"{total:g}" if rest else str(whole)
    return [f"{prefix}{text}{letter}"]


def of_built(built: Built) -> Amount:
    """The length that a builder made; TypeError where it made something else."""
    if not isinstance(built.expression, Amount):
        raise TypeError(built.expression)
    return built.expression


def sum_of(caught: Captures, _constants: Constants) -> float:
    """Tens and ones: "twenty-five"."""
    return sum(caught.values())


def times(caught: Captures, _constants: Constants) -> float:
    """A number before a hundred, thousand or million: "two million"."""
    return float(caught["NUM"] * caught["SCALE"])


def join(caught: Captures, _constants: Constants) -> int:
    """A year said in two halves: "nineteen ninety-four"."""
    first, *rest = caught.values()
    return int(first * 100 + sum(rest))


def thousand(caught: Captures, _constants: Constants) -> int | None:
    """A year from a thousand on, in words: "two thousand and six"; None where it is none."""
    ones, *rest = caught.values()
    value = int(ones * 1000 + sum(rest))
    return value if 1000 <= value <= 2199 else None


def half(caught: Captures, _constants: Constants) -> float:
    """A number and a half."""
    return float(next(iter(caught.values()))) + 0.5


def half_of(caught: Captures, _constants: Constants) -> Built:
    """Half a unit, as one word: "half-century"."""
    return Built(Amount(parts=((0.5, caught["UNIT"]),)))


def number(_caught: Captures, constants: Constants) -> int:
    """The number that the rule names."""
    return int(constants["number"])


def amount(caught: Captures, constants: Constants) -> Built | None:
    """A length of one or two units, or an earlier one with a word of approximation."""
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
    if "UNIT" in caught and caught.get("NUM", 0) in _YEARS:  # "the 1988 quarter"
        return None
    ago = int(constants.get("ago", 0)) or (caught.get("SHIFT", 0) if constants.get("reach") else 0)
    made = Amount(parts=parts, mod=mod_of(caught, constants), ago=ago)
    return Built(made, mod=made.mod or (caught["AMOUNT"].mod if "AMOUNT" in caught else None))


def _descends(parts: tuple[tuple[float | None, str], ...]) -> bool:
    """True where the units grow finer and each has a number: "two years and three months"."""
    sizes = [_LENGTH_ORDER.get(unit, -1) for _, unit in parts]
    return (
        all(number is not None for number, _ in parts)
        and min(sizes) >= 0
        and all(first > second for first, second in pairwise(sizes))
    )


def _amount_parts(caught: Captures, constants: Constants) -> list[tuple[float | None, str]]:
    parts = []
    for suffix in ("", "2"):
        unit = (
            caught.get(f"UNIT{suffix}")
            or caught.get(f"UNITS{suffix}")
            or caught.get(f"LENGTHEND{suffix}")
            or caught.get(f"LONG{suffix}")
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
