"""Write a draft into the catalogue, show the site, check it again; and put all of it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, IntegrityError

from areal.clock import today
from areal.drafts.apply import Applied, Moved, apply, revert
from areal.drafts.store import Draft, snapshot
from areal.errors import InputError
from areal.publishing import sites
from areal.publishing.again import check_and_publish
from areal.publishing.moves import MoveRefused


@dataclass(frozen=True)
class Written:
    """A draft that is in the catalogue: what of it is kept back, and how to undo it."""

    site_id: int
    slug: str
    revision: int
    #: Parcels that stay hidden until an owner agrees.
    held_back: tuple[str, ...]
    undo: Mapping[str, Any]


def write(connection: Connection, draft: Draft, author: str) -> Written:
    """Apply a draft and publish its site, in a transaction of the service.

    Raises ``MoveRefused`` when the catalogue has moved in the same fields, refuses a value, or
    nothing would be left to show.
    """
    before = None if draft.site_id is None else sites.load(connection, draft.site_id)
    try:
        applied = apply(connection, draft)
    except Moved as moved:
        raise MoveRefused("moved", _places(moved)) from moved
    except InputError as error:
        raise MoveRefused("rules", (error.message,)) from error
    except (IntegrityError, DataError) as error:
        raise MoveRefused("rules", (str(error.orig).splitlines()[0],)) from error
    site_id = applied.site_id
    _show(connection, site_id, before, draft)
    after = sites.load(connection, site_id)
    revision = check_and_publish(connection, author).revision
    return Written(
        site_id,
        after.slug,
        revision,
        tuple(p.label for p in after.parcels if p.lacks_consent),
        {
            "applied": {**applied.as_json(), "after": snapshot(connection, site_id)},
            "withdraw_at": before and before.withdraw_at and before.withdraw_at.isoformat(),
            "archived": bool(before and before.archived),
        },
    )


def put_back(connection: Connection, draft: Draft, undo: Mapping[str, Any], author: str) -> int:
    """Undo ``write`` in a transaction of the service; return the revision.

    A site that was new is gone again. Raises ``MoveRefused`` when anything of it has changed since.
    """
    applied = Applied.from_json(undo["applied"])
    if applied.before is None:
        connection.execute(
            text("UPDATE areal.draft SET site_id = NULL WHERE draft_id = :id"),
            {"id": draft.draft_id},
        )
    try:
        revert(connection, applied)
    except Moved as moved:
        raise MoveRefused("changed", _places(moved)) from moved
    except IntegrityError as error:
        raise MoveRefused("changed") from error
    connection.execute(
        text(
            "UPDATE areal.site SET archived = :archived, withdraw_at = :withdraw_at "
            "WHERE site_id = :id"
        ),
        {
            "id": applied.site_id,
            "archived": undo["archived"],
            "withdraw_at": undo["withdraw_at"],
        },
    )
    return check_and_publish(connection, author).revision


def _places(moved: Moved) -> tuple[str, ...]:
    """Return the fields by name; which of several parcels it is, the page says."""
    return tuple(path[-1].strip("/") for path in moved.fields)


def _show(
    connection: Connection, site_id: int, before: sites.SiteState | None, draft: Draft
) -> None:
    """Publish the site and the parcels that are new to it; hide what no owner agrees to."""
    connection.execute(
        text(
            "UPDATE areal.site SET published = TRUE, archived = FALSE, "
            "withdraw_at = coalesce(:withdraw_at, withdraw_at) WHERE site_id = :id"
        ),
        {"id": site_id, "withdraw_at": draft.withdraw_at},
    )
    known = [] if before is None else [parcel.parcel_id for parcel in before.parcels]
    connection.execute(
        text(
            "UPDATE areal.parcel SET published = NOT areal.needs_consent(owner_kind) "
            "OR areal.has_consent(parcel_id, :day) "
            "WHERE site_id = :id AND parcel_id <> ALL(cast(:known AS bigint[]))"
        ),
        {"id": site_id, "known": known, "day": today()},
    )
    sites.open_parcels(connection, sites.load(connection, site_id))
