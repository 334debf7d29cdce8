"""Take a file of parcels into the catalogue, and take it back."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areal.ingest.imports.order import Order, Report

_FILE = click.Path(exists=True, path_type=Path)
_LANGUAGE = click.Choice(["nb", "en"])
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


class _OrFile(click.Group):
    """A group whose first word may be a file: `areal import FILE` is `areal import file FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["file", *args]
        return super().parse_args(ctx, args)


@click.group("import", cls=_OrFile)
def command() -> None:
    """Take a file of parcels into the catalogue: `areal import FILE`; list, mend and undo.

    A file is read, its columns recognised, every row checked and compared with the catalogue, and
    what is right is loaded in one transaction. Rows with errors are kept out, with the reasons, and
    can be mended and retried. Nothing is deleted because a file does not have it.
    """


def _shared(function: Any) -> Any:
    """Give a command the options of reading and writing that importing and retrying share."""
    for option in reversed(
        (
            click.option("--source", help="Sender: an id in data/geo/sources, or a YAML file."),
            click.option("--site", help="Slug or name of the site of rows that name none."),
            click.option("--kommune", help="Kommunenummer the file is about; others are refused."),
            click.option("--publish", is_flag=True, help="New parcels are published at once."),
            click.option("--strict", is_flag=True, help="Refuse the whole file for one error."),
            click.option("--dry-run", is_flag=True, help="Tell what would happen; write nothing."),
            click.option("--report", type=_OUT, help="Write the report to a .html or .json file."),
            click.option("--lang", type=_LANGUAGE, default="nb", help="Language of the report."),
        )
    ):
        function = option(function)
    return function


@command.command("file")
@click.argument("file", type=_FILE)
@_shared
@click.option("--crs", help="Coordinate system of a file that does not say it, like EPSG:25832.")
@click.option("--swap-axes", is_flag=True, help="The file has north before east.")
@click.option("--layer", help="Which layer, or sheet, of the file.")
@click.option("--encoding", help="Character set of a file that says the wrong one, like cp1252.")
@click.option(
    "--complete",
    is_flag=True,
    help="The file is the whole truth for the kommune: parcels it does not have are removed.",
)
@click.option(
    "--save-source", metavar="ID", help="Keep what columns mean as data/geo/sources/ID.yaml."
)
@click.option("--yes", is_flag=True, help="Do not ask before the columns are used.")
def take(
    file: Path,
    lang: Literal["nb", "en"],
    report: Path | None,
    crs: str | None,
    layer: str | None,
    encoding: str | None,
    save_source: str | None,
    yes: bool,
    **told: Any,
) -> None:
    """Import FILE: GeoPackage, shapefile, GeoJSON, GML, SOSI, FileGDB, CSV, XLSX and more.

    Archives (zip) of these too. A table without outlines changes parcels that are there.
    """
    from areal.cli.import_columns import confirmed  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.ingest.imports.run import import_file  # noqa: PLC0415
    from areal.ingest.reading import Asked  # noqa: PLC0415

    order = _order(told)
    sender = order.sender
    asked = Asked(
        crs=crs,
        layer=layer or (sender.layer if sender else None),
        encoding=encoding or (sender.encoding if sender else None),
    )
    if save_source or not yes:
        order = confirmed(file, asked, order, save_as=save_source, ask=not yes)
    with database(), _progress(order, asked) as shown, connect(Role.APP) as connection:
        done = import_file(connection, file, shown)
    _tell(done, lang, report)


@command.command()
@click.argument("import_id", type=int)
@_shared
@click.option("--mended", type=_FILE, help="The rows mended in a file; default: as they were kept.")
def retry(
    import_id: int, mended: Path | None, lang: Literal["nb", "en"], report: Path | None, **told: Any
) -> None:
    """Import the rows that were kept out of IMPORT_ID again."""
    from dataclasses import replace  # noqa: PLC0415

    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.ingest.imports.kept import retry as again  # noqa: PLC0415
    from areal.ingest.imports.run import import_file  # noqa: PLC0415

    order = replace(_order({**told, "swap_axes": False, "complete": False}), retry_of=import_id)
    with database(), connect(Role.APP) as connection:
        if mended is None:
            done = again(connection, import_id, order)
        else:
            done = import_file(connection, mended, order)
    _tell(done, lang, report)


@command.command()
@click.argument("import_id", type=int)
@click.option(
    "-o", "--output", type=_OUT, help="Write the rows to this GeoJSON file, to be mended."
)
@click.option("--lang", type=click.Choice(["nb", "en"]), default="nb")
def kept(import_id: int, output: Path | None, lang: Literal["nb", "en"]) -> None:
    """List the rows that were kept out of IMPORT_ID, with the reasons."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.ingest.imports.kept import kept_rows, write_kept  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        if output is not None:
            count = write_kept(connection, import_id, output)
            click.echo(f"Wrote {count} rows to {output}.", err=True)
            return
        for row in kept_rows(connection, import_id):
            for issue in row.issues:
                click.echo(f"{row.row_no:>6}  {issue[lang]}\n        {issue[f'fix_{lang}']}")


@command.command()
@click.argument("import_id", type=int)
def undo(import_id: int) -> None:
    """Take IMPORT_ID back: the catalogue is as it was, as long as nothing was built on it."""
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.ingest.imports.undo import undo as take_back  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        done = take_back(connection, import_id, author())
    click.echo(
        f"Import {import_id} is undone: {done.removed} parcels removed, {done.restored} as they "
        f"were, {done.returned} back.",
        err=True,
    )
    click.echo("Check again with `areal check --publish`.", err=True)


@command.command("list")
def list_() -> None:
    """List the imports, newest first: when, by whom, which file, what became of it."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.ingest.imports.listed import imports  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        for row in imports(connection):
            click.echo(
                f"{row.import_id:>5}  {row.at:%Y-%m-%d %H:%M}  {row.state:<7} {row.new:>5} new "
                f"{row.changed:>5} changed {row.gone:>4} gone {row.waiting:>4} waiting  "
                f"{row.name}  {row.file or ''}  {row.author}"
            )


@command.command()
@click.argument("import_id", type=int)
@click.option("--report", type=_OUT, help="Write the report to a .html or .json file.")
@click.option("--lang", type=click.Choice(["nb", "en"]), default="nb")
def show(import_id: int, report: Path | None, lang: Literal["nb", "en"]) -> None:
    """Show the report of IMPORT_ID again."""
    from areal.cli.import_report import show as shown  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.ingest.imports.listed import stored_report  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        shown(stored_report(connection, import_id), lang, report)


def _order(told: dict[str, Any]) -> Order:
    from areal.cli.load import author  # noqa: PLC0415
    from areal.clock import today  # noqa: PLC0415
    from areal.ingest.imports.order import Order, limits_of  # noqa: PLC0415
    from areal.ingest.imports.shapes import Tolerances  # noqa: PLC0415
    from areal.ingest.imports.source import read_sender  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    source = told.pop("source")
    sender = None if source is None else read_sender(source, settings.geo_dir / "sources")
    return Order(
        author=author(),
        today=today(),
        limits=limits_of(settings),
        folder=settings.data_dir / "tmp",
        tolerances=Tolerances(most_vertices=settings.import_max_vertices),
        sender=sender,
        **told,
    )


@contextmanager
def _progress(order: Order, asked: Any) -> Iterator[Order]:
    """Show rows, rate and time left while a file is read; nothing where nobody looks."""
    from dataclasses import replace  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    silent = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=silent) as bars:
        task = bars.add_task("Rows", total=None, rate="")

        def tell(rows: int, total: int | None) -> None:
            speed = bars.tasks[0].speed
            rate = f"{speed:,.0f} rows/s" if speed else ""
            bars.update(task, completed=rows, total=total, rate=rate)

        yield replace(order, asked=asked, progress=tell)


def _tell(done: Report, lang: Literal["nb", "en"], path: Path | None) -> None:
    from areal.cli.import_report import show  # noqa: PLC0415

    show(done.as_json(), lang, path)
    if done.refused:
        raise SystemExit(1)
