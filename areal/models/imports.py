"""Every load of sites and parcels is recorded: which file, who, when, how many."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity


class ImportBatch(Base):
    """One file, or set of files, that was taken into the catalogue."""

    __tablename__ = "import_batch"

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
