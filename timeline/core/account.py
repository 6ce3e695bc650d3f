"""Who may change things: accounts, and the keys that show whose a request is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_NAME = 60


class KeyKind(StrEnum):
    """What a key is for: a browser that signed in, or a program that uses the API."""

    SESSION = "session"
    TOKEN = "token"  # noqa: S105 - a word of the vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may add and edit. `name` stands in the history of what they change."""

    id: str
    name: str
    created_at: datetime

    def __post_init__(self) -> None:
        if not self.name or self.name != " ".join(self.name.split()) or len(self.name) > MOST_NAME:
            raise ValueError(f"not a name: {self.name!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of an account; the key itself is kept nowhere, only its digest. No end: None."""

    id: str
    account: Account
    kind: KeyKind
    name: str
    created_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """True until its end."""
        return self.expires_at is None or now < self.expires_at
