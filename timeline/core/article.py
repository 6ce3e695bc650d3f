"""What is read: an article, the date that anchors it, its text cut into sentences and tokens."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from timeline.core.errors import BadInput
from timeline.core.precision import civil


class AnchorSource(StrEnum):
    """Where a publication date came from, the surest first."""

    GIVEN = "given"
    METADATA = "metadata"
    URL = "url"
    BYLINE = "byline"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The publication date that relative expressions count from (TimeML's document creation time).

    `published` is a civil date, or an aware instant where the hour is known.
    """

    published: date | datetime
    source: AnchorSource = AnchorSource.GIVEN

    def __post_init__(self) -> None:
        if isinstance(self.published, datetime) and self.published.utcoffset() is None:
            raise ValueError(f"published {self.published} needs a zone")

    @property
    def day(self) -> date:
        """The civil date of publication, on the clock it was given in."""
        return civil(self.published)

    @property
    def instant(self) -> datetime:
        """The UTC instant that orders articles; a civil date counts from its midnight in UTC."""
        if isinstance(self.published, datetime):
            return self.published.astimezone(UTC)
        return datetime(self.published.year, self.published.month, self.published.day, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    r"""A text with its anchor. `lang` is ISO 639-1; `id` is empty until the store has it.

    `text` keeps the characters that were given, with newlines as `\n`: all offsets count in it.
    """

    text: str
    anchor: Anchor
    lang: str = "en"
    title: str = ""
    url: str | None = None
    id: str = ""
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `start` to `end` of the article, end exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}..{self.end} is empty or reversed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word. `head` is the index of its governor in the sentence (its own for the root).

    `lemma`, `pos`, `tag`, `dep`, `head` and `entity` are empty (`head` -1) where no pipeline serves
    the language; `pos` is universal (UD), `tag` and `dep` are the pipeline's own.
    """

    text: str
    start: int
    end: int
    lemma: str = ""
    pos: str = ""
    tag: str = ""
    dep: str = ""
    head: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A named thing: `label` is the pipeline's (PERSON, GPE, ORG, NORP, LOC, FAC, EVENT …)."""

    text: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with article offsets. `paragraph` counts from 0."""

    text: str
    start: int
    end: int
    paragraph: int = 0
    tokens: tuple[Token, ...] = ()
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article cut into sentences, in text order and without overlap."""

    article: Article
    sentences: tuple[Sentence, ...]
    parsed: bool = False


def read_published(text: str) -> date | datetime:
    """A publication date from ISO 8601: a civil date, or an instant (UTC where no offset stands).

    Raises BadInput otherwise.

    >>> read_published("2025-07-17")
    datetime.date(2025, 7, 17)
    """
    cleaned = text.strip()
    try:
        if len(cleaned) == len("2025-07-17"):
            return date.fromisoformat(cleaned)
        moment = datetime.fromisoformat(cleaned)
    except ValueError:
        raise BadInput(
            f"cannot read published {text!r}: give an ISO date such as 2025-07-17"
        ) from None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a source gave, before it is an article: anything that it could not tell is None.

    `anchor` is None where no publication date was found that may be trusted; `guess` is then the
    ISO date that a person may confirm, or None where nothing even suggests one.
    """

    text: str
    title: str = ""
    lang: str | None = None
    url: str | None = None
    anchor: Anchor | None = None
    guess: str | None = None
