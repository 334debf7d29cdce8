"""Services on loopback for the tests: MapServer behind a small web server, an ArcGIS look-alike.

Faults are asked for with ``fault``: a function of the path that returns a status to fail with,
``"half"`` to break the answer off, seconds to wait, or None.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pyogrio
import pytest
import shapely

Fault = Callable[[str], int | float | str | None]
#: Status, headers and body of an answer.
Reply = tuple[int, list[tuple[str, str]], bytes]

_MAP = """MAP
  NAME "areal"
  EXTENT 250000 6600000 450000 6800000
  PROJECTION "init=epsg:25833" END
  WEB
    METADATA
      "ows_title" "Areal" "ows_encoding" "UTF-8" "ows_srs" "EPSG:25833 EPSG:4258"
      "ows_enable_request" "*" "oga_enable_request" "*"
      "ows_onlineresource" "{address}/wfs" "oga_onlineresource" "{address}/oapi"
    END
  END
  {layers}
END
"""
_LAYER = """LAYER
    NAME "{name}" TYPE {kind} STATUS ON TEMPLATE "void"
    {data}
    PROJECTION "init=epsg:25833" END
    METADATA
      "ows_title" "{name}" "gml_include_items" "all" "gml_types" "auto" "gml_featureid" "objid"
      "ows_extent" "250000 6600000 450000 6800000"
    END
  END
"""
_CONFIG = """CONFIG
  ENV
    MS_MAP_PATTERN "^{folder}"
    OGCAPI_HTML_TEMPLATE_DIRECTORY "{templates}"
  END
  MAPS
    oga "{folder}/areal.map"
  END
END
"""


def write_layer(
    file: Path,
    layer: str,
    shapes: list[shapely.Geometry | None],
    *,
    crs: str | None = "EPSG:25833",
    driver: str | None = None,
    **columns: list[Any],
) -> None:
    """Write a layer of a file, with a running number ``objid`` and the columns."""
    columns = {"objid": list(range(1, len(shapes) + 1)), **columns}
    pyogrio.raw.write(
        file,
        np.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes], object),
        field_data=[
            np.array(values, None if isinstance(values[0], int) else object)
            for values in columns.values()
        ],
        fields=list(columns),
        geometry_type=next((s.geom_type for s in shapes if s is not None), "Unknown"),
        crs=crs,
        layer=layer,
        driver=driver,
        append=file.exists() and driver is None,
    )


class Service(ThreadingHTTPServer):
    """A web server on a free port that tells which paths were asked for."""

    daemon_threads = True

    def __init__(self, reply: Callable[[str, Mapping[str, str]], Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply = reply
        self.fault: Fault = lambda _: None
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def pages(self, word: str) -> list[str]:
        """Return the paths asked for that hold ``word``."""
        return [path for path in self.asked if word in path]

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about readers that were killed."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Service

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        fault = self.server.fault(self.path)
        if isinstance(fault, int):
            self._send((fault, [], b""))
            return
        if isinstance(fault, float):
            time.sleep(fault)
        self._send(self.server.reply(self.path, self.headers), half=fault == "half")

    def _send(self, reply: Reply, *, half: bool = False) -> None:
        status, headers, body = reply
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        with suppress(OSError):
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if half else body)
        self.close_connection = self.close_connection or half

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Print nothing."""


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """Have a service answer for the length of the block."""
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()


@contextmanager
def mapserver(folder: Path, file: Path, layers: Mapping[str, str]) -> Iterator[Service]:
    """Serve layers of ``file`` (name → POLYGON, LINE, POINT) as WFS at /wfs, OGC API at /oapi.

    MapServer 8.0 pages its OGC API over a shapefile only: of other files it sends the first page
    again and again (MapServer issue 6613).
    """
    program = shutil.which("mapserv")
    if program is None:
        pytest.skip("mapserv is not installed (Debian: cgi-mapserver)")
    templates = "/usr/share/mapserver/ogcapi/templates/html-bootstrap4/"

    def reply(path: str, headers: Mapping[str, str]) -> Reply:
        place, _, query = path.partition("?")
        env = {
            "PATH": os.environ["PATH"],
            "REQUEST_METHOD": "GET",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(service.server_port),
            "HTTP_HOST": f"127.0.0.1:{service.server_port}",
            "HTTP_ACCEPT": headers.get("Accept", ""),
            "MAPSERVER_CONFIG_FILE": str(folder / "areal.conf"),
            "SCRIPT_NAME": "/wfs",
            "QUERY_STRING": f"{query}&map={folder}/areal.map",
        }
        if place.startswith("/oapi"):
            rest = place.removeprefix("/oapi")
            env |= {"SCRIPT_NAME": "/oapi", "PATH_INFO": f"/oga/ogcapi{rest}"}
            env["QUERY_STRING"] = query
        done = subprocess.run([program], env=env, capture_output=True, check=False)
        return _of_cgi(done.stdout)

    service = Service(reply)
    listed = "\n  ".join(
        _LAYER.format(name=name, kind=kind, data=_data(file, name)) for name, kind in layers.items()
    )
    (folder / "areal.map").write_text(_MAP.format(address=service.address, layers=listed))
    (folder / "areal.conf").write_text(_CONFIG.format(folder=folder, templates=templates))
    with serving(service):
        yield service


def _data(file: Path, layer: str) -> str:
    if file.suffix == ".shp":
        return f'DATA "{file.with_suffix("")}" ENCODING "UTF-8"'
    return f'CONNECTIONTYPE OGR CONNECTION "{file}" DATA "{layer}"'


def _of_cgi(output: bytes) -> Reply:
    head, _, body = output.partition(b"\r\n\r\n")
    status, headers = 200, []
    for line in head.decode().splitlines():
        name, _, value = line.partition(": ")
        if name.lower() == "status":
            status = int(value.split()[0])
        else:
            headers.append((name, value))
    return status, headers, body


@contextmanager
def arcgis(
    features: list[tuple[Mapping[str, Any], shapely.Polygon]],
    most: int,
    counted: int | None = None,
) -> Iterator[Service]:
    """Serve polygons (EPSG:25833) as ArcGIS does: ``most`` a page, counted on request."""

    def reply(path: str, headers: Mapping[str, str]) -> Reply:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        body: dict[str, Any] = {"count": len(features) if counted is None else counted}
        if asked.get("returnCountOnly") != "true":
            first = int(asked.get("resultOffset", 0))
            last = first + min(most, int(asked.get("resultRecordCount", most)))
            body = _esri(features, first, last)
        kind = [("Content-Type", "application/json;charset=utf-8")]
        return 200, kind, json.dumps(body, ensure_ascii=False).encode()

    with serving(Service(reply)) as service:
        yield service


def _esri(
    features: list[tuple[Mapping[str, Any], shapely.Polygon]], first: int, last: int
) -> dict[str, Any]:
    """Return a page in the shape ArcGIS Server 10.9 gives: fields, then attributes and rings."""
    names = list(features[0][0]) if features else []
    fields = [{"name": "OBJECTID", "type": "esriFieldTypeOID", "alias": "OBJECTID"}]
    fields += [
        {"name": name, "type": "esriFieldTypeString", "alias": name, "length": 255}
        for name in names
    ]
    page = [
        {
            "attributes": {"OBJECTID": first + number, **props},
            "geometry": {"rings": [[list(point) for point in shape.exterior.coords]]},
        }
        for number, (props, shape) in enumerate(features[first:last], 1)
    ]
    return {
        "displayFieldName": "",
        "fieldAliases": {field["name"]: field["alias"] for field in fields},
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 25833, "latestWkid": 25833},
        "fields": fields,
        "features": page,
        **({"exceededTransferLimit": True} if last < len(features) else {}),
    }
