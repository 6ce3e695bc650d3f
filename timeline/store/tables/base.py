"""What every table is built on: the metadata, and the kinds of columns that many share."""

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase

from timeline.store.columns import key_type

Id = key_type(32)
Moment = String(40)  # ISO 8601, a civil date or an instant with its own offset


class Base(DeclarativeBase):
    """The metadata that the migrations are compared with."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
