"""Code lists: what each code means, in both languages, and where the list comes from."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base


class Code(Base):
    """One code of one list, for example ``market`` / ``ledig``."""

    __tablename__ = "code"

    list: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    label_nb: Mapped[str]
    label_en: Mapped[str]
    source: Mapped[str]
