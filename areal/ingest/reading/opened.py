"""A file that is open in the reading process: what it says, and its rows as Arrow arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from areal.ingest.reading.contract import Asked, Geometry, Limits, Note

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Job:
    """What the reading process is asked: a file of a kind in the folder it stands in."""

    kind: str
    name: str
    asked: Asked
    limits: Limits
    drivers: Sequence[str]


@dataclass(frozen=True)
class Rows:
    """Some rows: plain columns by name, and WKB as the format has it, or None for a table."""

    columns: dict[str, pa.Array]
    geometry: pa.Array | None
    count: int


@dataclass
class Opened:
    """What a file says, and the rows to come; ``notes`` grows while they do.

    ``name`` is that of the map, which in a zip file is not that of the file.
    """

    format: str
    layer: str
    layers: Sequence[str]
    fields: Sequence[str]
    rows: Iterator[Rows]
    geometry: Geometry
    crs: str | None = None
    encoding: str | None = None
    features: int | None = None
    notes: list[Note] = field(default_factory=list)
    name: str = ""

    def note(self, code: str, **values: Any) -> None:
        """Remember something that was done."""
        self.notes.append(Note(code, values))
