"""What somebody asked for and nothing published fulfilled: values and a day, nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity


class UnmetNeed(Base):
    """One set of requirements that found no full answer on one day.

    ``asked`` holds bounded values and codes, never free text; areas are m², distances metres. The
    same values on the same day are one row, whoever asked and however often.
    """

    __tablename__ = "unmet_need"
    __table_args__ = (UniqueConstraint("day", "digest"),)

    need_id: Mapped[int] = identity()
    day: Mapped[date]
    #: sha256 of ``asked`` as PostgreSQL writes it.
    digest: Mapped[str]
    asked: Mapped[dict[str, Any]] = mapped_column()
