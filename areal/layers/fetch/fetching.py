"""Have an answer fetched by a process of its own, and ask again when it fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic, time
from typing import IO, Any

from areal.errors import ArealError, ConfigurationError
from areal.layers.fetch.connection import Target, gdal_name
from areal.layers.fetch.definition import Asked, Source
from areal.layers.fetch.door import door
from areal.settings import Settings

#: The program of this very tree, wherever it is installed, and nothing the surroundings name.
_READER = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from areal.layers.fetch.reader import main; main()"
)
_TREE = str(Path(__file__).resolve().parents[3])
Extent = tuple[float, float, float, float]
#: Why an answer can't be used; ``again`` marks what may be better in a moment.
REASONS = {
    "unreadable": "the source could not be read",
    "broken_off": "the answer broke off",
    "cut_short": "the service sent fewer features than it counted",
    "repeated": "the pages of the service repeat themselves",
    "too_large": "the answer is larger than AREAL_FETCH_MAX_BYTES or the memory allows",
    "no_layer": "the source has no such layer",
    "no_attribute": "the features lack an attribute that decides what they are",
    "bad_filter": "the filter does not fit the attributes of the layer",
    "no_crs": "the coordinate system is not known",
    "timed_out": "it took longer than it may",
    "crashed": "the process that fetches ended without an answer",
    "elsewhere": "the service pointed to another host",
}
_AGAIN = frozenset({"unreadable", "broken_off", "cut_short", "crashed"})


class FetchFailed(ArealError):
    """A source did not give what it was asked for; ``again`` tells whether to try once more."""

    code = "fetch-failed"

    def __init__(self, reason: str, told: str = "", *, hint: str | None = None) -> None:
        super().__init__(": ".join(part for part in (REASONS[reason], told) if part), hint=hint)
        self.reason = reason
        self.again = reason in _AGAIN


@dataclass(frozen=True)
class Answer:
    """What was fetched: ``file`` holds ``rows`` features as a stream of Arrow, in ``crs``.

    ``geometry`` is the column of shapes, None for a source that has none.
    """

    file: IO[bytes]
    crs: str
    rows: int
    geometry: str | None


@dataclass(frozen=True)
class Patience:
    """How long and how often to try; ``sleep`` waits."""

    attempts: int
    delay_s: float
    until: float
    sleep: Callable[[float], None]

    def left(self) -> float:
        """Return the seconds that are left."""
        return self.until - monotonic()

    def waited(self, attempt: int) -> bool:
        """Wait before the next attempt; return False when there is none."""
        wait = self.delay_s * 2**attempt
        if attempt + 1 >= self.attempts or wait >= self.left():
            return False
        self.sleep(wait)
        return True


@contextmanager
def fetched(
    asked: Asked, extent: Extent, settings: Settings, patience: Patience
) -> Iterator[Answer]:
    """Give the answer to a question, for the length of the block.

    Raises ``FetchFailed`` with the last reason when the attempts or the time are used up.
    """
    folder = settings.data_dir / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder, settings.fetch_timeout_s)
    attempt = 0
    while True:
        # Nameless: it is gone with the process, however that ends.
        with tempfile.TemporaryFile(dir=folder) as file:
            try:
                answer = _once(asked, extent, settings, patience, file, folder)
            except FetchFailed as error:
                if not error.again or not patience.waited(attempt):
                    raise
                attempt += 1
                continue
            yield answer
            return


def _sweep(folder: Path, seconds: float) -> None:
    """Remove what a refresh that was killed in the midst of a download has left."""
    for left in folder.glob("areal-fetch-*"):
        with suppress(OSError):
            if time() - left.stat().st_mtime > 2 * seconds:
                shutil.rmtree(left)


def _once(
    asked: Asked,
    extent: Extent,
    settings: Settings,
    patience: Patience,
    file: IO[bytes],
    folder: Path,
) -> Answer:
    target = asked.target
    hosts = [target.host] if target.host else []
    with door(hosts, settings.fetch_silence_s, settings.fetch_proxy) as way:
        request = _request(asked, target, extent, settings, way.address)
        told = _run({**request, "file": file.fileno(), "folder": str(folder)}, file, patience)
        if "stopped" in told and way.turned_away:
            raise FetchFailed("elsewhere", ", ".join(sorted(set(way.turned_away)))[:100])
    if "stopped" in told:
        raise FetchFailed(told["stopped"], told["told"])
    file.seek(0)
    return Answer(file, told["crs"], told["rows"], told["geometry"])


def _run(request: Mapping[str, Any], file: IO[bytes], patience: Patience) -> dict[str, Any]:
    left = patience.left()
    if left <= 0:
        raise FetchFailed("timed_out")
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing from outside in the command
            [sys.executable, "-I", "-c", _READER, _TREE],
            input=json.dumps(request).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(file.fileno(),),
            timeout=left,
            env=_environment(),
            cwd=os.sep,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchFailed("timed_out") from error
    if done.returncode != 0 or not done.stdout:
        raise FetchFailed("crashed")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _environment() -> dict[str, str]:
    """Return the surroundings of the process that fetches: no password, no other proxy."""
    trusted = {name: os.environ[name] for name in ("SSL_CERT_FILE",) if name in os.environ}
    return {"LC_ALL": "C.UTF-8", "PROJ_NETWORK": "OFF", "OMP_NUM_THREADS": "1", **trusted}


def _request(
    asked: Asked, target: Target, extent: Extent, settings: Settings, way: str
) -> dict[str, Any]:
    name, options, pages = gdal_name(
        target,
        where=asked.filter,
        crs=asked.crs,
        page_size=asked.page_size,
        order_by=asked.order_by,
        extent=extent,
        root=settings.geo_dir,
    )
    password = _password(asked, settings)
    own = {"GDAL_HTTP_USERPWD": password, "GDAL_HTTP_AUTH": "BASIC"} if password else {}
    return {
        "name": name,
        "options": options,
        "settings": {**_SETTINGS, **pages, **own, "GDAL_HTTP_PROXY": f"http://{way}"}
        | {"GDAL_HTTP_LOW_SPEED_TIME": str(settings.fetch_silence_s)},
        "proxies": {"http": f"http://{way}", "https": f"http://{way}"},
        "password": password,
        "download": target.kind == "download",
        "ending": {"GPKG": ".gpkg", "GML": ".gml", "FlatGeobuf": ".fgb"}.get(
            target.driver, ".geojson"
        ),
        "silence_s": settings.fetch_silence_s,
        "known": _known_drivers(),
        "drivers": target.drivers,
        "asks_itself": target.kind == "ESRIJSON",
        "layer": None if target.kind == "ESRIJSON" else asked.layer,
        "where": asked.filter,
        "extent": extent,
        "wanted": asked.wanted if isinstance(asked, Source) else (),
        "needed": asked.needed if isinstance(asked, Source) else (),
        "max_bytes": settings.fetch_max_bytes,
        "max_memory": settings.fetch_max_memory,
    }


_SETTINGS = {
    "GDAL_HTTP_CONNECTTIMEOUT": "15",
    "GDAL_HTTP_LOW_SPEED_LIMIT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
    "GDAL_PAM_ENABLED": "NO",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    # A page is fetched whole and then read: an answer that breaks off is seen to have done so.
    "OGR_WFS_USE_STREAMING": "NO",
    "OGR_WFS_LOAD_MULTIPLE_LAYER_DEFN": "NO",
}


def _password(asked: Asked, settings: Settings) -> str | None:
    if asked.credential is None:
        return None
    found = settings.fetch_credentials.get(asked.credential)
    if found is None:
        raise ConfigurationError(
            f"The user and password '{asked.credential}' are not set.",
            hint='Set AREAL_FETCH_CREDENTIALS={"' + asked.credential + '": "user:password"}.',
        )
    return found.get_secret_value()


@lru_cache
def _known_drivers() -> tuple[str, ...]:
    from pyogrio import list_drivers  # noqa: PLC0415 - not before something is fetched

    return tuple(list_drivers())
