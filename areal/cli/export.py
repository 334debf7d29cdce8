"""Take the published catalogue out as a file."""

from __future__ import annotations

from pathlib import Path

import click

#: Format → how it is told; the names are those of areal.exchange.catalogue.FORMATS.
FORMATS = ("geojson", "gpkg", "csv", "csv-excel", "csv-zip", "csv-excel-zip", "xlsx", "geoparquet")
TABLES = ("parcels", "sites")


@click.command("export")
@click.argument("name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default="parcels",
    show_default=True,
    help="Which table; GeoPackage, workbook and zip hold both.",
)
@click.option("--kommune", multiple=True, help="Kommunenummer; may be repeated.")
@click.option(
    "--lang",
    type=click.Choice(["nb", "en"]),
    default="nb",
    show_default=True,
    help="Language of headings, code texts and the data dictionary.",
)
def command(name: str, file: Path, table: str, kommune: tuple[str, ...], lang: str) -> None:
    """Write the published sites and parcels to FILE.

    Only published rows and public columns. Each file says its licence, its date, whether it is
    eksempeldata, and what its columns mean; beside a CSV file stands a data package that does.
    """
    from areal.cli.findings import refuse_unknown  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.exchange.catalogue import FORMATS as KNOWN  # noqa: PLC0415
    from areal.exchange.catalogue import published, unfit, write  # noqa: PLC0415
    from areal.queries import reading  # noqa: PLC0415
    from areal.queries.filters import ParcelFilter  # noqa: PLC0415

    form = KNOWN[name]
    if fault := unfit(form, file):
        raise fault
    with database(), reading(patient=True) as connection:
        refuse_unknown(connection, ParcelFilter(kommune=kommune))
        content = published(connection, lang, kommune)
        count = write(content, form, "sites" if table == "sites" else "parcels", file)
    what = "parcels" if form.both else table
    click.echo(f"Wrote {count} {what} to {file}.", err=True)
