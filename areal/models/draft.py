"""A draft of a site: what it is to be, beside what it was when the draft was begun."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity, one_of

STATES = ("kladd", "til_godkjenning", "endring_onsket", "publisert", "forkastet")


class Draft(Base):
    """A proposed whole of a site."""

    __tablename__ = "draft"
    __table_args__ = (
        one_of("state", STATES),
        Index(
            "uq_draft_site_id",
            "site_id",
            unique=True,
            postgresql_where=text("state IN ('kladd', 'til_godkjenning', 'endring_onsket')"),
        ),
    )

    draft_id: Mapped[int] = identity()
    kommunenummer: Mapped[str] = mapped_column(ForeignKey("kommune.kommunenummer"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.site_id"))
    slug: Mapped[str | None]
    title: Mapped[str]
    content: Mapped[dict[str, Any]]
    base: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    state: Mapped[str] = mapped_column(server_default=text("'kladd'"))
    publish_at: Mapped[datetime | None]
    withdraw_at: Mapped[datetime | None]
    created_by: Mapped[str]
    changed_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
