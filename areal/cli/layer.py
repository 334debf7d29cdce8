"""Map layers."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("layer")
def command() -> None:
    """Load map layers from a file, list them, tell facts about them."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--source",
    "source_path",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="How the file's layers become ours: a YAML file as in data/geo/sources.",
)
def load(file: Path, source_path: Path) -> None:
    """Load the layers in FILE as new versions, in force from now on; the old ones are kept."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Lock, Role, connect, exclusive  # noqa: PLC0415
    from areal.layers.registry import read_registry  # noqa: PLC0415
    from areal.layers.source import SourceFile, load_source  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415
    from areal.yaml_files import read_typed  # noqa: PLC0415

    source = read_typed(source_path, SourceFile)
    registry = read_registry(get_settings().geo_dir / "layers")
    with database(), connect(Role.APP) as connection, exclusive(connection, Lock.LOAD):
        loaded = load_source(connection, source, file, registry)
    for layer in loaded:
        click.echo(f"{layer.layer_id}: {layer.features} features", err=True)
    click.echo("Check again with `areal check --publish`.", err=True)


@command.command("list")
def list_() -> None:
    """List the layers with source, date, licence, features and coverage of the region."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.layers.facts import layer_facts  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        for row in layer_facts(connection):
            covered = "–" if row.coverage is None else f"{row.coverage:.0%}"
            click.echo(
                f"{row.layer_id:<14}{row.features or 0:>7}  {covered:>5}  "
                f"{row.source_date or ''!s:<11}{row.licence or '':<10} {row.source or 'not loaded'}"
            )


@command.command("in-force")
@click.argument("layer_id")
@click.argument("version", type=int)
def choose(layer_id: str, version: int) -> None:
    """Let VERSION of LAYER_ID be measured against from now on."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Lock, Role, connect, exclusive  # noqa: PLC0415
    from areal.layers.load import put_in_force  # noqa: PLC0415

    with database(), connect(Role.APP) as connection, exclusive(connection, Lock.LOAD):
        put_in_force(connection, layer_id, version)
    click.echo(f"{layer_id}: version {version} is in force.", err=True)
    click.echo("Check again with `areal check --publish`.", err=True)


@command.command()
@click.argument("layer_id")
def versions(layer_id: str) -> None:
    """List the stored versions of a layer; * marks the one in force."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.layers.facts import version_facts  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        for row in version_facts(connection, layer_id):
            mark = "*" if row.in_force else " "
            click.echo(
                f"{mark} {row.version:>4}{row.features:>8}  {row.source_date or '–'!s:<11}"
                f"{row.source}"
            )


@command.command()
@click.argument("layer_id")
def facts(layer_id: str) -> None:
    """Tell the length of a line layer inside the region, in all and by code."""
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.layers.facts import length_facts  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        for row in length_facts(connection, layer_id):
            click.echo(f"{row.code or 'all':<8}{row.metres / 1000:>10.1f} km")
