"""The process that fetches one answer: asked on standard input, it writes features to a file.

It has no database, no settings and no password but the one for this service, a limit on memory,
size and time, and no way to the network but the door. It ends when the process that started it
does.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import shutil
import signal
import ssl
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    ProxyHandler,
    build_opener,
)

_DEATH_OF_PARENT = 1
#: Where systems keep the certificates they trust, when OpenSSL does not know.
_TRUSTED = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
#: A server may count by boxes and send by shapes, so a few less than it counted are no fault.
_FEW, _SHARE = 10, 50


class Stopped(Exception):
    """The answer can't be used: ``reason`` is a key of ``areal.layers.fetch.fetching.REASONS``."""

    def __init__(self, reason: str, told: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.told = told


def main() -> None:
    """Read a request, fetch, and say how it went."""
    ctypes.CDLL(None).prctl(_DEATH_OF_PARENT, signal.SIGKILL)
    # Libraries print; what they print must not end up in the answer.
    answer = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    request = json.load(sys.stdin)
    _confine(request)
    try:
        told = _fetch(request)
    except Stopped as error:
        told = {"stopped": error.reason, "told": error.told[:300]}
    with os.fdopen(answer, "w", encoding="utf-8") as out:
        json.dump(told, out)


def _confine(request: Mapping[str, Any]) -> None:
    size, memory = request["max_bytes"], request["max_memory"]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # A file that grows too large is an error that can be told of, not the end.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    os.environ["GDAL_SKIP"] = ",".join(set(request["known"]) - set(request["drivers"]))
    trusted = ssl.get_default_verify_paths().cafile or next(filter(os.path.exists, _TRUSTED), "")
    if trusted:
        # What this machine trusts, an organisation's own authority included.
        os.environ["GDAL_CURL_CA_BUNDLE"] = trusted


def _fetch(request: Mapping[str, Any]) -> dict[str, Any]:
    from pyogrio import set_gdal_config_options  # noqa: PLC0415 - after the limits are set
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError  # noqa: PLC0415

    warnings.simplefilter("ignore")
    set_gdal_config_options(request["settings"])
    with tempfile.TemporaryDirectory(prefix="areal-fetch-", dir=request["folder"]) as folder:
        name = request["name"]
        if request["download"]:
            name = _download(request, Path(folder))
        try:
            return _copy(request, name)
        except (DataSourceError, DataLayerError, FeatureError) as error:
            raise Stopped("unreadable", str(error)) from error
        except ValueError as error:
            raise Stopped("bad_filter", str(error)) from error
        except MemoryError as error:
            raise Stopped("too_large") from error
        except OSError as error:
            full = error.errno in (errno.EFBIG, errno.ENOSPC)
            raise Stopped("too_large" if full else "unreadable", str(error)) from error


def _copy(request: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Write the features of a source to the file that is given; return what is known of them."""
    import pyarrow as pa  # noqa: PLC0415
    from pyogrio import read_info  # noqa: PLC0415
    from pyogrio.raw import open_arrow  # noqa: PLC0415

    from areal.layers.fetch import gdal  # noqa: PLC0415

    layer = _layer(request, name)
    info = read_info(name, layer=layer, **request["options"])
    extent = None if request["asks_itself"] else _extent(info["crs"], request["extent"])
    where = None if request["asks_itself"] else request["where"]
    drivers, options = request["drivers"], request["options"]
    counted = gdal.count(name, layer, drivers, options, extent, where)
    asked: dict[str, Any] = {"layer": layer, "bbox": extent, "where": where, "batch_size": 2_000}
    rows = 0
    with open_arrow(name, use_pyarrow=True, **asked, **options) as (meta, batches):
        kept = _kept(request, [str(field) for field in meta["fields"]])
        geometry = meta["geometry_name"] or "wkb_geometry"
        shapes = batches.schema.get_field_index(geometry)
        names = [*kept, geometry] if shapes >= 0 else kept
        schema = pa.schema([batches.schema.field(item) for item in names])
        with (
            os.fdopen(request["file"], "wb", closefd=False) as file,
            pa.ipc.new_stream(file, schema.remove_metadata()) as out,
        ):
            for batch in batches:
                rows += batch.num_rows
                out.write_batch(batch.select(names).cast(schema.remove_metadata()))
    failure = gdal.last_failure()
    if failure is not None:
        raise Stopped("broken_off", failure)
    if counted is not None and rows + max(_FEW, counted // _SHARE) < counted:
        raise Stopped("cut_short", f"{rows} of {counted} features")
    if rows and set(request["needed"]) - set(kept):
        missing = ", ".join(sorted(set(request["needed"]) - set(kept)))
        has = ", ".join(map(str, info["fields"]))
        raise Stopped("no_attribute", f"{missing}; it has {has}")
    return {"crs": info["crs"], "rows": rows, "geometry": geometry if shapes >= 0 else None}


def _layer(request: Mapping[str, Any], name: str) -> str | None:
    """Return the layer to read; raises ``Stopped`` for one that is not there or not named."""
    from pyogrio import list_layers  # noqa: PLC0415

    wanted: str | None = request["layer"]
    if request["asks_itself"]:
        return None
    names = [str(item) for item in list_layers(name)[:, 0]]
    if wanted is None and len(names) == 1:
        return names[0]
    for found in names:
        # A service may put a prefix before the name, and change it one day.
        if wanted is not None and wanted in (found, found.rpartition(":")[2]):
            return found
    raise Stopped("no_layer", f"{wanted or 'one layer'}; it has {', '.join(names[:20])}")


def _extent(
    crs: str | None, extent: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    from pyproj import CRS, Transformer  # noqa: PLC0415
    from pyproj.exceptions import ProjError  # noqa: PLC0415

    try:
        known = CRS.from_user_input(crs) if crs else None
        if known is None:
            raise Stopped("no_crs")
        # Shapes come east first, whatever the system says.
        moved = Transformer.from_crs(25833, known, always_xy=True)
        west, south, east, north = moved.transform_bounds(*extent)
    except ProjError as error:
        raise Stopped("no_crs", str(crs)) from error
    return west, south, east, north


def _kept(request: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(request["wanted"]) if name in fields]


def _download(request: Mapping[str, Any], folder: Path) -> str:
    """Fetch a whole file through the door; return its path."""
    opener = build_opener(ProxyHandler(request["proxies"]))
    if request["password"]:
        keys = HTTPPasswordMgrWithDefaultRealm()
        keys.add_password(None, request["name"], *request["password"].split(":", 1))
        opener.add_handler(HTTPBasicAuthHandler(keys))
    path = folder / f"fetched{request['ending']}"
    try:
        with opener.open(request["name"], timeout=request["silence_s"]) as came:
            with path.open("wb") as out:
                shutil.copyfileobj(came, out)
            told = came.headers["Content-Length"]
    except (URLError, OSError) as error:
        raise Stopped("unreadable", str(error)) from error
    if told is not None and path.stat().st_size != int(told):
        raise Stopped("broken_off", f"{path.stat().st_size} of {told} bytes")
    return str(path)


if __name__ == "__main__":
    main()
