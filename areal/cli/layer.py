"""Map layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from areal.layers.facts import LayerFact
    from areal.layers.fetch.attempts import Refreshed
    from areal.layers.registry import LayerDefinition


@click.group("layer")
def command() -> None:
    """Load map layers from a file or from their services, list them, tell facts about them."""


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


@command.command()
@click.argument("layer_ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "all_", is_flag=True, help="Every layer that is turned on to be fetched.")
@click.option(
    "--accept-fewer",
    is_flag=True,
    help="Take an answer that holds less than half of what there was, or nothing.",
)
def refresh(layer_ids: tuple[str, ...], all_: bool, accept_fewer: bool) -> None:
    """Fetch layers from their services as new versions, in force from now on.

    A service that fails, or sends suspiciously little, leaves the layer as it was; the exit
    status is then 1.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.cli.steps import Steps  # noqa: PLC0415
    from areal.layers.fetch.refresh import refresh as refresh_one  # noqa: PLC0415
    from areal.layers.registry import read_entries  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    chosen = _chosen(read_entries(settings.geo_dir / "layers"), layer_ids, all_)
    told = []
    with database():
        for definition in chosen:
            with Steps() as steps:
                steps.tell(f"Fetching {definition.id}")
                told.append(refresh_one(definition, settings, accept_fewer=accept_fewer))
            click.echo(_became(told[-1]), err=True)
    if any(one.outcome == "loaded" for one in told):
        click.echo("Check again with `areal check --publish`.", err=True)
    if not all(one.well for one in told):
        raise SystemExit(1)


def _chosen(
    entries: Mapping[str, LayerDefinition], layer_ids: Sequence[str], all_: bool
) -> list[LayerDefinition]:
    from areal.errors import NotFound  # noqa: PLC0415

    if all_ == bool(layer_ids):
        raise click.UsageError("Name the layers to refresh, or say --all.")
    unknown = [name for name in layer_ids if name not in entries]
    if unknown:
        raise NotFound(
            f"There is no layer '{unknown[0]}' in data/geo/layers.",
            hint=f"There are: {', '.join(entries)}.",
        )
    on = [layer for layer in entries.values() if layer.fetched is not None]
    if all_ and not on:
        raise NotFound(
            "No layer is turned on to be fetched.",
            hint="Set `enabled: true` under `fetch:` in its file in data/geo/layers.",
        )
    return on if all_ else [entries[name] for name in layer_ids]


def _became(one: Refreshed) -> str:
    """Return what became of one layer, on one line."""
    notes = [
        f"{one.repaired} shapes repaired" if one.repaired else "",
        f"{one.shapeless} without a shape left out" if one.shapeless else "",
        one.message or "",
    ]
    told = "; ".join(note for note in notes if note)
    head = {
        "loaded": f"{one.features} features",
        "unchanged": f"{one.features} features, as before",
        "too_few": "suspiciously few, the old version is kept",
        "failed": "failed, the old version is kept",
    }[one.outcome]
    hint = " (--accept-fewer takes it anyway)" if one.outcome == "too_few" else ""
    return f"{one.layer_id}: {head}{f': {told}' if told else ''}{hint}"


@command.command("list")
def list_() -> None:
    """List the layers: features, share of the region covered, age in days, licence, source.

    Then what became of the last refresh, and the layers that are described but turned off.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.layers.facts import layer_facts  # noqa: PLC0415
    from areal.layers.registry import read_entries  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        for row in layer_facts(connection):
            click.echo(_listed(row))
    entries = read_entries(get_settings().geo_dir / "layers").values()
    off = [layer.id for layer in entries if layer.fetch is not None and layer.fetched is None]
    if off:
        click.echo(f"Could be fetched, but are off: {', '.join(off)}", err=True)


def _listed(row: LayerFact) -> str:
    covered = "–" if row.coverage is None else f"{row.coverage:.0%}"
    age = "–" if row.age_days is None else f"{row.age_days} d"
    old = "old" if row.old else ""
    line = (
        f"{row.layer_id:<14}{row.features or 0:>7}  {covered:>5}  {row.source_date or ''!s:<11}"
        f"{age:>7} {old:<4}{row.licence or '':<10} {row.source or 'not loaded'}"
    )
    if row.tried_at is None:
        return line
    told = f": {row.message}" if row.message else ""
    outcome = (row.outcome or "").replace("_", " ")
    return f"{line}\n{'':<14}last refresh {row.tried_at:%Y-%m-%d %H:%M} {outcome}{told}"


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
