"""Names of KML columns as they stand in the file: GDAL makes ``område`` into ``omr__de``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

from areal.ingest.reading.opened import Opened, Rows

_PIECE = 1 << 20
#: No tag that names a column is longer than this.
_LONGEST = 1_000
_NAMED = re.compile(
    r"<(?:\w+:)?(?:Data|SimpleData|SimpleField)\b[^<>]*?\bname\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')"
)
_CHANGED = re.compile(rb"[^A-Za-z0-9_]")


#: Columns GDAL gives every KML file, about how it is shown.
_LOOKS = frozenset(
    {"altitudeMode", "drawOrder", "extrude", "icon", "snippet", "tessellate", "visibility"}
)


def give_names_back(file: Opened, path: Path, encoding: str) -> None:
    """Call the columns of a file what it calls them, where that is one name and no other's.

    The file's own come first: of two that mean the same, the first is read, and the columns every
    KML file has (``Name``, ``id``) are often empty. Those about how it is shown are left out.
    """
    own = _by_column(path, encoding)
    names = {
        column: told
        for column, told in own.items()
        if told is not None and column in file.fields and told not in file.fields
    }
    kept = [each for each in file.fields if each in own or each not in _LOOKS]
    kept.sort(key=lambda each: each not in own)
    file.fields = [names.get(each, each) for each in kept]
    file.rows = _renamed(file.rows, {each: names.get(each, each) for each in kept})


def _by_column(path: Path, encoding: str) -> Mapping[str, str | None]:
    """Return what GDAL calls a column → what the file does; None where two become one."""
    found: dict[str, str | None] = {}
    for name in dict.fromkeys(_names(path, encoding)):
        column = _CHANGED.sub(b"_", name.encode()).decode()
        found[column] = name if column not in found else None
    return found


def _names(path: Path, encoding: str) -> Iterator[str]:
    rest = ""
    with path.open(encoding=encoding, errors="replace") as opened:
        while piece := opened.read(_PIECE):
            text = rest + piece
            for double, single in _NAMED.findall(text):
                yield unescape(double or single)
            rest = text[-_LONGEST:]


def _renamed(rows: Iterator[Rows], names: Mapping[str, str]) -> Iterator[Rows]:
    for batch in rows:
        yield replace(batch, columns={told: batch.columns[each] for each, told in names.items()})
