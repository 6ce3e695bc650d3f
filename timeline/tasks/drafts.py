"""A draft and what a person says of it, as an article that can be kept."""

from dataclasses import dataclass

from timeline.core.article import Anchor, Article, Draft
from timeline.core.errors import BadInput, TooLarge, UnknownPublication
from timeline.sources.language import read_language

MOST_BYTES = 5_000_000
MOST_TITLE = 300
MOST_URL = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person says of an article; it replaces what the article says of itself."""

    published: Anchor | None = None
    title: str | None = None
    lang: str | None = None
    url: str | None = None


def article_of(draft: Draft, given: Given) -> Article:
    """The article that the draft is with what is given, not kept yet.

    Raises UnknownPublication where neither has a date, TooLarge and BadInput where it cannot be
    kept.
    """
    text = _checked(draft.text.replace("\r\n", "\n").replace("\r", "\n"))
    anchor = given.published or draft.anchor
    if anchor is None:
        raise UnknownPublication(_unknown(draft.guess), guess=draft.guess)
    heading = given.title or draft.title or next(line for line in text.splitlines() if line.strip())
    return Article(
        text=text,
        anchor=anchor,
        lang=read_language(given.lang or draft.lang or _detected(text)),
        title=_clean(" ".join(heading.split()))[:MOST_TITLE],
        url=_address(given.url or draft.url),
    )


def _checked(text: str) -> str:
    if not text.strip():
        raise BadInput("there is no text in it: give an article with at least one sentence")
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise TooLarge(f"the text has {size / 1e6:.1f} MB, the limit is 5 MB: add it in parts")
    return _clean(text)


def _clean(text: str) -> str:
    """The text itself, if every character of it can be kept."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadInput("this is no text, it holds binary data: give plain text, HTML, PDF or DOCX")
    return text


def _unknown(guess: str | None) -> str:
    if guess is None:
        return "the article does not say when it was published: give the day, such as 2025-07-17"
    return f"the article does not say for certain when it was published: is it {guess}?"


def _detected(text: str) -> str:
    from timeline.sources.language import detect  # loads a model: only where it is needed

    return detect(text)


def _address(url: str | None) -> str | None:
    if url is None or not url.strip():
        return None
    cleaned = _clean(url.strip())
    if len(cleaned) > MOST_URL or any(letter.isspace() for letter in cleaned):
        raise BadInput(f"cannot keep the address {cleaned[:60]!r}: give one of its usual length")
    if not cleaned.casefold().startswith(("http://", "https://")):
        raise BadInput(f"cannot keep the address {cleaned[:60]!r}: it must begin with https://")
    return cleaned
