"""The drafts that are kept: begun, read, saved by version, thrown away.

Every function works in the caller's transaction; one that is a person's (``accounts.acting``) can
neither read nor write drafts of kommuner the person has no role in.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.database import sql
from areal.drafts.content import Content, empty
from areal.drafts.merge import Change, Difference, merge
from areal.errors import ArealError, NotFound
from areal.models.draft import OPEN

#: Saved states that are kept of a draft, for editors who have had it open for long.
_KEPT = 200


class DraftClosed(ArealError):
    """A draft that was published or thrown away is not changed any more."""

    code = "draft-closed"


@dataclass(frozen=True)
class Draft:
    """A draft; ``taken`` is what came in from others in the save that returned it."""

    draft_id: int
    kommunenummer: str
    site_id: int | None
    slug: str | None
    title: str
    content: Content
    base: Content
    version: int
    state: str
    publish_at: datetime | None
    withdraw_at: datetime | None
    created_by: str
    changed_by: str
    created_at: datetime
    changed_at: datetime
    taken: tuple[Change, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether it is worked on."""
        return self.state in OPEN


@dataclass(frozen=True)
class Conflict:
    """Two changed the same: nothing was saved. ``merged`` has theirs where the two differ."""

    draft: Draft
    differences: tuple[Difference, ...]
    taken: tuple[Change, ...]
    merged: Content


def snapshot(connection: Connection, site_id: int) -> Content:
    """Return a site as the catalogue has it now; raises ``NotFound``."""
    found: Content | None = connection.execute(
        text(sql("drafts/content.sql")), {"site_id": site_id}
    ).scalar()
    if found is None:
        raise NotFound(f"There is no site {site_id}.", hint="See the list of sites.")
    return found


def open_draft(
    connection: Connection,
    person: Person,
    site_id: int | None,
    kommunenummer: str,
    *,
    title: str = "",
    slug: str | None = None,
) -> Draft:
    """Return the draft of a site that is worked on, begun now if there is none.

    ``site_id`` None begins that of a new site. Raises ``Forbidden``, and ``NotFound`` for a site
    that is not in the kommune.
    """
    person.require(Permission.EDIT, kommunenummer)
    if site_id is not None:
        held = _open_of_site(connection, site_id)
        if held is not None:
            return load(connection, held)
        where = connection.execute(
            text("SELECT kommunenummer, name FROM areal.site WHERE site_id = :id"), {"id": site_id}
        ).one_or_none()
        if where is None or where.kommunenummer != kommunenummer:
            raise NotFound(f"There is no site {site_id} in kommune {kommunenummer}.")
        base, title = snapshot(connection, site_id), where.name
    else:
        base = empty()
    content = base if site_id is not None else {**base, "site": {"name": title, "slug": slug}}
    made = connection.execute(
        text(
            "INSERT INTO areal.draft (kommunenummer, site_id, slug, title, content, base, "
            "created_by, changed_by) VALUES (:kommunenummer, :site_id, :slug, :title, "
            "CAST(:content AS jsonb), CAST(:base AS jsonb), :who, :who) "
            "ON CONFLICT (site_id) WHERE state IN ('kladd', 'til_godkjenning', 'endring_onsket') "
            "DO NOTHING RETURNING draft_id"
        ),
        {
            "kommunenummer": kommunenummer,
            "site_id": site_id,
            "slug": slug,
            "title": title,
            "content": json.dumps(content),
            "base": json.dumps(base),
            "who": person.author,
        },
    ).scalar()
    if made is None:
        # Somebody else began it at the same moment.
        assert site_id is not None  # noqa: S101 - new sites can't meet
        made = _open_of_site(connection, site_id)
        assert made is not None  # noqa: S101 - it was in the way
        return load(connection, made)
    _keep_version(connection, made, 1, content, person.author)
    return load(connection, made)


def load(connection: Connection, draft_id: int) -> Draft:
    """Return a draft; raises ``NotFound``, also for one the transaction may not read."""
    row = connection.execute(
        text("SELECT * FROM areal.draft WHERE draft_id = :id"), {"id": draft_id}
    ).one_or_none()
    return _draft(row, draft_id)


def at(connection: Connection, draft: Draft, version: int) -> Content:
    """Return a draft as it was saved in a version; as it is now when that is long ago."""
    if version == draft.version:
        return draft.content
    return _version(connection, draft.draft_id, version) or draft.content


@dataclass(frozen=True)
class Listed:
    """A site of the catalogue, or a new one, with the draft that is worked on if there is one."""

    site_id: int | None
    name: str
    kommunenummer: str
    kommune: str
    published: bool
    parcels: int
    area_m2: float
    draft_id: int | None
    state: str | None
    changed_at: datetime | None
    changed_by: str | None


def sites(connection: Connection, kommuner: Collection[str]) -> tuple[Listed, ...]:
    """Return the sites of some kommuner, published or not, and the drafts of new ones."""
    rows = connection.execute(text(sql("drafts/sites.sql")), {"kommuner": sorted(kommuner)})
    return tuple(Listed(*row) for row in rows)


def kommune_of(connection: Connection, site_id: int) -> str:
    """Return the kommune a site lies in; raises ``NotFound``."""
    found: str | None = connection.execute(
        text("SELECT kommunenummer FROM areal.site WHERE site_id = :id"), {"id": site_id}
    ).scalar()
    if found is None:
        raise NotFound(f"There is no site {site_id}.", hint="See the list of sites.")
    return found


def kommune_names(connection: Connection, kommuner: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return number and name of some kommuner, by name."""
    rows = connection.execute(
        text(
            "SELECT kommunenummer, name FROM areal.kommune WHERE kommunenummer = ANY(:mine) "
            'ORDER BY name COLLATE "nb-x-icu"'
        ),
        {"mine": sorted(kommuner)},
    )
    return tuple((row.kommunenummer, row.name) for row in rows)


def save(
    connection: Connection, person: Person, draft_id: int, version: int, content: Content
) -> Draft | Conflict:
    """Save what somebody made of ``version`` of a draft.

    Where others have saved since, the two are merged by field. If both changed the same field
    nothing is saved, and the ``Conflict`` says what each made of it. Raises ``Forbidden``,
    ``NotFound`` and ``DraftClosed``.
    """
    held = _locked(connection, person, draft_id)
    taken: tuple[Change, ...] = ()
    if held.version != version:
        base = _version(connection, draft_id, version) or held.base
        merged = merge(base, content, held.content)
        if merged.differences:
            return Conflict(held, merged.differences, merged.taken, merged.content)
        content, taken = merged.content, merged.taken
    if content == held.content:
        return _with(held, taken)
    title = str(content["site"].get("name") or held.title)
    connection.execute(
        text(
            "UPDATE areal.draft SET content = CAST(:content AS jsonb), title = :title, "
            "version = version + 1, changed_by = :who, changed_at = clock_timestamp() "
            "WHERE draft_id = :id"
        ),
        {"id": draft_id, "content": json.dumps(content), "title": title, "who": person.author},
    )
    _keep_version(connection, draft_id, held.version + 1, content, person.author)
    return _with(load(connection, draft_id), taken)


def discard(connection: Connection, person: Person, draft_id: int) -> None:
    """Throw a draft away: it stays on record and is not worked on any more."""
    _locked(connection, person, draft_id)
    connection.execute(
        text(
            "UPDATE areal.draft SET state = 'forkastet', changed_by = :who, "
            "changed_at = clock_timestamp() WHERE draft_id = :id"
        ),
        {"id": draft_id, "who": person.author},
    )


def _locked(connection: Connection, person: Person, draft_id: int) -> Draft:
    row = connection.execute(
        text("SELECT * FROM areal.draft WHERE draft_id = :id FOR UPDATE"), {"id": draft_id}
    ).one_or_none()
    held = _draft(row, draft_id)
    person.require(Permission.EDIT, held.kommunenummer)
    if not held.is_open:
        raise DraftClosed(
            f"Draft {draft_id} is not worked on any more.", hint="Begin a new one from the site."
        )
    return held


def _draft(row: Row[Any] | None, draft_id: int) -> Draft:
    if row is None:
        raise NotFound(f"There is no draft {draft_id}.", hint="See the list of sites.")
    return Draft(**row._mapping)


def _with(draft: Draft, taken: tuple[Change, ...]) -> Draft:
    return Draft(**{**draft.__dict__, "taken": taken})


def _open_of_site(connection: Connection, site_id: int) -> int | None:
    found: int | None = connection.execute(
        text("SELECT draft_id FROM areal.draft WHERE site_id = :id AND state = ANY(:open)"),
        {"id": site_id, "open": list(OPEN)},
    ).scalar()
    return found


def _version(connection: Connection, draft_id: int, version: int) -> Content | None:
    found: Content | None = connection.execute(
        text("SELECT content FROM areal.draft_version WHERE draft_id = :id AND version = :version"),
        {"id": draft_id, "version": version},
    ).scalar()
    return found


def _keep_version(
    connection: Connection, draft_id: int, version: int, content: Content, who: str
) -> None:
    connection.execute(
        text(
            "INSERT INTO areal.draft_version (draft_id, version, content, saved_by) "
            "VALUES (:id, :version, CAST(:content AS jsonb), :who)"
        ),
        {"id": draft_id, "version": version, "content": json.dumps(content), "who": who},
    )
    connection.execute(
        text("DELETE FROM areal.draft_version WHERE draft_id = :id AND version <= :old"),
        {"id": draft_id, "old": version - _KEPT},
    )
