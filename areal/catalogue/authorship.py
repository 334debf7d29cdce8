"""Who is writing, and for which kommuner: what the history and the row policies go by."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

#: The region's own tools may write for every kommune.
ALL_KOMMUNER = ("*",)


def write_as(connection: Connection, author: str, kommuner: Iterable[str] = ALL_KOMMUNER) -> None:
    """Name the author of this transaction's changes and the kommuner they may touch."""
    connection.execute(
        text(
            "SELECT set_config('areal.author', :author, TRUE), "
            "set_config('areal.kommuner', :kommuner, TRUE)"
        ),
        {"author": author, "kommuner": ",".join(kommuner)},
    )


def from_import(connection: Connection, import_id: int) -> None:
    """Say that this transaction's changes come from an import: the history tells which."""
    connection.execute(
        text("SELECT set_config('areal.import_id', :import_id, TRUE)"),
        {"import_id": str(import_id)},
    )
