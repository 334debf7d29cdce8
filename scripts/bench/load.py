"""Load the data set the way the product loads any: staged by binary COPY, placed by its own SQL."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text

from areal.catalogue.authorship import write_as
from areal.catalogue.load import load_parcels, load_sites
from areal.database import Role, connect
from areal.ingest.codes import load_codes
from areal.ingest.region import (
    BoundaryDefinition,
    RegionDefinition,
    load_region,
    put_in_force,
    store_borders,
)
from areal.layers.load import Edition, load_edition, register
from areal.layers.registry import LayerDefinition
from areal.layers.vector import Features
from areal.settings import ROOT
from areal.strategy.parts import Text
from bench import store

SRID = 25833
AUTHOR = "bench"
DAY = date(2026, 10, 1)
_OGL = "OGL-UK-3.0"

_BATCH = """
INSERT INTO areal.import_batch (
  name, checksum, source, licence, attribution, sample, imported_by, counts
) VALUES ('bench', :checksum, 'ONS', :licence, 'ONS', FALSE, :author, CAST(:counts AS jsonb))
RETURNING import_id
"""


def load(folder: Path, geometry: dict[str, str], progress: Callable[[str], None]) -> None:
    """Load everything in ``folder``; ``geometry`` tells the kind of each layer."""
    steps: dict[str, Callable[[Connection], None]] = {"borders": partial(_borders, folder=folder)}
    for layer, kind in geometry.items():
        steps[f"layer {layer}"] = partial(_layer, folder=folder, layer=layer, kind=kind)
    steps["sites and parcels"] = partial(_parcels, folder=folder)
    for step, work in steps.items():
        began = time.perf_counter()
        with connect(Role.APP) as connection:
            write_as(connection, AUTHOR)
            work(connection)
        progress(f"{step}: {time.perf_counter() - began:.1f} s")


def _borders(connection: Connection, folder: Path) -> None:
    rows = list(store.read(folder, "kommune"))
    region = RegionDefinition(
        id="bench",
        name=Text(nb="Måling", en="Benchmark"),
        kommuner={props["kommunenummer"]: props["navn"] for props, _ in rows},
        service_title=Text(nb="Måling", en="Benchmark"),
    )
    load_region(connection, region)
    load_codes(connection, ROOT / "data" / "geo" / "codes")
    definition = BoundaryDefinition(
        id="bench",
        file="kommune.wkb",
        source="bench",
        source_version="1",
        licence="CC0-1.0",
        attribution="bench",
    )
    path = folder / "kommune.wkb"
    version, _ = store_borders(connection, definition, Features(SRID, list(rows)), path)
    put_in_force(connection, version)


def definition(layer: str, kind: str) -> LayerDefinition:
    """Return the registration of a layer of the data set."""
    return LayerDefinition.model_validate(
        {
            "id": layer,
            "title": {"nb": layer, "en": layer},
            "theme": "bench",
            "geometry": kind,
            "source": "none",
            "coverage": "none",
            "provider": "bench",
            "source_name": "bench",
            "source_date": DAY,
            "licence": _OGL,
            "attribution": "ONS",
            "public": "full",
        }
    )


def _layer(connection: Connection, folder: Path, layer: str, kind: str) -> None:
    register(connection, definition(layer, kind))
    edition = Edition(
        features=Features(SRID, list(store.read(folder, f"layer_{layer}"))),
        coverage=Features(SRID, list(store.read(folder, f"coverage_{layer}"))),
        source="bench",
        source_date=DAY,
        licence=_OGL,
        attribution="ONS",
        checksum=f"bench:{layer}",
        sample=False,
    )
    load_edition(connection, layer, kind, edition)


def _parcels(connection: Connection, folder: Path) -> None:
    counts = (folder / "counts.json").read_text()
    import_id = connection.execute(
        text(_BATCH),
        {
            "checksum": str(hash(counts)),
            "licence": _OGL,
            "author": AUTHOR,
            "counts": json.dumps({}),
        },
    ).scalar_one()
    load_sites(connection, (props for props, _ in store.read(folder, "site")), import_id)
    load_parcels(connection, store.read(folder, "parcel"), import_id, "parcel")
