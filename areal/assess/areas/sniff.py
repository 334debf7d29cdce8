"""What a file is, told from its first bytes; its name is never believed."""

from __future__ import annotations

from areal.assess.areas.refused import refusal

#: First bytes → what people call it, for formats that are known well enough to say no to.
_NOT_READ: tuple[tuple[bytes, str], ...] = (
    (b".HODE", "SOSI"),
    (b"%PDF", "PDF"),
    (b"PAR1", "Parquet"),
    (b"fgb\x03", "FlatGeobuf"),
    (b"AC10", "DWG"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
)
_XML_NOT_READ = (("<kml", "KML"), ("<gpx", "GPX"), ("<html", "HTML"), ("<svg", "SVG"))
_HEAD = 4_096
_SHP = b"\x00\x00\x27\x0a"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def sniff(content: bytes) -> str:
    """Return ``geojson``, ``gpkg``, ``gml``, ``shp`` or ``zip``; refuse everything else by name."""
    if not content.strip(b"\x00\t\r\n "):
        raise refusal("empty_file")
    for start, name in _NOT_READ:
        if content.startswith(start):
            raise refusal("known_but_not_read", format=name)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if content.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if content.startswith(_SHP):
        return "shp"
    return _text(content)


def _text(content: bytes) -> str:
    head = _decoded(content[:_HEAD]).lstrip().lower()
    if head.startswith(("{", "[", '"')):
        return "geojson"
    if head.startswith("<"):
        for mark, name in _XML_NOT_READ:
            if mark in head:
                raise refusal("known_but_not_read", format=name)
        if "opengis.net/gml" in head or "<!doctype" in head:
            return "gml"
    if head.startswith(".hode"):
        raise refusal("known_but_not_read", format="SOSI")
    raise refusal("unknown_format")


def _decoded(head: bytes) -> str:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding if encoding == "utf-8" else "utf-16", "replace")
    return head.decode("utf-8", "replace")
