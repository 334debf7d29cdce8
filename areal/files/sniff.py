"""What a file is, told from its first bytes; its name is never believed."""

from __future__ import annotations

from typing import NamedTuple

#: So much of a file is looked at.
HEAD = 65_536


class Sniffed(NamedTuple):
    """What a file is: a short key, empty for what no reader knows, and what people call it."""

    kind: str
    name: str


_STARTS: tuple[tuple[bytes, Sniffed], ...] = (
    (b"PK\x03\x04", Sniffed("zip", "zip")),
    (b"PK\x05\x06", Sniffed("zip", "zip")),
    (b"SQLite format 3\x00", Sniffed("gpkg", "GeoPackage")),
    (b"\x00\x00\x27\x0a", Sniffed("shp", "Shapefile")),
    (b".HODE", Sniffed("sosi", "SOSI")),
    (b"PAR1", Sniffed("parquet", "Parquet")),
    (b"fgb\x03", Sniffed("fgb", "FlatGeobuf")),
    (b"%PDF", Sniffed("", "PDF")),
    (b"AC10", Sniffed("", "DWG")),
    (b"\x89PNG", Sniffed("", "PNG")),
    (b"\xff\xd8\xff", Sniffed("", "JPEG")),
    (b"II*\x00", Sniffed("", "TIFF")),
    (b"MM\x00*", Sniffed("", "TIFF")),
    (b"\x1f\x8b", Sniffed("", "gzip")),
    (b"7z\xbc\xaf", Sniffed("", "7-Zip")),
    (b"Rar!", Sniffed("", "RAR")),
    (b"\xd0\xcf\x11\xe0", Sniffed("", "Excel 97–2003 / Word")),
)
_XML = (
    ("<kml", Sniffed("kml", "KML")),
    ("<gpx", Sniffed("", "GPX")),
    ("<html", Sniffed("", "HTML")),
    ("<svg", Sniffed("", "SVG")),
    ("opengis.net/gml", Sniffed("gml", "GML")),
    ("<!doctype", Sniffed("gml", "GML")),
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NOTHING = Sniffed("", "")
#: Bytes below a space that stand in texts.
_TEXT_CONTROLS = b"\t\n\r\x0c\x1a\x1b\x1e"


def is_blank(head: bytes) -> bool:
    """Return whether there is nothing in it but blanks and zeroes."""
    return not head.strip(b"\x00\t\r\n ")


def sniff(head: bytes) -> Sniffed:
    """Return what begins like this; ``text`` is text of no format that is known by its start."""
    for start, sniffed in _STARTS:
        if head.startswith(start):
            return sniffed
    text = decoded(head).lstrip("\ufeff \t\r\n\x1e")
    low = text[:HEAD].lower()
    if low.startswith(("{", "[", '"')):
        return Sniffed("geojson", "GeoJSON")
    if low.startswith("<"):
        return next((sniffed for mark, sniffed in _XML if mark in low), Sniffed("", "XML"))
    if _is_sosi(low):
        return Sniffed("sosi", "SOSI")
    return Sniffed("text", "") if _is_text(text) else _NOTHING


def _is_sosi(low: str) -> bool:
    """Return whether it is SOSI; a file may begin with remarks, which have an exclamation mark."""
    for line in low.splitlines():
        if line.strip() and not line.lstrip().startswith("!"):
            return line.lstrip().startswith(".hode")
    return False


def _is_text(text: str) -> bool:
    controls = sum(1 for char in text if char < " " and char.encode() not in _TEXT_CONTROLS)
    return bool(text.strip()) and controls == 0


def decoded(head: bytes) -> str:
    """Return the first bytes as text, as well as they can be read."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head.decode("utf-8-sig" if encoding == "utf-8" else "utf-16", "replace")
    return head.decode("utf-8", "replace")
