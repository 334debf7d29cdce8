"""Look at a file before it is read: what it is, how large, and which parts belong to it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from areal.files.sniff import HEAD, is_blank, sniff
from areal.ingest.reading.contract import Limits
from areal.ingest.reading.refused import FileRefused

_SHAPEFILE = (".shp", ".dbf", ".shx", ".prj", ".cpg")
#: Indexes of a shapefile begin as it does.
_PARTS = (*_SHAPEFILE[1:], ".sbn", ".sbx", ".qix")
_GPKG = ("-wal",)
_MILLION = 1_000_000


@dataclass(frozen=True)
class Looked:
    """A file as it was found: its kind, the name of its stem, and the parts it is made of.

    ``parts`` has the name each part gets in the private folder, and where it lies.
    """

    kind: str
    name: str
    parts: Mapping[str, Path]
    #: The folder a file geodatabase is, where it is one.
    folder: Path | None = None


def look(path: Path, limits: Limits) -> Looked:
    """Return what ``path`` is; raises ``FileRefused`` for what can't be read at all."""
    try:
        looked = _geodatabase(path) if path.is_dir() else _file(path)
        size = sum(part.stat().st_size for part in looked.parts.values())
    except OSError as error:
        raise FileRefused("no_file", name=path.name) from error
    if size > limits.max_bytes:
        raise FileRefused(
            "too_many_bytes", bytes=size / _MILLION, limit=limits.max_bytes / _MILLION
        )
    return looked


def digest(looked: Looked) -> str:
    """Return the SHA-256 of a file; of several parts, that of their names and digests."""
    single = {name: _digest(part) for name, part in sorted(looked.parts.items())}
    if len(single) == 1:
        return next(iter(single.values()))
    return sha256("".join(f"{name} {each}\n" for name, each in single.items()).encode()).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _geodatabase(path: Path) -> Looked:
    found = {
        f"input.gdb/{each.name}": Path(each.path)
        for each in os.scandir(path)
        if each.is_file(follow_symlinks=False)
    }
    if not any(name.lower().endswith(".gdbtable") for name in found):
        raise FileRefused("unknown_format")
    return Looked("gdb", path.stem, found, path)


def _file(path: Path) -> Looked:
    with path.open("rb") as opened:
        head = opened.read(HEAD)
    if path.suffix.lower() in _PARTS:
        raise FileRefused("part_of_shapefile")
    if is_blank(head):
        raise FileRefused("empty_file")
    sniffed = sniff(head)
    if not sniffed.kind:
        raise _refused(sniffed.name)
    if sniffed.kind == "shp":
        return Looked("shp", path.stem, _siblings(path))
    parts = {f"input.{sniffed.kind}": path}
    if sniffed.kind == "gpkg":
        parts |= {f"input.gpkg{end}": part for end in _GPKG if (part := _beside(path, end))}
    kind = "csv" if sniffed.kind == "text" else sniffed.kind
    return Looked(kind, path.stem, parts)


def _refused(name: str) -> FileRefused:
    return FileRefused("known_but_not_read", format=name) if name else FileRefused("unknown_format")


def _beside(path: Path, ending: str) -> Path | None:
    beside = path.with_name(path.name + ending)
    return beside if beside.is_file() and beside.stat().st_size > 0 else None


def _siblings(path: Path) -> dict[str, Path]:
    """Return the parts of a loose shapefile: the same stem, in whatever case."""
    found = {"input.shp": path}
    for each in sorted(path.parent.iterdir()):
        ending = each.suffix.lower()
        if ending in _SHAPEFILE[1:] and each.stem.lower() == path.stem.lower() and each.is_file():
            found.setdefault(f"input{ending}", each)
    return found
