"""The data set as frames, as somebody who works in geopandas would hold it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from bench import store

CRS = 25833


@dataclass(frozen=True)
class Layer:
    """Features, and where the layer speaks and where it failed (one geometry each)."""

    features: geopandas.GeoDataFrame
    mapped: Any
    failed: Any


def frame(folder: Path, name: str) -> geopandas.GeoDataFrame:
    """Return the rows of one store as a frame; lists stay lists, what is not known is None."""
    props, shapes = [], []
    for values, shape in store.read(folder, name):
        props.append(values)
        shapes.append(shape)
    data = pd.DataFrame(props).astype(object)
    data = data.where(data.notna(), None)
    return geopandas.GeoDataFrame(data, geometry=shapely.from_wkb(np.array(shapes)), crs=CRS)


def layer(folder: Path, name: str) -> Layer:
    """Return one layer with its coverage."""
    cover = frame(folder, f"coverage_{name}").set_index("status").geometry
    mapped, failed = cover["mapped"], cover["failed"]
    shapely.prepare([mapped, failed])
    return Layer(frame(folder, f"layer_{name}"), mapped, failed)


def parcels(folder: Path) -> geopandas.GeoDataFrame:
    """Return the parcels with what the catalogue has stored about them and their sites.

    Area on the ellipsoid and kommune are columns of the catalogue, not of the check: they are read
    from ``stored.csv``.
    """
    found = frame(folder, "parcel")
    sites = pd.DataFrame([props for props, _ in store.read(folder, "site")]).astype(object)
    sites = sites.where(sites.notna(), None).rename(
        columns={"slug": "site", "verified_on": "site_verified_on"}
    )
    told = ["site", "category", "area_class", "contact_email", "site_verified_on"]
    found = found.merge(sites[told], on="site", how="left")
    with (folder / "stored.csv").open() as file:
        rows = {row["slug"]: row for row in csv.DictReader(file)}
    found["area_m2"] = [float(rows[slug]["area_m2"]) for slug in found["slug"]]
    found["kommunenummer"] = [rows[slug]["kommunenummer"] for slug in found["slug"]]
    return found
