"""Who may work in the catalogue: accounts, their rights, their sessions, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity, one_of

STAFF_ROLES = ("reader", "editor", "publisher", "planner", "contact", "admin")


def _of_account() -> Mapped[int]:
    return mapped_column(ForeignKey("account.account_id"), primary_key=True)


class Account(Base):
    """A person on the staff; what proves who they are is kept in ``account_secret``."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "email = lower(email) AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'", name="email"
        ),
        CheckConstraint("name ~ '[^[:space:]]'", name="name"),
        CheckConstraint("num_nonnulls(issuer, subject) IN (0, 2)", name="subject"),
        Index("uq_account_issuer_subject", "issuer", "subject", unique=True),
    )

    account_id: Mapped[int] = identity()
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    #: Who the provider says it is, from the first sign-in through it on.
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    created_by: Mapped[str]
    signed_in_at: Mapped[datetime | None]
    #: Whether the person wants the weekly letter of tasks.
    digest: Mapped[bool] = mapped_column(server_default=text("true"))


class AccountSecret(Base):
    """What a person proves themselves with; no log-in but the owner's reads the table."""

    __tablename__ = "account_secret"

    account_id: Mapped[int] = _of_account()
    #: Argon2id, with its parameters.
    password_hash: Mapped[str | None]
    #: The shared secret of the second factor, encrypted with the installation's key.
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed: Mapped[bool] = mapped_column(server_default=text("false"))
    #: The last 30-second step a code was taken for: none is taken twice.
    totp_step: Mapped[int | None] = mapped_column(BigInteger)


class RecoveryCode(Base):
    """A code for when the second factor is lost: sha256, struck out when it is used."""

    __tablename__ = "recovery_code"

    account_id: Mapped[int] = _of_account()
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class FormDone(Base):
    """A form that has been done: sent again, it is answered as before."""

    __tablename__ = "form_done"

    account_id: Mapped[int] = _of_account()
    #: sha256 of the number the form carried.
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    result: Mapped[str]
    done_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class AccountLink(Base):
    """An address that lets a person choose a password, once and not for long."""

    __tablename__ = "account_link"
    __table_args__ = (Index("ix_account_link_account_id", "account_id"),)

    #: sha256 of what stands in the address.
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    expires_at: Mapped[datetime]


class Membership(Base):
    """A role of a person, in one kommune or in all of a region."""

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", STAFF_ROLES),
        CheckConstraint("num_nonnulls(kommunenummer, region_id) = 1", name="place"),
        Index(
            "uq_membership_account_id_role_kommunenummer_region_id",
            "account_id",
            "role",
            "kommunenummer",
            "region_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    membership_id: Mapped[int] = identity()
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    role: Mapped[str]
    kommunenummer: Mapped[str | None] = mapped_column(ForeignKey("kommune.kommunenummer"))
    region_id: Mapped[str | None] = mapped_column(ForeignKey("region.region_id"))
    given_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    given_by: Mapped[str]


class StaffSession(Base):
    """Somebody at a browser, on the way in or signed in, until it ends."""

    __tablename__ = "staff_session"
    __table_args__ = (
        one_of("stage", ("code", "enrol", "in")),
        Index("ix_staff_session_account_id", "account_id"),
        Index("ix_staff_session_expires_at", "expires_at"),
    )

    #: sha256 of what the browser holds: who reads the table can't become anybody.
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.account_id"))
    stage: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]


class RateLimit(Base):
    """How often something was tried, by the hash of what is counted, until it is forgotten."""

    __tablename__ = "rate_limit"
    __table_args__ = (Index("ix_rate_limit_expires_at", "expires_at"),)

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    hits: Mapped[int]
    expires_at: Mapped[datetime]


class AuditLog(Base):
    """Who did what, when, with what stood before and after: added to, never changed."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_subject", "subject", "subject_id"),
        Index("ix_audit_log_at", "at"),
    )

    audit_id: Mapped[int] = identity()
    at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    #: Not a foreign key: what was done stays done.
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    author: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    kommunenummer: Mapped[str | None]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
