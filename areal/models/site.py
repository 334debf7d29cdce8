"""The site (næringsområde): a named place that is marketed as one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity, one_of

CATEGORIES = ("regional", "kommunal", "lokal")
AREA_CLASSES = ("A", "B", "C")


class Site(Base):
    """A næringsområde with its profile and its contact point (a role, never a private person)."""

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]*$'", name="slug"),
        one_of("category", CATEGORIES),
        one_of("area_class", AREA_CLASSES),
        Index("ix_site_kommunenummer", "kommunenummer"),
        Index(
            "ix_site_name_folded",
            text("areal.folded(name) gin_trgm_ops"),
            postgresql_using="gin",
        ),
    )

    site_id: Mapped[int] = identity()
    #: Stable part of the public address.
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kommunenummer: Mapped[str] = mapped_column(ForeignKey("kommune.kommunenummer"))
    category: Mapped[str]
    area_class: Mapped[str]
    description_nb: Mapped[str | None]
    description_en: Mapped[str | None]
    highlights_nb: Mapped[list[str]]
    highlights_en: Mapped[list[str]]
    focus_areas: Mapped[list[str]]
    contact_role: Mapped[str | None]
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]
    verified_on: Mapped[date | None]
    verified_by: Mapped[str | None]
    verified_how: Mapped[str | None]
    #: Only published sites, and their published parcels, leave the catalogue.
    published: Mapped[bool]
    #: What of it the kommune lets the public see.
    show_price: Mapped[bool] = mapped_column(server_default=text("true"))
    show_power: Mapped[bool] = mapped_column(server_default=text("true"))
    show_contact: Mapped[bool] = mapped_column(server_default=text("true"))
    #: Put away for good: not public, and on no list of what is worked with.
    archived: Mapped[bool] = mapped_column(server_default=text("false"))
    #: When it is to be withdrawn by itself.
    withdraw_at: Mapped[datetime | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.import_id"))
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    changed_by: Mapped[str] = mapped_column(server_default=text("CURRENT_USER"))
    #: The import whose transaction made this state; None for a change by hand.
    changed_import: Mapped[int | None] = mapped_column(BigInteger)


class SiteMedia(Base):
    """A photo, dronefilm or document of a site."""

    __tablename__ = "site_media"
    __table_args__ = (one_of("kind", ("photo", "dronefilm", "document")),)

    site_id: Mapped[int] = mapped_column(
        ForeignKey("site.site_id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    url: Mapped[str]
    alt_nb: Mapped[str]
    alt_en: Mapped[str]
    credit: Mapped[str]
    licence: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    changed_by: Mapped[str] = mapped_column(server_default=text("CURRENT_USER"))
    changed_import: Mapped[int | None] = mapped_column(BigInteger)


class SiteShown(Base):
    """A site the public has seen, as it was when it was last published; kept when it goes."""

    __tablename__ = "site_shown"

    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kommunenummer: Mapped[str] = mapped_column(ForeignKey("kommune.kommunenummer"))
    category: Mapped[str]
    #: Area of its parcels, to find others of the same size.
    area_m2: Mapped[float]


class SiteHistory(Base):
    """A former state of a site, with the period it stood and who made it."""

    __tablename__ = "site_history"
    __table_args__ = (
        Index("ix_site_history_period", "site_id", "period", postgresql_using="gist"),
    )

    history_id: Mapped[int] = identity()
    site_id: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    author: Mapped[str]
    state: Mapped[dict[str, Any]]
    #: Who ended the state, by changing or removing it, and in which import, if it was one.
    ended_by: Mapped[str | None]
    ended_import: Mapped[int | None] = mapped_column(BigInteger)


class SiteMediaHistory(Base):
    """A former state of a photo, film or document, with the period it stood and who made it."""

    __tablename__ = "site_media_history"
    __table_args__ = (
        Index("ix_site_media_history_period", "site_id", "period", postgresql_using="gist"),
    )

    history_id: Mapped[int] = identity()
    site_id: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    author: Mapped[str]
    state: Mapped[dict[str, Any]]
    #: Who ended the state, by changing or removing it, and in which import, if it was one.
    ended_by: Mapped[str | None]
    ended_import: Mapped[int | None] = mapped_column(BigInteger)
