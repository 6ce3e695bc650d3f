"""Plain text, with or without a front matter block, as a draft."""

import re
from dataclasses import dataclass, replace

from timeline.core.article import Anchor, Draft, read_published
from timeline.core.errors import BadInput
from timeline.sources import byline

KEYS = ("title", "published", "source", "language")
MOST_LINES = 40
_FENCE = "---"
_LANG = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a text says of itself between two `---` lines; what it does not say is None."""

    title: str | None = None
    published: Anchor | None = None
    source: str | None = None
    language: str | None = None


def read_text(text: str, *, url: str | None = None) -> Draft:
    """The text as it is, or what follows its front matter, with the date that it tells.

    Raises BadInput naming the line where front matter cannot be read.
    """
    front, body = split(text)
    return dated(
        Draft(
            text=body,
            title=front.title or "",
            lang=front.language,
            url=front.source or url,
            anchor=front.published,
        )
    )


def dated(draft: Draft) -> Draft:
    """The draft with the date of its byline, where it has no surer one.

    Only an unmistakable line ("Published: 17 July 2025") anchors it, the rest is a guess.
    """
    if draft.anchor is not None:
        return draft
    line = byline.find(draft.text)
    if line is None:
        return draft
    guess = draft.guess or line.published.isoformat()[:10]
    return replace(draft, anchor=line.anchor, guess=None if line.anchor else guess)


def split(text: str) -> tuple[FrontMatter, str]:
    r"""The front matter and what follows it; none, and the whole text, where there is no block.

    A text that begins with `---` has front matter where one of the lines up to the next `---`
    begins with a known key.

    >>> split("---\ntitle: A visit\n---\n\nThe minister came.")[1]
    'The minister came.'
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return FrontMatter(), text
    end = next(
        (number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None
    )
    block = lines[1 : min(end or MOST_LINES, MOST_LINES)]
    if not any(_key(line) in KEYS for line in (block if end else block[:1])):
        return FrontMatter(), text
    if end is None or end > MOST_LINES:
        raise BadInput(f"the front matter that line 1 opens is not closed: end it with {_FENCE!r}")
    return _read(block), "\n".join(lines[end + 1 :]).lstrip("\n")


def _key(line: str) -> str:
    return line.partition(":")[0].strip()


def _read(block: list[str]) -> FrontMatter:
    front = FrontMatter()
    seen: set[str] = set()
    for number, line in enumerate(block, 2):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            key, value = _pair(line)
            if key in seen:
                raise BadInput(f"{key} is given twice: keep one of them")
            front = _with(front, key, value)
        except BadInput as error:
            raise BadInput(f"line {number} of the front matter: {error}") from error
        seen.add(key)
    return front


def _pair(line: str) -> tuple[str, str]:
    name, colon, rest = line.partition(":")
    key, value = name.rstrip(), rest.strip()
    if not colon or not key or key != name.strip() or (rest and not rest[0].isspace()):
        raise BadInput(f"cannot read {line[:60]!r}: write each line as 'key: value'")
    if key not in KEYS:
        raise BadInput(f"unknown key {key[:60]!r}: there are {', '.join(KEYS)}")
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    if not value:
        raise BadInput(f"{key} has no value: give one or leave the line out")
    return key, value


def _with(front: FrontMatter, key: str, value: str) -> FrontMatter:
    match key:
        case "title":
            return replace(front, title=value)
        case "published":
            return replace(front, published=Anchor(published=read_published(value)))
        case "source":
            return replace(front, source=_source(value))
        case _:
            return replace(front, language=_language(value))


def _source(value: str) -> str:
    if not value.casefold().startswith(("http://", "https://")) or any(map(str.isspace, value)):
        raise BadInput(
            f"cannot read source {value[:60]!r}: give an address such as https://a.example/1"
        )
    return value


def _language(value: str) -> str:
    if not _LANG.fullmatch(value):
        raise BadInput(f"cannot read language {value[:60]!r}: give its two letters, such as en")
    return value.casefold()
