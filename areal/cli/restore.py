"""Put a backup back."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Check all of the file, change nothing.")
@click.option("--replace", is_flag=True, help="Throw away what is in the database and the media.")
def command(file: Path, only_check: bool, replace: bool) -> None:
    """Put FILE back into an empty database, or with --replace into one that is not.

    The whole file is checked first. The database changes in one transaction: killed in the middle,
    it is as it was. Everybody signs in anew afterwards.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.operation.backup.put_back import restore, verify  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    if only_check:
        told = verify(file)
        click.echo(
            f"{file}: whole. Made {told.made_at:%Y-%m-%d %H:%M} UTC by version {told.product}, "
            f"revision {told.revision}, {sum(told.rows.values())} rows, "
            f"{len(told.members) - 1 - told.with_key} media."
        )
        return
    with database():
        done = restore(file, get_settings(), replace=replace)
    click.echo(
        f"Put back as of {done.manifest.made_at:%Y-%m-%d %H:%M} UTC: "
        f"{sum(done.manifest.rows.values())} rows and {done.media} media.",
        err=True,
    )
    if done.behind:
        click.echo("The structure is older than the program: run `areal migrate`.", err=True)
    if not done.key_fits:
        click.echo(
            "Second factors were kept with another key: bring back staff.key or AREAL_SECRET_KEY, "
            "or use `areal user reset-factor`.",
            err=True,
        )
    click.echo("Look it over with `areal doctor`.", err=True)
