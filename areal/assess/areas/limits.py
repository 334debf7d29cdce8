"""How much one pre-check may ask for."""

from __future__ import annotations

from dataclasses import dataclass

#: A zip file may unpack to this many times ``bytes``: shapefiles shrink to a fifth or a tenth.
UNPACKED = 10


@dataclass(frozen=True)
class Limits:
    """The limits of one pre-check; each is a setting ``precheck_max_*``, ``timeout_ms`` too."""

    max_bytes: int
    max_vertices: int
    max_areas: int
    max_km2: float
    timeout_ms: int
