"""Enquiries, who sent them, what was done about them, and how often sites were shown and chosen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity, one_of

STAGES = ("new", "talking", "visit", "offer", "settled", "lost")
LOST_WHY = (
    "no_site", "power", "price", "time", "elsewhere", "stopped", "silent", "spam", "other",
)  # fmt: skip
EVENTS = ("stage", "note", "answer", "shortlist", "forward", "reminder")
COUNTED = ("shown", "opened", "listed", "filtered")


class Enquiry(Base):
    """Somebody's need for land, without the somebody: what stays when the person is forgotten.

    It belongs to a kommune, or without one to the region as a whole. ``asked`` holds the values
    of the eight questions as ``areal.queries.match.need`` writes them: m², MW, metres, codes.
    """

    __tablename__ = "enquiry"
    __table_args__ = (
        one_of("stage", STAGES),
        one_of("lost_why", LOST_WHY),
        one_of("lang", ("nb", "en")),
        CheckConstraint("(stage = 'lost') = (lost_why IS NOT NULL)", name="lost"),
        Index("ix_enquiry_kommunenummer", "kommunenummer"),
        Index("ix_enquiry_received_at", "received_at"),
    )

    enquiry_id: Mapped[int] = identity()
    #: What the sender may quote; gone when the sender is forgotten.
    reference: Mapped[str | None] = mapped_column(unique=True)
    received_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    lang: Mapped[str]
    kommunenummer: Mapped[str | None] = mapped_column(ForeignKey("kommune.kommunenummer"))
    region_id: Mapped[str] = mapped_column(ForeignKey("region.region_id"))
    #: Slugs of the sites it is about, and their names as they were.
    site_slugs: Mapped[list[str]]
    site_names: Mapped[list[str]]
    asked: Mapped[dict[str, Any]]
    #: Whether something published fulfilled it when it came; None when nothing was asked.
    fits: Mapped[bool | None]
    stage: Mapped[str] = mapped_column(server_default=text("'new'"))
    lost_why: Mapped[str | None]
    #: When the stage, or anything else about it, last changed.
    touched_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    #: When the contacts were told of it, and last reminded.
    noticed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]


class EnquiryPerson(Base):
    """Who sent an enquiry, and what they wrote; deleted when its time is over."""

    __tablename__ = "enquiry_person"
    __table_args__ = (
        Index("ix_enquiry_person_email", text("lower(email)")),
        Index("ix_enquiry_person_digest", "digest"),
        CheckConstraint(
            "length(name) <= 120 AND length(organisation) <= 160 AND length(email) <= 254 "
            "AND length(phone) <= 40 AND length(message) <= 4000 AND length(words) <= 200",
            name="length",
        ),
        CheckConstraint("email ~ '^[^@[:space:]]+@[^@[:space:]]+$'", name="email"),
    )

    enquiry_id: Mapped[int] = mapped_column(
        ForeignKey("enquiry.enquiry_id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str]
    organisation: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    message: Mapped[str]
    #: The free words of the eighth question.
    words: Mapped[str]
    consented_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    #: Of all that was said, keyed: the same sent twice in a day is one enquiry.
    digest: Mapped[bytes] = mapped_column(LargeBinary)


class EnquiryEvent(Base):
    """Something done about an enquiry; its text goes when the sender is forgotten."""

    __tablename__ = "enquiry_event"
    __table_args__ = (one_of("kind", EVENTS), Index("ix_enquiry_event_enquiry_id", "enquiry_id"))

    event_id: Mapped[int] = identity()
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.enquiry_id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    author: Mapped[str]
    kind: Mapped[str]
    #: Stage, kommune or region it came to.
    code: Mapped[str | None]
    body: Mapped[str | None]


class ShortlistSent(Base):
    """Sites sent to somebody as a link that ends; ``views`` counts openings and nobody."""

    __tablename__ = "shortlist_sent"
    __table_args__ = (Index("ix_shortlist_sent_enquiry_id", "enquiry_id"),)

    shortlist_id: Mapped[int] = identity()
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.enquiry_id", ondelete="CASCADE"))
    #: Part of the address. It opens nothing that is not public, so it is kept as it is.
    token: Mapped[str | None] = mapped_column(unique=True)
    slugs: Mapped[list[str]]
    title: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    sent_by: Mapped[str]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(server_default=text("0"))


class SiteCount(Base):
    """How often a site was shown, opened, put on a shortlist or filtered out on one day.

    ``reason`` is the filter or question that left it out, else empty. Nothing tells by whom.
    """

    __tablename__ = "site_count"
    __table_args__ = (one_of("what", COUNTED),)

    day: Mapped[date] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    kommunenummer: Mapped[str] = mapped_column(ForeignKey("kommune.kommunenummer"))
    count: Mapped[int] = mapped_column(BigInteger)
