"""dateparser's language data as a language of ours: names and relative words."""

import re
from collections import defaultdict
from importlib import import_module
from typing import Any

from dateparser.data.languages_info import language_order  # type: ignore[import-untyped]  # no stubs

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_RELATIVE = re.compile(r"(?:in )?(\d+) (\w+)(?: ago)?")
_SHORTEST = {"unit": 2, "month": 3, "weekday": 4}


def describe(name: str) -> dict[str, Any]:
    """The tables of a language as its file would hold them; empty where dateparser has none.

    Explicit dates, relative words ("yesterday", "last week") and counted lengths before or after
    the language's "ago" and "in" are what the data carries.
    """
    if name not in language_order:
        return {}
    known = import_module(f"dateparser.data.date_translation_data.{name}").info
    tables: dict[str, Any] = {"order": known.get("date_order", "DMY")}
    tables["MONTH"] = _names(known, _MONTHS, 1, _SHORTEST["month"])
    tables["WEEKDAY"] = _names(known, _WEEKDAYS, 0, _SHORTEST["weekday"])
    tables["UNIT"] = {one: _long(known.get(one, ()), _SHORTEST["unit"]) for one in _UNITS}
    tables["AGO"] = {"ago": _long(known.get("ago", ()), 2)}
    tables["AHEAD"] = {"in": _long(known.get("in", ()), 2)}
    tables["ONES"] = _numerals(known.get("simplifications", ()))
    tables["YEARWORD"] = {"year": tables["UNIT"]["year"]}
    return tables | _relatives(known.get("relative-type", {}))


def _names(
    known: dict[str, Any], keys: tuple[str, ...], first: int, shortest: int
) -> dict[str, list[str]]:
    return {
        str(index): _long(known.get(key, ()), shortest) for index, key in enumerate(keys, first)
    }


def _long(words: Any, shortest: int) -> list[str]:
    return [word for word in dict.fromkeys(words) if len(word) >= shortest and not word.isdigit()]


def _numerals(simplifications: Any) -> dict[str, list[str]]:
    """Number words out of replacements such as {"три": "3"}; patterns are left to dateparser."""
    numerals: dict[str, list[str]] = defaultdict(list)
    for one in simplifications:
        for word, digits in one.items():
            if word.isalpha() and str(digits).isdigit():
                numerals[str(digits)].append(word)
    return dict(numerals)


def _relatives(types: dict[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    """Words such as "yesterday" by unit: class DAYS_AWAY and its kin, with the count as value."""
    tables: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, words in types.items():
        match = _RELATIVE.fullmatch(key)
        if match is None or match[2] not in {"day", "week", "month", "year"}:
            continue
        count = int(match[1]) * (1 if key.startswith("in ") else -1)
        tables[f"{match[2].upper()}S_AWAY"][str(count)] += _long(words, 4)
    return {target: dict(words) for target, words in tables.items()}
