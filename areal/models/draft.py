"""The draft (kladd) of a site: what it is proposed to become, and every state it was saved in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity, one_of

STATES = ("kladd", "til_godkjenning", "endring_onsket", "publisert", "forkastet")
#: States in which a draft is worked on; a site has at most one such draft.
OPEN = ("kladd", "til_godkjenning", "endring_onsket")
_IS_OPEN = "state IN ('kladd', 'til_godkjenning', 'endring_onsket')"


class Draft(Base):
    """A proposal for the whole of a site, with the catalogue as it stood when it was begun."""

    __tablename__ = "draft"
    __table_args__ = (
        one_of("state", STATES),
        Index("ix_draft_kommunenummer", "kommunenummer"),
        Index("uq_draft_open_site", "site_id", unique=True, postgresql_where=text(_IS_OPEN)),
    )

    draft_id: Mapped[int] = identity()
    kommunenummer: Mapped[str] = mapped_column(ForeignKey("kommune.kommunenummer"))
    #: None for a site that is not in the catalogue yet.
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.site_id", ondelete="SET NULL"))
    #: The address a new site is to have.
    slug: Mapped[str | None]
    title: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    base: Mapped[dict[str, Any]] = mapped_column(JSONB)
    #: One more with every save; who saves says which one they changed.
    version: Mapped[int] = mapped_column(server_default=text("1"))
    state: Mapped[str] = mapped_column(server_default="kladd")
    publish_at: Mapped[datetime | None]
    withdraw_at: Mapped[datetime | None]
    created_by: Mapped[str]
    changed_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class DraftVersion(Base):
    """A state a draft was saved in: what the changes of two editors are told apart by."""

    __tablename__ = "draft_version"

    draft_id: Mapped[int] = mapped_column(
        ForeignKey("draft.draft_id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    saved_by: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
