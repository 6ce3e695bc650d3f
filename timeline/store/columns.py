"""Column types that give core values, the same on SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

_Word = TypeVar("_Word", bound=StrEnum)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant as the database keeps it: SQLite has no zones, so UTC without one."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"an instant needs a zone: {value}")
        moved = value.astimezone(UTC)
        return moved.replace(tzinfo=None) if dialect.name == "sqlite" else moved

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Word(TypeDecorator[_Word], Generic[_Word]):
    """One word of a vocabulary; the column's CHECK holds the same words."""

    impl = String(20)
    cache_ok = True

    def __init__(self, vocabulary: type[_Word]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: _Word | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The word as text."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> _Word | None:  # noqa: ARG002
        """The word as the vocabulary's member."""
        return None if value is None else self.vocabulary(value)


def key_type(length: int) -> TypeEngine[str]:
    """Text that is ordered by its code points on both databases, as ids are."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def one_of(column: str, words: Iterable[str]) -> str:
    """The SQL condition that `column` holds one of `words` (or NULL, where it may)."""
    return f"{column} IN ({', '.join(repr(str(word)) for word in words)})"
