"""Tell what was asked for and not found, for staff."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areal.queries.needs import Demand


@click.command("needs")
@click.option(
    "--days",
    type=click.IntRange(1, 3_650),
    default=365,
    show_default=True,
    help="How far back to look.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON on standard output.")
def command(days: int, as_json: bool) -> None:
    """Count the needs nothing published fulfilled, by kommune asked for and requirement.

    The same need on the same day counts once. Nothing tells who asked: it was never written down.
    """
    from sqlalchemy import text  # noqa: PLC0415

    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.queries.needs import demand  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        today = connection.execute(text("SELECT current_date")).scalar_one()
        found = demand(connection, today - timedelta(days=days))
    if as_json:
        from pydantic_core import to_json  # noqa: PLC0415

        click.echo(to_json(found, indent=2).decode())
        return
    _table(found)


def _table(found: Sequence[Demand]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    shown = Table(title="Etterspurt og ikke funnet")
    shown.add_column("Kommune", no_wrap=True)
    shown.add_column("Krav", no_wrap=True)
    for name in ("Behov", "Minst", "Median", "Mest"):
        shown.add_column(name, justify="right")
    for each in found:
        shown.add_row(
            each.kommune or each.kommunenummer or "hele regionen",
            each.requirement,
            str(each.needs),
            each.earliest or _number(each.least),
            _number(each.median),
            each.latest or _number(each.most),
        )
    Console().print(shown)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
