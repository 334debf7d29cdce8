"""Pages that are made from the code."""

from __future__ import annotations

import click


@click.command("docs")
def command() -> None:
    """Write docs/rule-kinds from the rule kinds, and docs/datakatalog.md from the columns."""
    from areal.exchange.catalogue.manual import page  # noqa: PLC0415
    from areal.settings import ROOT  # noqa: PLC0415
    from areal.strategy.manual import write_pages  # noqa: PLC0415

    catalogue = ROOT / "docs" / "datakatalog.md"
    catalogue.write_text(page(), encoding="utf-8")
    for path in (*write_pages(ROOT / "docs" / "rule-kinds"), catalogue):
        click.echo(path.relative_to(ROOT))
