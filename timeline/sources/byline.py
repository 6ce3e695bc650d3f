"""The publication date that a text itself tells, in a line near its top."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from timeline.core.article import Anchor, AnchorSource
from timeline.core.precision import civil
from timeline.sources.written import Written, find_dates

# What stands before the date when it is said outright.
_PUBLISHED = (
    "first published", "date published", "published", "publication date", "date of publication",
    "posted", "veröffentlicht", "veröffentlichungsdatum", "erschienen", "publié", "publiée",
    "date de publication", "mis en ligne", "publicado", "publicada", "fecha de publicación",
    "pubblicato", "data di pubblicazione", "data de publicação", "gepubliceerd", "opublikowano",
)  # fmt: skip
# What may as well be the day of the event or of a change.
_PERHAPS = (
    "date", "issued", "released", "release date", "for immediate release", "datum", "stand",
    "fecha", "data", "ausgegeben",
)  # fmt: skip
_LINK = r"\s*:?\s*(?:on|am|le|el|il|op|em|dnia)?\s*:?\s*"
_SAID = re.compile(rf"(?:{'|'.join(_PUBLISHED)}){_LINK}", re.IGNORECASE)
_HINTED = re.compile(rf"(?:{'|'.join(_PERHAPS)}){_LINK}", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|·•]\s*")
_PLACE = re.compile(r"[^\W\d_]{2,}[^\d|:;!?]{0,40}[,–—-]\s*")
_AFTER_DATELINE = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?(?:[-–—:]|--)\s")

MOST_LINES = 12
MOST_CHARACTERS = 3_000
LONGEST = 160  # a line that is longer is prose, of which only the dateline counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The date that a text tells of itself; `anchor` where it says outright that this is it."""

    published: date | datetime
    anchor: Anchor | None = None


def find(text: str) -> Byline | None:
    r"""The publication date near the top of `text`, None where no line tells one with its year.

    "Published: 17 July 2025" anchors, unless another line says otherwise. A line that is nothing
    but a date, a part of a byline, or a dateline gives a date that a person should confirm.

    >>> find("A visit\nPublished: 17 July 2025\n\nThe minister came.").anchor.day.isoformat()
    '2025-07-17'
    >>> find("BERLIN, 17 July 2025 (Agency) - The minister came.").anchor is None
    True
    """
    lines = list(_top(text))
    said = [
        found.on for line in lines for part in _PARTS.split(line) if (found := _led(part, _SAID))
    ]
    if said:
        agreed = len({civil(one) for one in said}) == 1
        best = max(said, key=lambda one: isinstance(one, datetime))
        anchor = Anchor(published=best, source=AnchorSource.BYLINE)
        return Byline(published=best, anchor=anchor) if agreed else Byline(published=said[0])
    hinted = next((found for line in lines if (found := _hinted(line))), None)
    return Byline(published=hinted.on) if hinted else None


def _top(text: str) -> Iterator[str]:
    lines = (line.strip() for line in text[:MOST_CHARACTERS].split("\n"))
    for _, line in zip(range(MOST_LINES), filter(None, lines), strict=False):
        yield line


def _led(part: str, label: re.Pattern[str]) -> Written | None:
    """The date of a part that is nothing but a label and a date."""
    part = part[:LONGEST].strip()
    match = label.match(part)
    return _alone(part, match.end()) if match else None


def _hinted(line: str) -> Written | None:
    if len(line) <= LONGEST:
        for part in _PARTS.split(line):
            found = _alone(part.strip(), 0) or _led(part, _HINTED)
            if found:
                return found
    return _dateline(line[:LONGEST])


def _alone(part: str, start: int) -> Written | None:
    """The date that fills `part` from `start` to its end."""
    for found in find_dates(part):
        if found.start == start and not part[found.end :].strip(" .()"):
            return found
    return None


def _dateline(line: str) -> Written | None:
    """The date of a beginning such as "BERLIN, 17 July 2025 (Agency) -", or a line of it."""
    found = next(find_dates(line), None)
    if found is None or not _PLACE.fullmatch(line[: found.start]):
        return None
    ends = not line[found.end :].strip(" .")
    return found if ends or _AFTER_DATELINE.match(line, found.end) else None
