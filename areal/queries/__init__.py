"""The read side: what the public may see, as frozen dataclasses or finished GeoJSON.

Every function takes a connection first; ``reading()`` opens one as the public role. Areas are m²
on the ellipsoid, distances metres; rounding is left to whoever shows them.
"""

from areal.queries.connection import Connection, reading

__all__ = ["Connection", "reading"]
