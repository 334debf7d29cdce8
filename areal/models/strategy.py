"""The strategy as it was when it was checked: a snapshot with its rules, kept for ever."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from areal.models.base import Base, identity, one_of

VERDICTS = ("met", "consider", "deviates", "not_mapped", "missing", "not_relevant", "error")


class StrategySnapshot(Base):
    """The exact text of a strategy file; another text is another snapshot."""

    __tablename__ = "strategy_snapshot"
    __table_args__ = (one_of("status", ("vedtatt", "høring", "utkast")),)

    snapshot_id: Mapped[int] = identity()
    sha256: Mapped[str] = mapped_column(unique=True)
    strategy_id: Mapped[str]
    title_nb: Mapped[str]
    title_en: Mapped[str]
    status: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    document: Mapped[dict[str, Any]]
    yaml: Mapped[str]
    stored_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class StrategyRule(Base):
    """A rule of a snapshot, as the pages show it; the engine reads the YAML itself."""

    __tablename__ = "strategy_rule"
    __table_args__ = (
        one_of("subject", ("parcel", "kommune", "region")),
        one_of("level", ("skal", "bør")),
        one_of("wording", ("quoted", "constructed")),
    )

    snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("strategy_snapshot.snapshot_id"), primary_key=True
    )
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    subject: Mapped[str]
    level: Mapped[str]
    theme: Mapped[str]
    kind: Mapped[str]
    title_nb: Mapped[str]
    title_en: Mapped[str]
    text_nb: Mapped[str]
    text_en: Mapped[str]
    wording: Mapped[str]
    section_nb: Mapped[str]
    section_en: Mapped[str]
    page: Mapped[int | None]
    why_nb: Mapped[str | None]
    why_en: Mapped[str | None]
    limits: Mapped[dict[str, Any]]
    layers: Mapped[list[str]] = mapped_column(ARRAY(Text))


class DeviationGrant(Base):
    """A godkjent avvik: a body's decision laid over a finding, which stays visible under it."""

    __tablename__ = "deviation_grant"
    __table_args__ = (
        CheckConstraint("decided_on <= valid_until AND decided_on <= withdrawn_on", name="dates"),
        CheckConstraint(
            "num_nonnulls(withdrawn_on, withdrawn_by, withdrawn_why) IN (0, 3)", name="withdrawn"
        ),
        CheckConstraint(
            " AND ".join(f"{name} ~ '[^[:space:]]'" for name in ("body", "case_ref", "reason")),
            name="told",
        ),
        Index("ix_deviation_grant_parcel_id", "parcel_id"),
    )

    grant_id: Mapped[int] = identity()
    strategy_id: Mapped[str]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.parcel_id"))
    rule_code: Mapped[str]
    body: Mapped[str]
    case_ref: Mapped[str]
    decided_on: Mapped[date]
    valid_until: Mapped[date | None]
    reason: Mapped[str]
    created_by: Mapped[str] = mapped_column(server_default=text("CURRENT_USER"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    #: A grant is never deleted: withdrawn, it stays with the day, the author and the reason.
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    changed_by: Mapped[str] = mapped_column(server_default=text("CURRENT_USER"))


class DeviationGrantHistory(Base):
    """A former state of a grant, with the period it stood and who made it."""

    __tablename__ = "deviation_grant_history"
    __table_args__ = (
        Index("ix_deviation_grant_history_period", "grant_id", "period", postgresql_using="gist"),
    )

    history_id: Mapped[int] = identity()
    grant_id: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    author: Mapped[str]
    state: Mapped[dict[str, Any]]
    #: Who ended the state, by changing or removing it, and in which import, if it was one.
    ended_by: Mapped[str | None]
    ended_import: Mapped[int | None] = mapped_column(BigInteger)
