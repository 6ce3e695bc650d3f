"""What PDF and DOCX have in common: titles, dates of the file, and the text that comes of it."""

import re
from dataclasses import replace
from datetime import datetime

from timeline.core.article import Draft
from timeline.sources.text import dated

MOST_TITLE = 300
# What programs put there by themselves.
_NO_TITLE = re.compile(
    r"microsoft word|powerpoint|untitled|unbenannt|sans titre|word document"
    r"|\.(?:docx?|indd|pdf|rtf|odt|tmp)$",
    re.I,
)


def drafted(text: str, *, title: str | None, made: datetime | None, url: str | None) -> Draft:
    """The draft of a document; the day that the file was made is only ever a guess.

    A file is made before, after or years beside the publication of its text.
    """
    draft = dated(Draft(text=text, title=clean_title(title), url=url))
    if draft.anchor is None and draft.guess is None and made is not None:
        return replace(draft, guess=made.date().isoformat())
    return draft


def clean_title(title: str | None) -> str:
    """The title that the file tells of itself, empty where a program made it up.

    >>> clean_title("Microsoft Word - draft3.doc")
    ''
    """
    cleaned = " ".join((title or "").replace("\x00", "").split())[:MOST_TITLE]
    return "" if _NO_TITLE.search(cleaned) else cleaned
