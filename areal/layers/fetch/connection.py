"""Where a layer is fetched from: a GDAL connection string of a known kind, or a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlencode, urlsplit, urlunsplit

#: Prefix of a service → the drivers of GDAL that take part in answering it.
SERVICES = {
    "WFS": ("WFS", "GML", "MEM"),
    "OAPIF": ("OAPIF", "GeoJSON", "GML", "MEM"),
    "ESRIJSON": ("ESRIJSON", "MEM"),
}
#: Ending of a file → the driver that reads it; files are also fetched whole, as ``GPKG:https://…``.
FILES = {
    ".gpkg": "GPKG",
    ".gml": "GML",
    ".xml": "GML",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".fgb": "FlatGeobuf",
    ".shp": "ESRI Shapefile",
}
_DOWNLOADS = ("GPKG", "GML", "GeoJSON", "FlatGeobuf")
_PORTS = {"http": 80, "https": 443}
#: Loopback needs no https: what is sent there stays on the machine.
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Target:
    """A connection taken apart: ``kind`` is a service, ``download`` or ``file``.

    ``address`` is a web address or a path; ``driver`` the driver that opens it.
    """

    kind: str
    driver: str
    address: str

    @property
    def drivers(self) -> tuple[str, ...]:
        """Return the drivers that may be loaded to answer."""
        return SERVICES.get(self.kind, (self.driver, "MEM"))

    @property
    def host(self) -> tuple[str, int] | None:
        """Return host and port of a web address."""
        if self.kind == "file":
            return None
        parts = urlsplit(self.address)
        return str(parts.hostname), parts.port or _PORTS[parts.scheme]

    @property
    def private(self) -> bool:
        """Return whether a password may be sent there."""
        parts = urlsplit(self.address)
        return parts.scheme == "https" or parts.hostname in _LOOPBACK


def parse(connection: str) -> Target:
    """Take a connection apart; raises ``ValueError`` for all but the known forms.

    No other driver, no ``/vsi`` path, no password in the address, no file outside ``data/geo``.
    """
    prefix, _, rest = connection.partition(":")
    if prefix == "file":
        return Target("file", _file_driver(rest), rest)
    if prefix not in SERVICES and prefix not in _DOWNLOADS:
        known = ", ".join((*SERVICES, *_DOWNLOADS, "file"))
        raise ValueError(f"connection: '{prefix}' is no known kind of source; known are: {known}")
    _check_address(rest)
    return Target(prefix if prefix in SERVICES else "download", prefix, rest)


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"connection: '{address}' is not a web address") from error
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise ValueError("connection: only addresses that begin with https:// or http:// are used")
    if parts.username or parts.password:
        raise ValueError("connection: a password never stands here; name a `credential`")
    if "/vsi" in address.lower() or re.search(r"[\s\"'<>\\|]", address):
        raise ValueError("connection: the address holds what no service's address has")


def _file_driver(path: str) -> str:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "/vsi" in f"/{path}".lower() or not path:
        raise ValueError("connection: a file is given below data/geo, without '..'")
    driver = FILES.get(parts.suffix.lower())
    if driver is None:
        raise ValueError(f"connection: a file ends with one of {', '.join(FILES)}")
    return driver


def gdal_name(
    target: Target,
    *,
    where: str | None,
    crs: str | None,
    page_size: int,
    order_by: str | None,
    extent: tuple[float, float, float, float],
    root: Path,
) -> tuple[str, dict[str, str], dict[str, str]]:
    """Return what GDAL opens, its open options and its settings.

    ``extent`` is in EPSG:25833. A service of ArcGIS takes filter and extent in its address; the
    others are told by GDAL itself.
    """
    if target.kind == "WFS":
        srs = {"SRSNAME": crs} if crs else {}
        settings = {"OGR_WFS_PAGING_ALLOWED": "ON", "OGR_WFS_PAGE_SIZE": str(page_size)}
        return f"WFS:{_with(target.address, srs)}", {}, settings
    if target.kind == "OAPIF":
        pages = {"PAGE_SIZE": str(page_size), "INITIAL_REQUEST_PAGE_SIZE": str(page_size)}
        return f"OAPIF:{target.address}", {**pages, **({"CRS": crs} if crs else {})}, {}
    if target.kind == "ESRIJSON":
        asked = _esri(where, crs, page_size, extent)
        asked |= {"orderByFields": order_by} if order_by else {}
        base = target.address.rstrip("/").removesuffix("/query") + "/query"
        return f"ESRIJSON:{_with(base, asked)}", {}, {}
    if target.kind == "file":
        return str(root / target.address), {}, {}
    return target.address, {}, {}


def _esri(
    where: str | None,
    crs: str | None,
    page_size: int,
    extent: tuple[float, float, float, float],
) -> dict[str, str]:
    return {
        "where": where or "1=1",
        "outFields": "*",
        "returnGeometry": "true",
        "geometry": ",".join(f"{number:.0f}" for number in extent),
        "geometryType": "esriGeometryEnvelope",
        "spatialRel": "esriSpatialRelIntersects",
        "inSR": "25833",
        "outSR": (crs or "EPSG:25833").rpartition(":")[2],
        "resultRecordCount": str(page_size),
        "f": "json",
    }


def _with(address: str, asked: dict[str, str]) -> str:
    """Return an address with further parameters."""
    parts = urlsplit(address)
    query = "&".join(piece for piece in (parts.query, urlencode(asked)) if piece)
    return urlunsplit(parts._replace(query=query))
