"""What a file holds before anything is decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Feature:
    """One feature: its number in the file from 1, its shape if any, and what is told of it."""

    number: int
    geometry: BaseGeometry | None
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Features:
    """The features of one layer; ``crs`` is what the file says, None when it says nothing.

    ``implied`` is the system the format prescribes where nothing is said.
    """

    format: str
    crs: str | None
    implied: str | None
    features: tuple[Feature, ...]
    closed: bool = False
