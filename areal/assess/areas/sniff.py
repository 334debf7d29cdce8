"""Which of the kinds of file that a pre-check reads a file is; the others by name."""

from __future__ import annotations

from areal.assess.areas.refused import refusal
from areal.files import sniff as files

_READ = ("geojson", "gpkg", "gml", "shp", "zip")


def sniff(content: bytes) -> str:
    """Return ``geojson``, ``gpkg``, ``gml``, ``shp`` or ``zip``; refuse everything else by name."""
    head = content[: files.HEAD]
    if files.is_blank(head):
        raise refusal("empty_file")
    kind, name = files.sniff(head)
    if kind in _READ:
        return kind
    if not name or name == "XML":
        raise refusal("unknown_format")
    raise refusal("known_but_not_read", format=name)
