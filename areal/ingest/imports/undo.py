"""Take an import back, as long as nothing was built on it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from areal.catalogue.authorship import ALL_KOMMUNER, write_as
from areal.database import Lock, exclusive, execute, sql
from areal.errors import ArealError, NotFound


class BuiltOn(ArealError):
    """Something was changed, granted or mended on top of an import."""

    code = "built-on"


@dataclass(frozen=True)
class Undone:
    """How many parcels were removed again, put back as they were, and brought back."""

    removed: int
    restored: int
    returned: int


def undo(
    connection: Connection,
    import_id: int,
    author: str,
    kommuner: tuple[str, ...] = ALL_KOMMUNER,
) -> Undone:
    """Undo an import in the caller's transaction: the catalogue is as it was before it.

    Its record stays, marked as undone. Raises ``NotFound`` for no such import, ``BuiltOn`` when
    what it wrote has changed since, or is about another kommune than ``kommuner``.
    """
    with exclusive(connection, Lock.LOAD):
        write_as(connection, author, kommuner)
        _refuse(connection, import_id)
        if kommuner != ALL_KOMMUNER:
            _refuse_others(connection, import_id, kommuner)
        binds = {"import_id": import_id}
        removed = connection.execute(
            text(
                "DELETE FROM areal.parcel WHERE parcel_id IN (SELECT unnest(created_parcels) "
                "FROM areal.import_batch WHERE import_id = :import_id)"
            ),
            binds,
        ).rowcount
        restored = execute(connection, sql("import/undo_changed.sql"), binds).rowcount
        returned = execute(connection, sql("import/undo_gone.sql"), binds).rowcount
        execute(connection, sql("import/undo_children.sql"), binds)
        execute(connection, sql("import/undo_sites.sql"), binds)
        connection.execute(
            text(
                "DELETE FROM areal.site WHERE site_id IN (SELECT unnest(created_sites) "
                "FROM areal.import_batch WHERE import_id = :import_id)"
            ),
            binds,
        )
        _mark(connection, import_id, author)
        return Undone(removed, restored, returned)


def _refuse(connection: Connection, import_id: int) -> None:
    state = connection.execute(
        text(
            "SELECT CASE WHEN loaded_at IS NULL THEN 'set' ELSE state END FROM areal.import_batch "
            "WHERE import_id = :import_id"
        ),
        {"import_id": import_id},
    ).scalar()
    if state is None:
        raise NotFound(f"There is no import {import_id}.", hint="See `areal import list`.")
    if state != "loaded":
        why = "is undone already" if state == "undone" else "was loaded as a set, by `areal load`"
        raise BuiltOn(f"Import {import_id} {why}.", hint="See `areal import list`.")
    blocked = connection.execute(
        text(sql("import/undo_blocked.sql")), {"import_id": import_id}
    ).all()
    if blocked:
        named = ", ".join(f"{row.subject} {row.slug}" for row in blocked[:10])
        more = f" and {len(blocked) - 10} more" if len(blocked) > 10 else ""  # noqa: PLR2004
        raise BuiltOn(
            f"Import {import_id} can't be undone: changed since, or tied to a decision: "
            f"{named}{more}.",
            hint="Undo the later imports first, newest first, or correct the parcels by hand.",
        )


def _refuse_others(connection: Connection, import_id: int, kommuner: tuple[str, ...]) -> None:
    """Raise for an import that touched other kommuner: policies would undo the half of it."""
    touched = connection.execute(
        text(sql("import/undo_kommuner.sql")), {"import_id": import_id}
    ).scalars()
    others = sorted(set(touched) - set(kommuner))
    if others:
        raise BuiltOn(
            f"Import {import_id} is about other kommuner too: {', '.join(others)}.",
            hint="Somebody with a role in all of them can undo it.",
        )


def _mark(connection: Connection, import_id: int, author: str) -> None:
    connection.execute(
        text(
            "UPDATE areal.import_batch SET state = 'undone', undone_at = clock_timestamp(), "
            "undone_by = :author WHERE import_id = :import_id"
        ),
        {"import_id": import_id, "author": author},
    )
    # What it had mended waits to be mended again.
    connection.execute(
        text("UPDATE areal.import_kept SET settled_by = NULL WHERE settled_by = :import_id"),
        {"import_id": import_id},
    )
