"""A zip file someone sent: the one map file in it, with names and sizes of ours."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from areal.assess.areas.limits import UNPACKED, Limits
from areal.assess.areas.refused import refusal

_MAX_MEMBERS = 1_000
_LOCKED = 0x1
_CHUNK = 65_536
#: What a shapefile is made of, as far as it is read; the rest is indexes and remarks.
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SINGLE = (".gpkg", ".gml", ".geojson", ".json")


def unpacked(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Return the parts of the only map file in a zip file, by their endings.

    Names are looked at, never used: nothing is written anywhere. Sizes are counted while
    unpacking, because what the zip file says of them may be a lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [item for item in archive.infolist() if _counts(item)]
            if len(members) > _MAX_MEMBERS:
                raise refusal("zip_crowded", limit=_MAX_MEMBERS)
            chosen = _chosen(members)
            if any(item.flag_bits & _LOCKED for item in chosen.values()):
                raise refusal("zip_locked")
            return _read(archive, chosen, limits.max_bytes * UNPACKED)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError) as error:
        raise refusal("zip_broken") from error


def _counts(item: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(item.filename)
    return not item.is_dir() and "__MACOSX" not in path.parts and not path.name.startswith(".")


def _ending(item: zipfile.ZipInfo) -> str:
    return PurePosixPath(item.filename).suffix.lower()


def _chosen(members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    maps = [item for item in members if _ending(item) in (".shp", *_SINGLE)]
    if not maps:
        raise refusal("zip_without_map")
    if len(maps) > 1:
        names = [PurePosixPath(item.filename).name for item in maps[:5]]
        raise refusal("zip_several", names=names)
    if _ending(maps[0]) != ".shp":
        return {_ending(maps[0]): maps[0]}
    stem = maps[0].filename[: -len(".shp")].lower()
    return {
        _ending(item): item
        for item in members
        if _ending(item) in _PARTS and item.filename[:-4].lower() == stem
    }


def _read(
    archive: zipfile.ZipFile, chosen: dict[str, zipfile.ZipInfo], most: int
) -> dict[str, bytes]:
    left = most
    found = {}
    for ending, item in chosen.items():
        pieces = []
        with archive.open(item) as member:
            while piece := member.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise refusal("unpacked_too_large", limit=most / 1_000_000)
                pieces.append(piece)
        found[ending] = b"".join(pieces)
    return found


def packed(parts: dict[str, bytes]) -> bytes:
    """Return the parts of a shapefile as a zip file with names of ours, for reading in memory."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for ending in _PARTS:
            if ending in parts:
                archive.writestr(f"area{ending}", parts[ending])
    return kept.getvalue()
