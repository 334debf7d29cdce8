"""Make a backup of everything."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--with-key", is_flag=True, help="Put the key of the installation in it too.")
def command(target: Path, with_key: bool) -> None:
    """Write database and media to TARGET: a file that is not there yet, or a folder.

    The service may go on meanwhile: the backup shows one moment. Without --with-key second factors
    can only be used where the key is (staff.key in the data folder, or AREAL_SECRET_KEY); keep it
    in another place. Anybody who has a backup made with --with-key has everything.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.operation.backup.make import backup  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    with database():
        made = backup(target, get_settings(), with_key=with_key)
    click.echo(str(made.path))
    click.echo(
        f"{made.rows} rows and {made.media} media, {made.size / 1e6:.1f} MB. "
        f"Check it with `areal restore --check {made.path}`.",
        err=True,
    )
    if not made.with_key:
        click.echo("The key is not in it: keep staff.key, or AREAL_SECRET_KEY, apart.", err=True)
