"""Write a draft into the catalogue, show the site, check it again; and put all of it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, IntegrityError

from areal.clock import today
from areal.drafts.apply import Applied, Moved, apply, revert
from areal.drafts.store import Draft
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
        raise MoveRefused("moved", tuple(str(field) for field in moved.fields)) from moved
    except (IntegrityError, DataError) as error:
        raise MoveRefused("rules", (str(error.orig).splitlines()[0],)) from error
    site_id = draft.site_id if draft.site_id is not None else int(applied.site_id)
    _show(connection, site_id, before, draft)
    after = sites.load(connection, site_id)
    revision = check_and_publish(connection, author).revision
    return Written(
        site_id,
        after.slug,
        revision,
        tuple(p.label for p in after.parcels if p.lacks_consent),
        {"applied": asdict(applied), "site": _shown(before)},
    )


def put_back(connection: Connection, draft: Draft, undo: Mapping[str, Any], author: str) -> int:
    """Undo ``write`` in a transaction of the service; return the revision.

    A site that was new stays in the catalogue, hidden. Raises ``MoveRefused`` when anything of it
    has changed since.
    """
    assert draft.site_id is not None  # noqa: S101 - it was published
    before = undo["site"]
    if before is not None:
        try:
            revert(connection, Applied(**undo["applied"]))
        except Moved as moved:
            raise MoveRefused("changed", tuple(str(field) for field in moved.fields)) from moved
    _restore(connection, draft.site_id, before)
    return check_and_publish(connection, author).revision


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


def _shown(site: sites.SiteState | None) -> dict[str, Any] | None:
    if site is None:
        return None
    return {
        "published": site.published,
        "archived": site.archived,
        "withdraw_at": site.withdraw_at and site.withdraw_at.isoformat(),
        "parcels": [parcel.parcel_id for parcel in site.parcels if parcel.published],
    }


def _restore(connection: Connection, site_id: int, before: Mapping[str, Any] | None) -> None:
    told = before or {"published": False, "archived": False, "withdraw_at": None, "parcels": []}
    connection.execute(
        text(
            "UPDATE areal.site SET published = :published, archived = :archived, "
            "withdraw_at = :withdraw_at WHERE site_id = :id"
        ),
        {
            **{name: told[name] for name in ("published", "archived", "withdraw_at")},
            "id": site_id,
        },
    )
    connection.execute(
        text(
            "UPDATE areal.parcel SET published = (parcel_id = ANY(cast(:shown AS bigint[]))) WHERE "
            "site_id = :id AND published <> (parcel_id = ANY(cast(:shown AS bigint[])))"
        ),
        {"id": site_id, "shown": list(told["parcels"])},
    )
