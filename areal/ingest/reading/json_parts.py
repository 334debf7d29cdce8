"""JSON looked through and, where it is a list of parts, written anew with one feature a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TextIO

from areal.ingest.reading.refused import FileRefused

#: Larger files are read piece by piece.
WHOLE = 24_000_000
_LINES = Path("lines.geojsonl")
_SHAPES = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)
_PIECE = 1 << 20
_LONGEST = 1 << 26
_DEEPEST = 4


@dataclass(frozen=True)
class Parts:
    """What GDAL is to read: a file, as lines or as one tree, and what the tree said of itself.

    ``drawn`` tells for each feature whether it has a geometry, where that was looked at.
    """

    path: Path
    lines: bool = False
    crs: str | None = None
    joined: int = 1
    drawn: bytes | None = None


def parts_of(path: Path) -> Parts:
    """Return what to read of a UTF-8 file; raises ``FileRefused`` for what is no GeoJSON."""
    try:
        return _small(path) if path.stat().st_size <= WHOLE else _large(path)
    except RecursionError as error:
        raise FileRefused("json_too_deep") from error


def _small(path: Path) -> Parts:
    text = path.read_text("utf-8-sig", errors="replace")
    try:
        tree = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" or text.startswith("\x1e"):
            return _written(map(_line, _numbered(text)))
        raise FileRefused("json_broken", line=error.lineno, column=error.colno) from error
    except ValueError as error:  # a whole number of more digits than Python reads
        raise FileRefused("json_broken", line=1, column=1) from error
    if isinstance(tree, list):
        return _written(tree)
    drawn = bytes(each.get("geometry") is not None for each in _features(tree))
    return Parts(path, crs=_crs(tree), drawn=drawn)


def _no_number(name: str) -> NoReturn:
    _wrong(f"«{name}» er ikke et tall", f"“{name}” is no number")


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        plain = line.strip(" \t\r\x1e")
        if plain:
            yield number, plain


def _line(numbered: tuple[int, str]) -> Any:
    number, line = numbered
    try:
        return json.loads(line, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise FileRefused("json_broken", line=number, column=error.colno) from error
    except ValueError as error:
        raise FileRefused("json_broken", line=number, column=1) from error


def _large(path: Path) -> Parts:
    with path.open(encoding="utf-8-sig", errors="replace") as opened:
        start = opened.read(_PIECE)
        opened.seek(0)
        head = start.lstrip()
        if head.startswith("["):
            return _written(_members(opened))
        first, end, rest = head.partition("\n")
        return Parts(path, lines=bool(end and rest.strip()) and _is_json(first.strip("\x1e \r")))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _members(opened: TextIO) -> Iterator[Any]:
    """Yield the members of a list that is too long to hold in memory."""
    decoder = json.JSONDecoder(parse_constant=_no_number)
    held = opened.read(_PIECE).lstrip("\ufeff \t\r\n")[1:]
    done = 0
    while True:
        held = held.lstrip(" \t\r\n,")
        if held.startswith("]"):
            return
        try:
            member, end = decoder.raw_decode(held)
        except ValueError as error:
            # Twice as much each time, so that a long member is not tried too often.
            more = opened.read(max(len(held), _PIECE)) if len(held) < _LONGEST else ""
            if not more:
                raise FileRefused("json_broken", line=1, column=done + 1) from error
            held += more
            continue
        yield member
        done += end
        held = held[end:]


def _written(trees: Iterable[Any]) -> Parts:
    """Write the features of many trees, one a line."""
    systems: dict[str | None, None] = {}
    drawn, joined = bytearray(), 0
    with _LINES.open("w", encoding="utf-8") as out:
        for tree in _flat(trees):
            joined += 1
            systems[_crs(tree)] = None
            for feature in _features(tree):
                drawn.append(feature.get("geometry") is not None)
                json.dump(feature, out, ensure_ascii=False)
                out.write("\n")
    if len(systems) > 1:
        raise FileRefused("crs_differs", names=[name or "WGS 84" for name in systems])
    crs = next(iter(systems), None)
    return Parts(_LINES, lines=True, crs=crs, joined=joined, drawn=bytes(drawn))


def _flat(trees: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    """Yield the members of lists, and of the lists in them."""
    for tree in trees:
        if isinstance(tree, list) and depth < _DEEPEST:
            yield from _flat(tree, depth + 1)
        else:
            yield tree


def _features(tree: Any) -> Iterator[dict[str, Any]]:
    kind = tree.get("type") if isinstance(tree, dict) else None
    if kind == "FeatureCollection":
        members = tree.get("features")
        if not isinstance(members, list):
            _wrong("«features» mangler eller er ikke en liste", "“features” is no list")
        for number, member in enumerate(members, 1):
            yield _feature(member, number)
    elif kind == "Feature":
        yield _feature(tree, 1)
    elif kind in _SHAPES:
        yield {"type": "Feature", "properties": {}, "geometry": tree}
    elif not isinstance(kind, str):
        _wrong("«type» mangler", "“type” is missing")
    else:
        _wrong(f"«type» er «{kind[:40]}»", f"“type” is “{kind[:40]}”")


def _feature(member: Any, number: int) -> dict[str, Any]:
    if not isinstance(member, dict) or member.get("type") != "Feature":
        _wrong(f"objekt {number} er ikke en Feature", f"item {number} is no Feature")
    return member


def _wrong(nb: str, en: str) -> NoReturn:
    raise FileRefused("not_geojson", what={"nb": nb, "en": en})


def _crs(tree: Any) -> str | None:
    """Return the system a tree names; the old forms with a code are understood."""
    told = tree.get("crs") if isinstance(tree, dict) else None
    if told is None:
        return None
    properties = told.get("properties") if isinstance(told, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    if isinstance(told, dict) and str(told.get("type")).lower() == "link":
        raise FileRefused("crs_linked")
    name = properties.get("name", properties.get("code"))
    if name is None:
        raise FileRefused("crs_not_known", crs=str(told)[:60])
    return f"EPSG:{name}" if str(name).isdigit() else str(name)
