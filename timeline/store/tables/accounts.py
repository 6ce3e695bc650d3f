"""Accounts, and the keys of people and programs."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timeline.core.account import KeyKind
from timeline.store.columns import Instant, Word, one_of
from timeline.store.tables.base import Base, Id


class AccountRow(Base):
    """Who may add and edit; `password` is its Argon2 hash, `folded` the name in lower case."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    password: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("folded"),  # find_account
    )


class KeyRow(Base):
    """A session or an API token; `digest` is that of the key (SHA-256), which is kept nowhere."""

    __tablename__ = "access_key"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[KeyKind] = mapped_column(Word(KeyKind))
    name: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("digest"),  # find_key
        CheckConstraint(one_of("kind", KeyKind), name="kind"),
        Index(None, "account_id"),  # find_keys
    )
