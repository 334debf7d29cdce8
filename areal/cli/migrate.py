"""Bring the database to the structure this version needs."""

from __future__ import annotations

import click


@click.command("migrate")
def command() -> None:
    """Bring the database to the structure this version needs."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database.migrate import upgrade  # noqa: PLC0415

    with database():
        changed = upgrade()
    click.echo("Brought up to date." if changed else "Already up to date.", err=True)
