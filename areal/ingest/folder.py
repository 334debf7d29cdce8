"""Load a region's whole data folder in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from areal.catalogue.authorship import write_as
from areal.catalogue.load import Crossing
from areal.database import Lock, Role, connect, exclusive
from areal.ingest.codes import load_codes
from areal.ingest.region import load_borders, load_region, read_region
from areal.ingest.sample import load_set
from areal.layers.load import load_registered
from areal.layers.registry import read_registry


@dataclass(frozen=True)
class FolderLoaded:
    """How much there is, which parcels cross a border, and whether anything was new."""

    layers: int
    sites: int
    parcels: int
    crossings: tuple[Crossing, ...]
    changed: bool


def load_folder(
    geo_dir: Path,
    *,
    author: str,
    set_file: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> FolderLoaded:
    """Load ``geo_dir``: region, borders, codes, layers, then the set of sites and parcels.

    Everything or nothing: any ``InputError`` leaves the database as it was. What is loaded
    already, to the letter, is left alone.
    """
    registry = read_registry(geo_dir / "layers")
    with connect(Role.APP) as connection, exclusive(connection, Lock.LOAD):
        write_as(connection, author)
        progress("Region and borders")
        load_region(connection, read_region(geo_dir))
        changed = load_borders(connection, geo_dir)
        load_codes(connection, geo_dir / "codes")
        for definition in registry.values():
            progress(f"Layer {definition.id}")
            changed |= load_registered(connection, definition, geo_dir).changed
        progress("Sites and parcels")
        taken = load_set(connection, set_file or geo_dir / "sample" / "sample.yaml", author)
    return FolderLoaded(
        len(registry), taken.sites, taken.parcels, taken.crossings, changed or taken.changed
    )
