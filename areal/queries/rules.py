"""The rules of the published strategy, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from areal.queries.connection import Connection, many, query
from areal.queries.texts import Text, optional


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the strategy words it, with what it is measured by."""

    code: str
    position: int
    #: parcel, kommune or region.
    subject: str
    #: skal or bør.
    level: str
    theme: str
    kind: str
    title: Text
    text: Text
    #: quoted: the document's own words; constructed: ours.
    wording: str
    document: str | None
    section: Text
    page: int | None
    url: str | None
    why: Text | None
    limits: Mapping[str, Any]
    #: Ids of the layers it is measured against.
    layers: tuple[str, ...]


def list_rules(connection: Connection, subject: str | None = None) -> tuple[Rule, ...]:
    """Return the rules in the order of the strategy; ``subject`` keeps parcel, kommune or region.

    The parcel rules are, in this order, the cells of every strip.
    """
    return tuple(from_row(row) for row in many(connection, query("rules"), subject=subject))


def from_row(row: RowMapping) -> Rule:
    """Make a rule of a row that has the columns of ``published.rule``."""
    return Rule(
        code=row["code"],
        position=row["position"],
        subject=row["subject"],
        level=row["level"],
        theme=row["theme"],
        kind=row["kind"],
        title=Text(row["title_nb"], row["title_en"]),
        text=Text(row["text_nb"], row["text_en"]),
        wording=row["wording"],
        document=row["document"],
        section=Text(row["section_nb"], row["section_en"]),
        page=row["page"],
        url=row["url"],
        why=optional(row["why_nb"], row["why_en"]),
        limits=row["limits"] or {},
        layers=tuple(row["layers"] or ()),
    )
