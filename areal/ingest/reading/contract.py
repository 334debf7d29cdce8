"""What reading a file gives: what was told of it, and its rows in batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from areal.files.words import told
from areal.ingest.reading.notes import NOTES

if TYPE_CHECKING:  # the process that reads a file does without, until it needs it
    import numpy as np
    from numpy.typing import NDArray

#: How a row tells where it lies. ``wkt``, ``coordinates`` and ``none`` are tables: which columns
#: hold it is for a mapping to say.
Geometry = Literal["shapes", "wkt", "coordinates", "none"]


@dataclass(frozen=True)
class Limits:
    """How much one file may ask for; ``max_vertices`` is of one feature, ``max_text`` of one value.

    ``timeout_ms`` counts the time the reading takes, not the time its rows are worked on.
    """

    max_bytes: int = 2_000_000_000
    max_unpacked_bytes: int = 8_000_000_000
    max_features: int = 5_000_000
    max_vertices: int = 2_000_000
    max_columns: int = 500
    max_text: int = 100_000
    timeout_ms: int = 600_000
    memory_mb: int = 1_536


@dataclass(frozen=True)
class Asked:
    """How a file is to be read; None is "as the file says"."""

    crs: str | None = None
    layer: str | None = None
    encoding: str | None = None


@dataclass(frozen=True)
class Note:
    """Something that was done to a file, or must be known about it; a key of ``NOTES``."""

    code: str
    values: Mapping[str, Any]

    def told(self, lang: str) -> str:
        """Return the note in bokmål or English."""
        return told(NOTES[self.code], lang, self.values)


@dataclass(frozen=True)
class Told:
    """What a file says of itself.

    ``crs`` is ``EPSG:n`` where it is one, else WKT; None is unknown. ``features`` is None where
    the format does not know before the end. ``notes`` were known at the first batch; those found
    later come with their batch.
    """

    name: str
    format: str
    layer: str
    layers: tuple[str, ...]
    crs: str | None
    encoding: str | None
    fields: tuple[str, ...]
    features: int | None
    notes: tuple[Note, ...]
    sha256: str
    geometry: Geometry


@dataclass(frozen=True)
class Batch:
    """Some rows: plain columns, and WKB (2D, no curves, in the CRS told) or None for each.

    ``first`` is the number of the first row, from 1.
    """

    first: int
    columns: Mapping[str, list[Any]]
    geometry: NDArray[np.object_]
    notes: tuple[Note, ...] = ()
