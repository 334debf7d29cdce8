"""Load the region's data folder: borders, code lists, layers, sites and parcels."""

from __future__ import annotations

import getpass
from pathlib import Path

import click


@click.command("load")
@click.option(
    "--set",
    "set_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="YAML file of a set of sites and parcels; default the shipped eksempeldata.",
)
def command(set_file: Path | None) -> None:
    """Load the region's data folder: borders, code lists, layers, sites and parcels.

    All or nothing: a file that can't be used leaves everything as it was.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.cli.steps import Steps  # noqa: PLC0415
    from areal.ingest.folder import load_folder  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    with database(), Steps() as steps:
        loaded = load_folder(
            get_settings().geo_dir, author=author(), set_file=set_file, progress=steps.tell
        )
    click.echo(
        f"{loaded.layers} layers, {loaded.sites} sites, {loaded.parcels} parcels"
        + ("." if loaded.changed else "; nothing had changed."),
        err=True,
    )
    for crossing in loaded.crossings:
        click.echo(
            f"{crossing.slug}: only {crossing.share:.1%} lies in kommune {crossing.kommunenummer}",
            err=True,
        )


def author() -> str:
    """Return who is at the keyboard, for the history."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"
