"""Write what was compared into the catalogue, and remember how it was before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from areal.catalogue.authorship import from_import
from areal.database import execute, sql
from areal.errors import InputError
from areal.ingest.imports.issues import Issue
from areal.ingest.imports.order import Change, Order, Said
from areal.ingest.imports.source import Mapped
from areal.ingest.reading import Told

_LISTED = 500


@dataclass(frozen=True)
class Done:
    """What was written: how many of each, and the first changes."""

    import_id: int
    counts: Mapping[str, int]
    changes: list[Change]


def record(connection: Connection, order: Order, told: Told, mapped: Mapped) -> int:
    """Record an import: the file, who, when, and what its columns mean; return its id."""
    sender = order.sender
    import_id: int = connection.execute(
        text(sql("import/record.sql")),
        {
            "name": order.name,
            "checksum": told.sha256,
            "source": sender.source if sender else told.name,
            "source_date": sender.source_date if sender else None,
            "licence": sender.licence if sender else "Ikke oppgitt",
            "attribution": sender.attribution if sender else told.name,
            "sample": sender.sample if sender else False,
            "author": order.author,
            "file_name": told.name,
            "format": told.format,
            "mapping": json.dumps(mapped.as_json()),
        },
    ).scalar_one()
    return import_id


def load(connection: Connection, order: Order, import_id: int, said: Said) -> Done:
    """Write new and changed sites and parcels, what is gone, and the rows that are kept out."""
    from_import(connection, import_id)
    binds = {"import_id": import_id, "source_id": order.name, "publish": order.publish}
    counts = _counts(connection)
    changes = _changes(connection)
    execute(connection, sql("import/load_sites.sql"), binds)
    execute(connection, sql("import/change_sites.sql"), binds)
    execute(connection, sql("import/load_parcels.sql"), binds)
    execute(connection, sql("import/change_parcels.sql"), binds)
    gone = _gone(connection, order, binds, said)
    counts["gone"] = sum(change.action == "gone" for change in gone)
    _keep(connection, import_id, said)
    _settle_retried(connection, order, import_id)
    return Done(import_id, counts, [*changes, *gone[:_LISTED]])


def _counts(connection: Connection) -> dict[str, int]:
    rows = connection.execute(text(sql("import/counts.sql"))).one()
    return dict(rows._mapping)


def _changes(connection: Connection) -> list[Change]:
    rows = connection.execute(text(sql("import/changes.sql")), {"most": _LISTED})
    return [
        Change(row.action, row.slug or "", row.label or "", row.row_no, row.fields) for row in rows
    ]


def _gone(
    connection: Connection, order: Order, binds: Mapping[str, Any], said: Said
) -> list[Change]:
    """Take away what the file does not have, when it is the whole truth and all of it came in."""
    if not order.complete:
        return []
    kommune = order.kommune or (order.sender and order.sender.kommune)
    if kommune is None:
        raise InputError(
            "--complete needs to know which kommune the file is the whole truth for.",
            hint="Give --kommune 3401, or say it in the source's YAML file.",
        )
    if said.of_errors:
        said.tell(Issue("nothing_removed", values={"count": len(said.of_errors)}))
        return []
    rows = execute(connection, sql("import/gone.sql"), {**binds, "kommuner": [kommune]}).all()
    for row in rows:
        if row.tied:
            said.tell(Issue("gone_kept", values={"other": row.slug}))
    return [Change("hidden" if row.tied else "gone", row.slug, row.label) for row in rows]


def _keep(connection: Connection, import_id: int, said: Said) -> None:
    if not said.of_errors:
        return
    kept = [
        {"row_no": number, "issues": [_told(issue) for issue in issues]}
        for number, issues in said.of_errors.items()
    ]
    connection.execute(
        text(sql("import/keep.sql")),
        {"import_id": import_id, "issues": json.dumps(kept, default=str)},
    )


def _told(issue: Issue) -> dict[str, Any]:
    told = issue.as_json()
    del told["geom"]
    return told


def _settle_retried(connection: Connection, order: Order, import_id: int) -> None:
    """Mark the kept-out rows of the import this one mends as settled."""
    if order.retry_of is not None:
        connection.execute(
            text(
                "UPDATE areal.import_kept SET settled_by = :import_id "
                "WHERE import_id = :mended AND settled_by IS NULL"
            ),
            {"import_id": import_id, "mended": order.retry_of},
        )
