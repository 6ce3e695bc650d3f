"""Single facts about the store as a whole."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from timeline.store.columns import Instant
from timeline.store.tables.base import Base


class MarkRow(Base):
    """One fact about the store as a whole: its version, the samples loaded, the last beat."""

    __tablename__ = "mark"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
