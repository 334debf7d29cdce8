"""Zip files: the one map in them, unpacked by us under names of ours, with sizes counted."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from areal.files.sniff import HEAD, is_blank, sniff
from areal.files.xml_check import XmlFault, check_xml
from areal.ingest.reading.contract import Asked, Limits
from areal.ingest.reading.opened import Job
from areal.ingest.reading.refused import FileRefused

_MAX_MEMBERS = 5_000
_LOCKED = 0x1
_CHUNK = 1 << 16
_MILLION = 1_000_000
#: Members larger than this may not be packed tighter than that.
_LARGE, _TIGHTEST = 20 * _MILLION, 300
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SINGLE = (
    ".gpkg", ".gml", ".xml", ".geojson", ".geojsonl", ".json", ".kml", ".fgb", ".parquet",
    ".geoparquet", ".csv", ".sos", ".xlsx",
)  # fmt: skip
_TABLES = (".txt", ".tsv")
_OFFICE = {"word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint"}
_WORKBOOK = "xl/workbook.xml"
_FAULTS = (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError, ValueError)


@dataclass(frozen=True)
class Found:
    """The map in a zip file: its kind, what it is called, and what is still asked of it."""

    kind: str
    name: str
    asked: Asked


@dataclass(frozen=True)
class _Map:
    name: str
    members: dict[str, zipfile.ZipInfo]


def unpack(path: Path, job: Job) -> Found:
    """Unpack the map of a zip file into the folder this process stands in.

    Raises ``FileRefused`` for archives that are broken, locked, far too tight, that hold names
    leading out of their folder, links, or several maps.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [item for item in archive.infolist() if _counts(item)]
            _check(members)
            if _WORKBOOK in archive.namelist():
                _check_workbook(archive, members, job.limits)
                path.rename("input.xlsx")
                return Found("xlsx", job.name, job.asked)
            chosen, asked = _chosen(_maps(members), job, members)
            _write(archive, chosen, job.limits)
    except FileRefused:
        raise
    except _FAULTS as error:
        raise FileRefused("zip_broken") from error
    except RuntimeError as error:  # zipfile's word for a password
        raise FileRefused("zip_locked") from error
    return Found(_kind(chosen), chosen.name, asked)


def _counts(item: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(item.filename)
    return not item.is_dir() and "__MACOSX" not in path.parts and not path.name.startswith("._")


def _check(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > _MAX_MEMBERS:
        raise FileRefused("zip_crowded", limit=_MAX_MEMBERS)
    for item in members:
        name = item.filename.replace("\\", "/")
        outside = name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]
        if outside or stat.S_ISLNK(item.external_attr >> 16):
            raise FileRefused("zip_unsafe", name=item.filename[:60])
        if item.flag_bits & _LOCKED:
            raise FileRefused("zip_locked")
        ratio = item.file_size // max(item.compress_size, 1)
        if item.file_size > _LARGE and ratio > _TIGHTEST:
            raise FileRefused("zip_bomb", ratio=ratio)
        if item.filename in _OFFICE:
            raise FileRefused("known_but_not_read", format=_OFFICE[item.filename])


def _maps(members: Sequence[zipfile.ZipInfo]) -> list[_Map]:
    """Return the maps: geodatabases and shapefiles with all their parts, and single files."""
    found: dict[str, _Map] = {}
    for item in members:
        path = PurePosixPath(item.filename.replace("\\", "/"))
        ending = path.suffix.lower()
        if path.parent.suffix.lower() == ".gdb":
            base = found.setdefault(str(path.parent), _Map(path.parent.stem, {}))
            base.members[f"input.gdb/{path.name}"] = item
        elif ending == ".shp":
            found[str(path)] = _Map(path.stem, _parts(path, members))
        elif ending in _SINGLE:
            found[str(path)] = _Map(path.stem, {f"input{ending}": item})
    return list(found.values())


def _parts(path: PurePosixPath, members: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    stem = str(path.with_suffix("")).lower()
    parts = {}
    for item in members:
        other = PurePosixPath(item.filename.replace("\\", "/"))
        if other.suffix.lower() in _SHAPEFILE and str(other.with_suffix("")).lower() == stem:
            parts[f"input{other.suffix.lower()}"] = item
    return parts


def _chosen(maps: list[_Map], job: Job, members: Sequence[zipfile.ZipInfo]) -> tuple[_Map, Asked]:
    maps = _without_remarks(maps) or _tables(members)
    if not maps:
        nested = any(item.filename.lower().endswith((".zip", ".kmz", ".7z")) for item in members)
        raise FileRefused("zip_nested" if nested else "zip_without_map")
    if len(maps) == 1:
        return maps[0], job.asked
    for each in maps:
        if job.asked.layer is not None and each.name.lower() == job.asked.layer.lower():
            return each, replace(job.asked, layer=None)
    raise FileRefused("zip_several", names=[each.name for each in maps[:12]])


def _without_remarks(maps: list[_Map]) -> list[_Map]:
    """Return the maps less what lies beside them to describe them: XML beside any other map."""
    real = [each for each in maps if "input.xml" not in each.members]
    documents = [
        each for each in real if each.name.lower() == "doc" and "input.kml" in each.members
    ]
    return documents or real or maps


def _tables(members: Sequence[zipfile.ZipInfo]) -> list[_Map]:
    paths = [(PurePosixPath(item.filename), item) for item in members]
    return [
        _Map(path.stem, {"input.csv": item})
        for path, item in paths
        if path.suffix.lower() in _TABLES
    ]


def _write(archive: zipfile.ZipFile, chosen: _Map, limits: Limits) -> None:
    left = limits.max_unpacked_bytes
    for name, item in chosen.members.items():
        target = Path("unpacked", *PurePosixPath(name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(item) as member, target.open("wb") as out:
            while piece := member.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise FileRefused(
                        "unpacked_too_large", limit=limits.max_unpacked_bytes / _MILLION
                    )
                out.write(piece)


def _kind(chosen: _Map) -> str:
    """Return the kind of what was unpacked, by its content, and give it the name readers expect."""
    unpacked = Path("unpacked")
    if "input.shp" in chosen.members:
        for part in unpacked.iterdir():
            part.rename(part.name)
        return "shp"
    if (unpacked / "input.gdb").is_dir():
        (unpacked / "input.gdb").rename("input.gdb")
        return "gdb"
    (single,) = unpacked.iterdir()
    with single.open("rb") as opened:
        head = opened.read(HEAD)
    sniffed = sniff(head)
    if is_blank(head):
        raise FileRefused("empty_file")
    if sniffed.kind == "zip" and single.suffix == ".xlsx":
        raise FileRefused("zip_nested")
    if sniffed.kind in ("", "zip", "shp"):
        raise FileRefused("known_but_not_read", format=sniffed.name or single.suffix)
    single.rename(f"input.{sniffed.kind}")
    return "csv" if sniffed.kind == "text" else sniffed.kind


def _check_workbook(
    archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], limits: Limits
) -> None:
    """Count what an Excel file unpacks to, and look for what XML may not have."""
    left = limits.max_unpacked_bytes
    for item in members:
        left -= item.file_size
        if left < 0:
            raise FileRefused("unpacked_too_large", limit=limits.max_unpacked_bytes / _MILLION)
        if item.filename.lower().endswith((".xml", ".rels")):
            try:
                with archive.open(item) as member:
                    check_xml(member, only_start=True)  # type: ignore[arg-type]
            except XmlFault as error:
                raise FileRefused("unreadable", format="XLSX") from error
