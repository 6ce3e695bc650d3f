"""Plain text: bytes to characters, front matter, and what a text says of its own date."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace
from datetime import date, datetime

from charset_normalizer import from_bytes

from timeline.core.article import Anchor, AnchorSource, Draft, read_published
from timeline.core.errors import BadInput
from timeline.core.words import MONTHS

_KEYS = ("title", "published", "source", "language")
_MONTHS = [name.casefold() for name in MONTHS]
_WORD_DATE = re.compile(
    r"\b(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m>[A-Z][a-z]+)\.?,?\s+(?P<y>\d{4})"
    r"|(?P<m2>[A-Z][a-z]+)\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{4})"
    r"|(?P<iso>\d{4}-\d\d-\d\d))\b"
)
_PUBLISHED = re.compile(r"^\s*(?:first\s+)?(?:published|posted|date)(?:\s+on)?\s*:", re.IGNORECASE)
_TOP_LINES = 5


def decode(content: bytes) -> str:
    r"""The characters of a text file, newlines as `\n`; raises BadInput where it is none."""
    for mark, encoding in (
        (BOM_UTF8, "utf-8-sig"),
        (BOM_UTF16_LE, "utf-16"),
        (BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _plain(_strictly(content, encoding))
    if b"\x00" in content:
        raise BadInput("this is no text, it holds binary data: give plain text, HTML, PDF or DOCX")
    try:
        return _plain(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        found = from_bytes(content[:100_000]).best()
        if found is None or found.chaos > 0.1 or found.coherence < 0.2:
            raise BadInput(
                f"the text is not valid UTF-8 (byte {error.start}): save it as UTF-8 and try again"
            ) from error
        return _plain(_strictly(content, found.encoding))


def read_text(text: str, *, url: str | None = None) -> Draft:
    """The draft of a plain text, with the front matter that stands at its top, if any.

    Without front matter, "Published: 17 July 2025" in its own line near the top is the anchor; any
    other full date near the top is a guess. Raises BadInput for front matter that cannot be read.
    """
    lines = text.lstrip("\ufeff").split("\n")
    if lines[0].strip() == "---":
        end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
        if end is not None and all(_is_entry(line) for line in lines[1:end]):
            draft = _front_matter(lines[1:end])
            body = "\n".join(lines[end + 1 :]).strip("\n")
            return replace(draft, text=body, url=draft.url or url)
    return dated(Draft(text=text.strip("\n"), url=url))


def dated(draft: Draft) -> Draft:
    """The draft with what its first lines say of its publication, where nothing better is known."""
    if draft.anchor is not None or draft.guess is not None:
        return draft
    for line in [one for one in draft.text.split("\n") if one.strip()][:_TOP_LINES]:
        found = _date_in(line[:200])
        if found and _PUBLISHED.match(line) and len(line) < 80:
            return replace(draft, anchor=Anchor(published=found, source=AnchorSource.BYLINE))
        if found:
            return replace(draft, guess=found.isoformat())
    return draft


def _is_entry(line: str) -> bool:
    return not line.strip() or re.match(r"\s*[A-Za-z]+\s*:", line) is not None


def _front_matter(lines: list[str]) -> Draft:
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        key, _, value = line.partition(":")
        key = key.strip().casefold()
        if key not in _KEYS:
            raise BadInput(
                f"line {number}: front matter has no {key!r}: there are {', '.join(_KEYS)}"
            )
        found[key] = value.strip().strip("\"'")
    anchor = None
    if found.get("published"):
        anchor = Anchor(published=_published(found["published"]))
    return Draft(
        text="",
        title=found.get("title", ""),
        lang=found.get("language") or None,
        url=found.get("source") or None,
        anchor=anchor,
    )


def _published(value: str) -> date | datetime:
    try:
        return read_published(value)
    except BadInput as error:
        raise BadInput(f"front matter: {error}") from error


def _date_in(line: str) -> date | None:
    for match in _WORD_DATE.finditer(line):
        try:
            if match["iso"]:
                return date.fromisoformat(match["iso"])
            month = (match["m"] or match["m2"]).casefold()
            names = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(month[:3])]
            if len(month) < 3 or not names or not _MONTHS[names[0] - 1].startswith(month):
                continue
            return date(int(match["y"] or match["y2"]), names[0], int(match["d"] or match["d2"]))
        except ValueError:
            continue
    return None


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise BadInput(
            f"the text cannot be read as {encoding}: save it as UTF-8 and try again"
        ) from error


def _plain(text: str) -> str:
    if "\x00" in text:
        raise BadInput("this is no text, it holds binary data: give plain text, HTML, PDF or DOCX")
    return text.replace("\r\n", "\n").replace("\r", "\n")
