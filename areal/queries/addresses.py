"""What has a page of its own: published sites, each with the moment it last changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from areal.queries.connection import Connection, many, query


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """A published site by slug, and the last change of a parcel of it."""

    slug: str
    updated_at: datetime


def sites(connection: Connection) -> tuple[SiteAddress, ...]:
    """Return every published site, by slug."""
    return tuple(SiteAddress(**row) for row in many(connection, query("addresses")))
