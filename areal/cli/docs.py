"""Pages that are made from the code."""

from __future__ import annotations

import click


@click.command("docs")
def command() -> None:
    """Write docs/rule-kinds from the docstrings of the rule kinds."""
    from areal.settings import ROOT  # noqa: PLC0415
    from areal.strategy.manual import write_pages  # noqa: PLC0415

    for path in write_pages(ROOT / "docs" / "rule-kinds"):
        click.echo(path.relative_to(ROOT))
