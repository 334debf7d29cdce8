"""Every load of sites and parcels is recorded: which file, who, when, how many."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ForeignKey, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, geometry, identity, one_of


class ImportBatch(Base):
    """One file, or set of files, that was taken into the catalogue."""

    __tablename__ = "import_batch"
    __table_args__ = (one_of("state", ("loaded", "undone")),)

    import_id: Mapped[int] = identity()
    name: Mapped[str]
    #: sha256 over the files as read; the newest of a name tells whether a file is news.
    checksum: Mapped[str]
    source: Mapped[str]
    source_date: Mapped[date | None]
    licence: Mapped[str]
    attribution: Mapped[str]
    #: True for eksempeldata; every page and export then says so.
    sample: Mapped[bool]
    notice_nb: Mapped[str | None]
    notice_en: Mapped[str | None]
    #: The date the data describes; a check of a frozen sample is made as of this day.
    as_of: Mapped[date | None]
    imported_by: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    counts: Mapped[dict[str, Any]]
    file_name: Mapped[str | None]
    format: Mapped[str | None]
    #: Heading of the file → field of the catalogue.
    mapping: Mapped[dict[str, Any] | None]
    #: What was said of the file when it was taken in.
    report: Mapped[dict[str, Any] | None]
    #: When everything was in; what changed later was built on it.
    loaded_at: Mapped[datetime | None]
    created_parcels: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    created_sites: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    state: Mapped[str] = mapped_column(server_default="loaded")
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class ImportChange(Base):
    """A site or parcel that an import changed, took away or took offline, as it was before."""

    __tablename__ = "import_change"
    __table_args__ = (
        one_of("subject", ("site", "parcel")),
        one_of("action", ("changed", "gone", "hidden")),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("import_batch.import_id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    action: Mapped[str]
    #: The whole row, and for what is gone also what hung on it.
    before: Mapped[dict[str, Any]]
    #: Field → [before, after].
    fields: Mapped[dict[str, Any]]


class ImportKept(Base):
    """A row that was kept out, with its reasons, until it is mended."""

    __tablename__ = "import_kept"

    import_id: Mapped[int] = mapped_column(ForeignKey("import_batch.import_id"), primary_key=True)
    row_no: Mapped[int] = mapped_column(primary_key=True)
    raw: Mapped[dict[str, Any]]
    geom: Mapped[Any | None] = geometry("GEOMETRY", nullable=True)
    issues: Mapped[list[Any]] = mapped_column(JSONB)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("import_batch.import_id"))
