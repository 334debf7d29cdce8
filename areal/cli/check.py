"""Check every parcel against the strategy."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click


@click.command("check")
@click.option(
    "--strategy",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Strategy file; default the one in force in the data folder.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day that ages are counted to; default today, or the day of the eksempeldata.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path, allow_dash=True),
    help="Write every finding to this file (- for standard output).",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=lambda: os.cpu_count() or 1,
    show_default="cores",
    help="Database connections a large catalogue is shared out over.",
)
@click.option("--whole", is_flag=True, help="Start over, not from what the last run found.")
@click.option("--publish", "to_publish", is_flag=True, help="Publish the run when it is done.")
def command(
    strategy: Path | None,
    as_of: object,
    json_file: Path | None,
    workers: int,
    whole: bool,
    to_publish: bool,
) -> None:
    """Check every parcel against the strategy and print a table per kommune.

    The same strategy, layers, catalogue and day are not checked twice: the stored run is shown.
    Where only something has changed, only what rests on it is checked anew.
    """
    from areal.assess.parallel import Order, check_catalogue  # noqa: PLC0415
    from areal.assess.report import as_json, table  # noqa: PLC0415
    from areal.assess.strategies import check_day, strategy_file  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.cli.steps import Steps  # noqa: PLC0415
    from areal.cli.tables import print_table  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415

    if json_file is not None and str(json_file) != "-":
        # Told before the work, not after it.
        json_file.open("a").close()
    day = date.fromisoformat(f"{as_of:%Y-%m-%d}") if as_of is not None else None
    with database(), Steps() as steps:
        with connect(Role.APP) as connection:
            day = day or check_day(connection)
        result = check_catalogue(
            Order(
                file=strategy_file(strategy, day),
                as_of=day,
                workers=workers,
                whole=whole,
                publish_as=author() if to_publish else None,
                progress=steps.tell,
            )
        )
        with connect(Role.APP) as connection:
            rows = table(connection, result.run_id)
            report = as_json(connection, result.run_id) if json_file else None
    print_table(rows, to_stderr=str(json_file) == "-")
    if json_file is not None and report is not None:
        write_out(json_file, report)


def write_out(path: Path, content: str) -> None:
    """Write a report to a file or, for ``-``, to standard output."""
    if str(path) == "-":
        click.echo(content)
    else:
        path.write_text(content + "\n", encoding="utf-8")
