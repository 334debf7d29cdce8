"""Editions of the kommune borders."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection


@click.group("borders")
def command() -> None:
    """Load another edition of the kommune borders, list them, choose the one in force."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--layer", help="Layer of the file, when it has several.")
@click.option("--number", default="kommunenummer", help="Attribute that holds the number.")
@click.option("--source", required=True, help="Who made the borders, as it shall be shown.")
@click.option("--version", "source_version", required=True, help="The source's own version.")
@click.option("--date", "source_date", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--licence", default="CC BY 4.0", show_default=True)
@click.option("--attribution", default="© Kartverket", show_default=True)
@click.option("--in-force", is_flag=True, help="Let it decide from now on.")
def load(
    file: Path,
    layer: str | None,
    number: str,
    source: str,
    source_version: str,
    source_date: datetime | None,
    licence: str,
    attribution: str,
    in_force: bool,
) -> None:
    """Store the borders in FILE as an edition beside those there are."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Lock, Role, connect, exclusive  # noqa: PLC0415
    from areal.ingest.region import (  # noqa: PLC0415
        BoundaryDefinition,
        numbered,
        store_borders,
    )
    from areal.layers.vector import read_features  # noqa: PLC0415

    definition = BoundaryDefinition(
        id=f"{file.name}:{layer or ''}",
        file=file.name,
        source=source,
        source_version=source_version,
        source_date=source_date.date() if source_date else None,
        licence=licence,
        attribution=attribution,
    )
    features = numbered(read_features(file, layer), number, file)
    with database(), connect(Role.APP) as connection, exclusive(connection, Lock.LOAD):
        version, new = store_borders(connection, definition, features, file)
        moved = _put(connection, version) if in_force else 0
    click.echo(f"Edition {version} {'stored' if new else 'was stored already'}.", err=True)
    if in_force:
        click.echo(f"It is in force; {moved} parcels were placed anew.", err=True)


@command.command("in-force")
@click.argument("version", type=int)
def choose(version: int) -> None:
    """Let edition VERSION decide which kommune a parcel lies in."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Lock, Role, connect, exclusive  # noqa: PLC0415

    with database(), connect(Role.APP) as connection, exclusive(connection, Lock.LOAD):
        moved = _put(connection, version)
    click.echo(f"Edition {version} is in force; {moved} parcels were placed anew.", err=True)


@command.command("list")
def list_() -> None:
    """List the editions with their km² per kommune, and which one is in force."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.layers.facts import border_facts  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        for row in border_facts(connection):
            mark = "*" if row.in_force else " "
            click.echo(
                f"{mark} {row.version:>3}  {row.kommunenummer} {row.name:<14}"
                f"{row.area_m2 / 1e6:>10.1f} km²  {row.source} ({row.source_version})"
            )


def _put(connection: Connection, version: int) -> int:
    from areal.catalogue.authorship import write_as  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.ingest.region import put_in_force  # noqa: PLC0415

    write_as(connection, author())
    return put_in_force(connection, version)
