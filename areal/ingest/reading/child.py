"""The process that reads one stranger's file: asked on standard input, answers on standard output.

It has no database, no settings and no secrets, sees no file but the one it was given and may open
no socket; memory, time and what it writes are limited.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from areal.files.process import die_with_parent, limit
from areal.ingest.reading import frames, kinds
from areal.ingest.reading.contract import Asked, Limits, Note
from areal.ingest.reading.opened import Job, Opened
from areal.ingest.reading.refused import FileRefused

_LIGHT = ("geojson", "zip")
_SECOND = 1_000
_MEGABYTE = 1024 * 1024
#: Where the interpreter, its libraries and GDAL's programs and tables lie.
_LIBRARIES = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/urandom", "/proc/self")


def main() -> None:
    """Read the request, and write what is told of the file, its rows, or why it is refused."""
    # Libraries print; what they print must not end up in the answer.
    answer = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    request = json.loads(sys.stdin.buffer.read())
    job = Job(
        kind=request["kind"],
        name=request["name"],
        asked=Asked(**request["asked"]),
        limits=Limits(**request["limits"]),
        drivers=request["drivers"],
    )
    _import(job.kind)
    _confine(job.limits, request["readable"])
    with os.fdopen(answer, "wb") as out:
        _answer(job, out)


def _import(kind: str) -> None:
    """Import our own code while Python may still keep it compiled: nothing strange is read yet."""
    kinds.module(kind)
    # JSON that is refused needs none of the heavy libraries.
    if kind not in _LIGHT:
        import_module("areal.ingest.reading.batches")


def _confine(limits: Limits, readable: list[str]) -> None:
    from areal.files.barrier import raise_wall  # noqa: PLC0415 - ctypes

    die_with_parent()
    seconds = limits.timeout_ms // _SECOND + 2
    limit(limits.memory_mb * _MEGABYTE, seconds, limits.max_unpacked_bytes)
    ours = (sys.prefix, sys.base_prefix, str(Path(__file__).parents[3] / "areal"))
    # The trash goes to /dev/null, which is a file like any other to the wall.
    raise_wall(map(Path, (*_LIBRARIES, *ours, *readable)), (Path.cwd(), Path(os.devnull)))


def _answer(job: Job, out: BinaryIO) -> None:
    try:
        with kinds.open_kind(job) as file:
            _send(file, job.limits, out)
    except FileRefused as error:
        _refuse(out, error.reason, error.values)
    except MemoryError:
        _refuse(out, "too_heavy", {})
    except BrokenPipeError:  # whoever asked has gone
        return


def _refuse(out: BinaryIO, reason: str, values: Any) -> None:
    frames.send(out, frames.REFUSED, json.dumps({"reason": reason, "values": values}).encode())


def _send(file: Opened, limits: Limits, out: BinaryIO) -> None:
    from areal.ingest.reading.batches import batches, schema  # noqa: PLC0415 - pyarrow

    coming = batches(file, limits)
    # What is found in the first rows is told before them.
    first = next(coming, None)
    frames.send(out, frames.TOLD, json.dumps(_told(file)).encode())
    file.notes.clear()
    frames.send(out, frames.SCHEMA, memoryview((first.schema if first else schema()).serialize()))
    while first is not None:
        _send_notes(file, out)
        frames.send(out, frames.BATCH, memoryview(first.serialize()))
        first = next(coming, None)
    frames.send(out, frames.END, b"")


def _send_notes(file: Opened, out: BinaryIO) -> None:
    if file.notes:
        frames.send(out, frames.NOTES, json.dumps([*map(_note, file.notes)]).encode())
        file.notes.clear()


def _note(note: Note) -> dict[str, Any]:
    return asdict(note)


def _told(file: Opened) -> dict[str, Any]:
    return {
        "name": file.name,
        "format": file.format,
        "layer": file.layer,
        "layers": list(file.layers),
        "crs": file.crs,
        "encoding": file.encoding,
        "fields": list(file.fields),
        "features": file.features,
        "geometry": file.geometry,
        "notes": [*map(_note, file.notes)],
    }


if __name__ == "__main__":
    main()
