"""Drafts as they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.database import sql
from areal.errors import NotFound


@dataclass(frozen=True)
class Draft:
    """A proposed whole of a site."""

    draft_id: int
    kommunenummer: str
    site_id: int | None
    slug: str | None
    title: str
    content: Mapping[str, Any]
    base: Mapping[str, Any]
    version: int
    state: str
    publish_at: datetime | None
    withdraw_at: datetime | None
    created_by: str
    changed_by: str
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved first."""

    draft: Draft


def load(connection: Connection, draft_id: int) -> Draft:
    """Return a draft; raises ``NotFound``."""
    row = (
        connection.execute(
            text(
                "SELECT draft_id, kommunenummer, site_id, slug, title, content, base, version, "
                "state, publish_at, withdraw_at, created_by, changed_by, created_at, changed_at "
                "FROM areal.draft WHERE draft_id = :id"
            ),
            {"id": draft_id},
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFound(f"There is no draft {draft_id}.")
    return Draft(**row)


def open_draft(
    connection: Connection, person: Person, site_id: int | None, kommunenummer: str
) -> Draft:
    """Return the open draft of a site, or begin one."""
    person.require(Permission.EDIT, kommunenummer)
    content = {"site": {}, "parcels": [], "media": []}
    slug, title = None, ""
    if site_id is not None:
        row = connection.execute(text(sql("drafts/content.sql")), {"site_id": site_id}).one()
        content, slug, title = row.content, row.slug, row.name
    draft_id = connection.execute(
        text(
            "INSERT INTO areal.draft (kommunenummer, site_id, slug, title, content, base, "
            "created_by, changed_by) VALUES (:k, :site_id, :slug, :title, CAST(:c AS jsonb), "
            "CAST(:c AS jsonb), :who, :who) RETURNING draft_id"
        ),
        {
            "k": kommunenummer,
            "site_id": site_id,
            "slug": slug,
            "title": title,
            "c": json.dumps(content),
            "who": person.author,
        },
    ).scalar_one()
    return load(connection, draft_id)


def save(
    connection: Connection, person: Person, draft_id: int, version: int, content: Mapping[str, Any]
) -> Draft | Conflict:
    """Save a draft as it was made from ``version``."""
    done = connection.execute(
        text(
            "UPDATE areal.draft SET content = CAST(:c AS jsonb), version = version + 1, "
            "title = coalesce(CAST(:c AS jsonb) #>> '{site,name}', title), changed_by = :who, "
            "changed_at = clock_timestamp() WHERE draft_id = :id AND version = :version"
        ),
        {"c": json.dumps(content), "who": person.author, "id": draft_id, "version": version},
    )
    draft = load(connection, draft_id)
    return draft if done.rowcount else Conflict(draft)
