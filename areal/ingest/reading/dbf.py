"""The texts of a dBASE table as bytes, to tell their charset from. GDAL reads the table itself."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

_HEAD, _FIELD = 32, 32
_END = 0x0D
_TEXT = b"C"[0]
_LANGUAGE = 29
#: Codes of the head for the sets that Norwegian files are in.
_LANGUAGES = {
    0x03: "CP1252", 0x57: "CP1252", 0x58: "CP1252", 0x59: "CP1252", 0x02: "CP850",
    0x65: "CP865", 0x66: "CP865", 0x08: "CP865", 0x17: "CP865",
}  # fmt: skip
#: So many texts with foreign letters are enough.
_ENOUGH = 5_000
_WINDOW = 1 << 22


def language(path: Path) -> str | None:
    """Return the charset the head of the table names."""
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    return _LANGUAGES.get(head[_LANGUAGE]) if len(head) == _HEAD else None


def texts(path: Path) -> Iterator[bytes]:
    """Yield the texts of the table that have other bytes than ASCII, and the names of columns."""
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
        if len(head) < _HEAD:
            return
        start, width = struct.unpack_from("<HH", head, 8)
        columns, names = _columns(opened.read(max(start - _HEAD, 0)))
        yield from names
        if not columns or width < 2:  # noqa: PLR2004 - a mark and a byte
            return
        with mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ) as content:
            yield from _marked(content, start, width, columns)


def _columns(fields: bytes) -> tuple[list[tuple[int, int]], list[bytes]]:
    """Return where the text columns begin and end in a row, and the names of all."""
    at, found, names = 1, [], []
    for place in range(0, len(fields) - _FIELD + 1, _FIELD):
        if fields[place] == _END:
            break
        width = fields[place + 16]
        names.append(fields[place : place + 11].split(b"\x00")[0])
        if fields[place + 11] == _TEXT:
            found.append((at, at + width))
        at += width
    return found, [name for name in names if not name.isascii()]


def _marked(
    content: mmap.mmap, start: int, width: int, columns: list[tuple[int, int]]
) -> Iterator[bytes]:
    rows = max(_WINDOW // width, 1)
    found = 0
    for place in range(start, len(content), rows * width):
        window = content[place : place + rows * width]
        if window.isascii():
            continue
        for row in range(0, len(window) - width + 1, width):
            if window[row : row + width].isascii():
                continue
            for begin, end in columns:
                text = window[row + begin : row + end].rstrip(b" \x00")
                if not text.isascii():
                    yield text
                    found += 1
        if found > _ENOUGH:
            return
