"""The features of an answer, one by one: nothing of it is held but the batch that is read."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pyarrow as pa
from pyproj import CRS
from pyproj.exceptions import CRSError

from areal.crs import WGS84
from areal.layers.fetch.fetching import Answer, FetchFailed
from areal.layers.vector import plain

Row = tuple[dict[str, Any], bytes]
_SRID = 0x2000_0000
#: A shape that is empty: byte order, type and the number of its pieces, which is none.
_EMPTY_LENGTH = 9


def rows(answer: Answer) -> Iterator[Row]:
    """Yield attributes and EWKB of every feature that has a shape; can be asked for again."""
    if answer.geometry is None:
        return
    srid = _srid(answer.crs)
    answer.file.seek(0)
    with pa.ipc.open_stream(answer.file) as stream:
        for batch in stream:
            names = [name for name in batch.schema.names if name != answer.geometry]
            columns = [batch.column(name).to_pylist() for name in names]
            for number, shape in enumerate(batch.column(answer.geometry).to_pylist()):
                if shape is not None and not _empty(shape):
                    values = (plain(column[number]) for column in columns)
                    yield dict(zip(names, values, strict=True)), _ewkb(shape, srid)


class Checksum:
    """A checksum over features that does not depend on the order a service sends them in."""

    def __init__(self) -> None:
        self._sum = 0
        self.rows = 0

    def add(self, props: dict[str, Any], shape: bytes) -> None:
        """Take a feature in."""
        told = json.dumps(props, sort_keys=True, ensure_ascii=False, default=str)
        digest = sha256(told.encode() + b"\0" + shape).digest()
        self._sum = (self._sum + int.from_bytes(digest)) % (1 << 256)
        self.rows += 1

    def hexdigest(self) -> str:
        """Return the checksum so far."""
        return f"{self.rows}:{self._sum:064x}"


def _srid(crs: str) -> int:
    if crs.upper().endswith("CRS84"):
        return WGS84
    try:
        srid = CRS.from_user_input(crs).to_epsg()
    except CRSError:
        srid = None
    if srid is None:
        raise FetchFailed("no_crs", crs[:80])
    return srid


def _empty(shape: bytes) -> bool:
    return len(shape) <= _EMPTY_LENGTH and shape[5:] == b"\0\0\0\0"


def _ewkb(shape: bytes, srid: int) -> bytes:
    """Return WKB with the number of its system, whatever it holds: arcs and heights as well."""
    order = "<" if shape[0] else ">"
    (kind,) = struct.unpack_from(f"{order}I", shape, 1)
    return shape[:1] + struct.pack(f"{order}II", kind | _SRID, srid) + shape[5:]
