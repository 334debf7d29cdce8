"""Look after the private database cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from areal.database.embedded import Cluster


@click.group("db")
def command() -> None:
    """Look after the private database cluster (not used when AREAL_DATABASE_URL is set)."""


@command.command()
def start() -> None:
    """Start the cluster and leave it running until `areal db stop`."""
    _cluster().ensure_running(keep=True)
    click.echo("Running.", err=True)


@command.command()
def stop() -> None:
    """Stop the cluster; committed rows stay."""
    _cluster().stop()
    click.echo("Stopped.", err=True)


@command.command()
def status() -> None:
    """Tell whether the cluster runs, and where its files are."""
    found = _cluster().status()
    click.echo(f"running: {'yes' if found.running else 'no'}")
    click.echo(f"version: {found.version or 'no data yet'}")
    click.echo(f"files:   {found.home}")
    click.echo(f"socket:  {found.socket_dir}")
    click.echo(f"log:     {found.server_log}")


@command.command()
@click.confirmation_option(prompt="Remove the cluster with everything in it?")
def reset() -> None:
    """Stop the cluster and remove it with everything in it."""
    _cluster().reset()
    click.echo("Removed.", err=True)


def _cluster() -> Cluster:
    from areal.database.embedded import Cluster  # noqa: PLC0415
    from areal.errors import ConfigurationError  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    if settings.database_url is not None:
        raise ConfigurationError(
            "AREAL_DATABASE_URL names a server of its own; there is no private cluster.",
            hint="Look after that server with its own tools.",
        )
    return Cluster(settings.data_dir)
