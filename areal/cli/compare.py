"""Compare two strategies or runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from areal.strategy.load import StrategyFile


@click.command("compare")
@click.argument("a")
@click.argument("b")
@click.option("--rule", multiple=True, help="Code of a rule; may be repeated.")
@click.option("--kommune", multiple=True, help="Kommunenummer; may be repeated.")
@click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path, allow_dash=True),
    help="Write every difference to this file (- for standard output).",
)
def command(
    a: str, b: str, rule: tuple[str, ...], kommune: tuple[str, ...], json_file: Path | None
) -> None:
    """Compare A with B: which verdicts differ, and what made them differ.

    Each is a strategy (2017: its newest run), a run (12 or run-12) or a strategy file. A strategy
    nobody has checked with is evaluated with the parcels and layers of the published run; nothing
    is stored. The cause is found by evaluating again with one input replaced, the others as they
    were.
    """
    from areal.assess.compare import compare  # noqa: PLC0415
    from areal.cli.check import write_out  # noqa: PLC0415
    from areal.cli.compare_table import print_comparison  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    with database():
        found = compare(_named(a), _named(b), rules=rule or None, kommuner=kommune or None)
    print_comparison(found, to_stderr=str(json_file) == "-")
    if json_file is not None:
        from pydantic_core import to_json  # noqa: PLC0415

        write_out(json_file, to_json(found, inf_nan_mode="null", indent=2).decode())


def _named(name: str) -> str | StrategyFile:
    from areal.assess.strategies import strategy_file  # noqa: PLC0415

    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        # Any day: a file that is named is read, whether it is in force or not.
        return strategy_file(path, date.min)
    return name
