"""Which letters the printed typeface has: the others are shown as a box, never a broken file.

PDF/UA refuses a letter without a glyph. Names come from outside, so any letter may turn up.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from areal.plain import DIRECTION_MARKS

#: Stands for a letter the typeface lacks.
STAND_IN = "\N{WHITE SQUARE}"
_FORMAT_4, _FORMAT_12 = 4, 12
#: What is no letter but may stand in text: the line break.
_KEPT = "\n"
#: Control codes that fonts have an empty glyph for, or that turn the direction of the line.
_CONTROL = frozenset((*range(0x20), *range(0x7F, 0xA0), 0xFEFF)) | DIRECTION_MARKS


def printable(value: Any, faces: Sequence[Path]) -> Any:
    """Return a JSON value with every letter one of the faces lacks as a box, control codes gone."""
    pattern = _pattern(tuple(faces))

    def cleaned(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(_replaced, value)
        if isinstance(value, Mapping):
            return {key: cleaned(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [cleaned(item) for item in value]
        return value

    return cleaned(value)


def _replaced(match: re.Match[str]) -> str:
    return STAND_IN if match[0].isprintable() else ""


@lru_cache(maxsize=4)
def _pattern(faces: tuple[Path, ...]) -> re.Pattern[str]:
    common = frozenset.intersection(*(letters(face) for face in faces)) | set(map(ord, _KEPT))
    ranges = "".join(
        f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _ranges(common)
    )
    return re.compile(f"[^{ranges}]")


def _ranges(codes: frozenset[int] | set[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


@lru_cache(maxsize=8)
def letters(face: Path) -> frozenset[int]:
    """Return the code points an OpenType file has a glyph for, from space on."""
    data = face.read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {
        data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0]
        for at in range(12, 12 + 16 * count, 16)
    }
    start = tables[b"cmap"]
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", data, start + 2)[0]):
        offset = start + struct.unpack_from(">I", data, start + 8 + 8 * number)[0]
        kind = struct.unpack_from(">H", data, offset)[0]
        if kind == _FORMAT_12:
            found |= _segments_12(data, offset)
        elif kind == _FORMAT_4:
            found |= _segments_4(data, offset)
    return frozenset(found - _CONTROL)


def _segments_12(data: bytes, offset: int) -> set[int]:
    groups = struct.unpack_from(">I", data, offset + 12)[0]
    found: set[int] = set()
    for at in range(offset + 16, offset + 16 + 12 * groups, 12):
        first, last, glyph = struct.unpack_from(">III", data, at)
        found.update(range(first + (glyph == 0), last + 1))
    return found


def _segments_4(data: bytes, offset: int) -> set[int]:
    size = struct.unpack_from(">H", data, offset + 6)[0]
    ends = struct.unpack_from(f">{size // 2}H", data, offset + 14)
    starts = struct.unpack_from(f">{size // 2}H", data, offset + 16 + size)
    found: set[int] = set()
    for first, last in zip(starts, ends, strict=True):
        found.update(range(first, last + 1))
    return found - {0xFFFF}
