"""The surroundings of a process that reads one stranger's file, and the limits on it.

It has no database, no settings and no secrets. What a file does to it ends with it.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Mapping, Sequence
from functools import lru_cache

#: Everything the reading process is told by its surroundings: no password, no way out.
ENVIRONMENT: Mapping[str, str] = {
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # What libraries set aside and never use counts as memory too, where memory is limited.
    "MALLOC_ARENA_MAX": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "PROJ_NETWORK": "OFF",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "http_proxy": "127.0.0.1:9",
    "https_proxy": "127.0.0.1:9",
}
_DIE_WITH_PARENT = 1


def limit(memory: int, seconds: int, written: int) -> None:
    """Limit this process: bytes of address space, seconds of CPU, bytes of any file it writes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def die_with_parent() -> None:
    """Have the kernel end this process when the one that started it ends, however that ends."""
    from areal.files.barrier import prctl  # noqa: PLC0415 - ctypes is not needed by most

    prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def all_but(wanted: Sequence[str], drivers: Sequence[str]) -> str:
    """Return ``GDAL_SKIP`` that leaves only the wanted drivers; read by GDAL when it is loaded."""
    return ",".join(name for name in drivers if name not in wanted)


@lru_cache
def drivers() -> tuple[str, ...]:
    """Return the GDAL drivers of this installation."""
    from pyogrio import list_drivers  # noqa: PLC0415 - not before a file is to be read

    return tuple(list_drivers())
