"""Rows with geometry in two plain files, so that both Python environments read the same doubles."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Row = tuple[dict[str, Any], bytes]
_SIZE = struct.Struct("<I")


def write(folder: Path, name: str, rows: Iterable[tuple[Mapping[str, Any], bytes]]) -> int:
    """Write ``name``.jsonl (properties) and ``name``.wkb (sized records); return how many rows."""
    count = 0
    with (
        (folder / f"{name}.jsonl").open("w") as props,
        (folder / f"{name}.wkb").open("wb") as shapes,
    ):
        for count, (values, shape) in enumerate(rows, start=1):  # noqa: B007
            props.write(json.dumps(values, ensure_ascii=False) + "\n")
            shapes.write(_SIZE.pack(len(shape)) + shape)
    return count


def read(folder: Path, name: str) -> Iterator[Row]:
    """Yield (properties, EWKB) in the order written."""
    with (folder / f"{name}.jsonl").open() as props, (folder / f"{name}.wkb").open("rb") as shapes:
        for line in props:
            (size,) = _SIZE.unpack(shapes.read(_SIZE.size))
            yield json.loads(line), shapes.read(size)


def names(folder: Path) -> list[str]:
    """Return the names of what is stored in a folder."""
    return sorted(path.stem for path in folder.glob("*.jsonl"))
