"""What it takes to be public: owners' consents, what was done to publish, and who was reminded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity, one_of

#: What can have been done to a draft or a site on its way to the public and back.
EVENTS = (
    "sendt",
    "hentet",
    "endring_onsket",
    "planlagt",
    "avlyst",
    "publisert",
    "angret",
    "forkastet",
    "trukket",
    "gjenapnet",
    "arkivert",
    "hentet_fram",
    "synlighet",
    "feilet",
)


class OwnerConsent(Base):
    """An owner of private land agrees that it is marketed; told by role, never by name."""

    __tablename__ = "owner_consent"
    __table_args__ = (
        CheckConstraint("given_by ~ '[^[:space:]]' AND document_ref ~ '[^[:space:]]'", name="told"),
        CheckConstraint("given_on <= valid_until", name="dates"),
        CheckConstraint("num_nonnulls(withdrawn_on, withdrawn_by) IN (0, 2)", name="withdrawn"),
        Index("ix_owner_consent_parcel_id", "parcel_id"),
    )

    consent_id: Mapped[int] = identity()
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.parcel_id", ondelete="CASCADE"))
    #: Which role it was that agreed: "Grunneier", "Styreleder i eierselskapet".
    given_by: Mapped[str]
    given_on: Mapped[date]
    #: Where the document is: a number in the kommune's archive.
    document_ref: Mapped[str]
    valid_until: Mapped[date | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[str | None]


class DraftEvent(Base):
    """Something done to a draft or a site on its way to the public and back, with the message."""

    __tablename__ = "draft_event"
    __table_args__ = (
        one_of("what", EVENTS),
        Index("ix_draft_event_draft_id", "draft_id"),
        Index("ix_draft_event_site_id", "site_id"),
    )

    event_id: Mapped[int] = identity()
    #: Not foreign keys: what was done stays done.
    draft_id: Mapped[int | None] = mapped_column(BigInteger)
    site_id: Mapped[int | None] = mapped_column(BigInteger)
    kommunenummer: Mapped[str] = mapped_column(ForeignKey("kommune.kommunenummer"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    who: Mapped[str]
    what: Mapped[str]
    message: Mapped[str | None]
    #: What a publication replaced.
    undo: Mapped[dict[str, Any] | None]
    #: The public revision it led to.
    revision: Mapped[int | None] = mapped_column(BigInteger)


class Digest(Base):
    """The letter of a week to a person: written before it is sent, so that none goes twice."""

    __tablename__ = "digest"
    __table_args__ = (one_of("state", ("sending", "sent", "nothing", "refused")),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"), primary_key=True)
    #: The Monday the week begins with.
    week: Mapped[date] = mapped_column(primary_key=True)
    state: Mapped[str]
    tasks: Mapped[int]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
