"""Files that staff send in: what becomes of each, and what the columns of a sender mean."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity, one_of

STATES = (
    "reading", "read", "checking", "checked", "loading", "loaded", "failed", "undone", "removed",
)  # fmt: skip


class ImportJob(Base):
    """A file that somebody sent in, from the upload until it is loaded, undone or removed."""

    __tablename__ = "import_job"
    __table_args__ = (
        one_of("state", STATES),
        Index("ix_import_job_account_id", "account_id"),
    )

    job_id: Mapped[int] = identity()
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    #: The kommune the whole file is about; None for several.
    kommunenummer: Mapped[str | None] = mapped_column(ForeignKey("kommune.kommunenummer"))
    #: What the sender is called; what its columns mean is kept under that name.
    sender: Mapped[str]
    file_name: Mapped[str]
    #: Name of the file in the folder of uploads, and bytes; the file goes when it is out of date.
    stored_as: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    #: Coordinate system, layer, charset, site: what the sender was asked beside the file.
    asked: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    #: Headings of the file, in their order, with what each was recognised as and some values.
    headings: Mapped[list[Any] | None] = mapped_column(JSONB)
    #: Heading → field, as it was confirmed.
    columns: Mapped[dict[str, Any] | None]
    rows_read: Mapped[int] = mapped_column(server_default=text("0"))
    rows_all: Mapped[int | None]
    report: Mapped[dict[str, Any] | None]
    #: Why it failed, in both languages, with what to do.
    failure: Mapped[dict[str, Any] | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.import_id"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    #: The last sign of life of whoever works on it.
    beat_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ImportSender(Base):
    """What the columns of a sender's files mean, as somebody confirmed it the last time."""

    __tablename__ = "import_sender"
    __table_args__ = (
        Index(
            "uq_import_sender_name",
            "kommunenummer",
            "account_id",
            "name",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    sender_id: Mapped[int] = identity()
    #: Whose it is: a kommune's, or one person's for files about several.
    kommunenummer: Mapped[str | None] = mapped_column(ForeignKey("kommune.kommunenummer"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.account_id"))
    name: Mapped[str]
    columns: Mapped[dict[str, Any]]
    asked: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    saved_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
