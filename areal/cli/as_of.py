"""Take out what the register said at a moment, for staff."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import click

from areal.clock import OSLO

#: Suffix of the file → the format it is written in.
_FORMATS = {".csv": "csv", ".geojson": "geojson"}


@click.command("as-of")
@click.argument("moment", metavar="DATE", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]))
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--format",
    "name",
    type=click.Choice(["csv", "csv-excel", "geojson"]),
    help="Default: what the name of FILE says.",
)
@click.option(
    "--table",
    type=click.Choice(["parcels", "sites"]),
    default="parcels",
    show_default=True,
    help="Which table.",
)
@click.option("--kommune", multiple=True, help="Kommunenummer; may be repeated.")
@click.option(
    "--lang", type=click.Choice(["nb", "en"]), default="nb", show_default=True, help="Language."
)
def command(
    moment: datetime,
    file: Path,
    name: str | None,
    table: str,
    kommune: tuple[str, ...],
    lang: str,
) -> None:
    """Write what every parcel, or site, was at the end of DATE (or at a time of it) to FILE.

    For staff, not for sharing: unpublished rows and internal prices are among it, and the file
    says so.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.errors import InputError  # noqa: PLC0415
    from areal.exchange.catalogue import FORMATS, as_of, unfit, write  # noqa: PLC0415

    wanted = name or _FORMATS.get(file.suffix.lower())
    if wanted is None:
        raise InputError("must end with .csv or .geojson", file=str(file), hint="Or say --format.")
    if fault := unfit(FORMATS[wanted], file):
        raise fault
    with database(), connect(Role.APP, snapshot=True) as connection:
        content = as_of(connection, end_of_day(moment), lang, kommune)
        count = write(content, FORMATS[wanted], "sites" if table == "sites" else "parcels", file)
    click.echo(f"Wrote {count} {table} to {file}, as of {end_of_day(moment)}.", err=True)


def end_of_day(moment: datetime) -> datetime:
    """Return a date as its last moment, a time as it is; both are Norwegian time."""
    if moment.time() == time():
        moment = datetime.combine(moment.date(), time.max)
    return moment.replace(tzinfo=OSLO)
