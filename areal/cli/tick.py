"""Do what is due."""

from __future__ import annotations

import sys

import click


@click.command("tick")
def command() -> None:
    """Do what is due: planned publishing and withdrawals, lapsed consents, a new day, letters.

    Run it every few minutes from cron or a systemd timer. Two at once do it once. Exit status 1
    when something could not be done; the rest is.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.publishing.ticking import tick  # noqa: PLC0415

    with database():
        done = tick(lambda told: click.echo(told, err=True))
    click.echo(
        f"{done.published} published, {done.withdrawn} withdrawn, {done.hidden} hidden, "
        f"{done.checked} checks, {done.letters} letters.",
        err=True,
    )
    sys.exit(1 if done.failed else 0)
