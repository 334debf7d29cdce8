"""Which character set bytes are in, told from the bytes, as they stand in Norwegian files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from areal.ingest.reading.refused import FileRefused

UTF8 = "UTF-8"
#: What Norwegian files are in when they are not UTF-8, the likelier first.
CANDIDATES = ("CP1252", "CP865", "ISO8859-10", "MACROMAN")
_BEST = "æøåÆØÅ"
#: Signs that are as good as no sign: they stand between words in every set that has them.
_SIGNS = "–—«»§°²³½±·•…’‘“”´\xa0©®×€"
#: The last letter of the alphabets that Latin-1 and the Sámi languages write with.
_LAST_LATIN = "\u017f"
_MARKS = re.compile(rb"[\x80-\xff]")
_CHUNK = 1 << 20
_NAMES = {
    "utf8": UTF8, "utf-8": UTF8, "65001": UTF8, "88591": "ISO8859-1", "iso 88591": "ISO8859-1",
    "1252": "CP1252", "ansi 1252": "CP1252", "865": "CP865", "oem 865": "CP865", "ansi": "CP1252",
    "latin1": "ISO8859-1", "latin-1": "ISO8859-1", "885910": "ISO8859-10", "8859_1": "ISO8859-1",
    "88591 10": "ISO8859-10", "dosn8": "CP865", "decn7": "CP865",
}  # fmt: skip


def named(name: str) -> str | None:
    """Return a character set by the name Python knows it by, None for one it does not."""
    plain = name.strip().lower()
    plain = _NAMES.get(plain, plain)
    try:
        codec = codecs.lookup(plain)
    except (LookupError, ValueError):
        return None
    return UTF8 if codec.name in ("utf-8", "utf-8-sig", "ascii") else plain.upper()


def asked_for(name: str) -> str:
    """Return the character set someone asks for; raises ``FileRefused`` for an unknown one."""
    found = named(name)
    if found is None:
        raise FileRefused("encoding_unknown", encoding=name[:40])
    return found


def detect(texts: Iterable[bytes], said: str | None) -> str:
    """Return the character set of texts with foreign letters; ``said`` is what the file claims.

    What is valid UTF-8 with such letters is UTF-8: no other set gives that by chance.
    """
    marked = [text for text in texts if _MARKS.search(text)]
    if all(map(_is_utf8, marked)):
        return UTF8 if marked else said or UTF8
    claims = [said] if said and said != UTF8 else []
    return max((*claims, *CANDIDATES), key=lambda each: score(marked, each))


def score(texts: Iterable[bytes], encoding: str) -> int:
    """Return how likely texts are in a character set: letters of the north count, oddities cost."""
    return sum(_worth(text, encoding) for text in texts)


def _worth(text: bytes, encoding: str) -> int:
    decoded = text.decode(encoding, "replace")
    worth = 0
    for char in filter(lambda each: each > "\x7f", decoded):
        if char in _BEST:
            worth += 4
        elif char.isalpha() and char <= _LAST_LATIN and char not in "ªºµ":
            worth += 1
        elif char not in _SIGNS:
            worth -= 4
    return worth


def _is_utf8(text: bytes) -> bool:
    """Return whether text is UTF-8; a field of a table may have cut its last letter in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(text)
    except UnicodeDecodeError:
        return False
    return True


def of_file(path: Path, said: str | None = None) -> str:
    """Return the character set of a text file: by its first bytes, then by its lines."""
    with path.open("rb") as opened:
        head = opened.read(4)
        if head.startswith(codecs.BOM_UTF8):
            return UTF8
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "UTF-16"
        opened.seek(0)
        return UTF8 if _all_utf8(opened) else detect(_marked_lines(path), said)


def _all_utf8(opened: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = opened.read  # type: ignore[attr-defined]
    try:
        while piece := read(_CHUNK):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _marked_lines(path: Path, most: int = 5_000) -> list[bytes]:
    found: list[bytes] = []
    with path.open("rb") as opened:
        while len(found) < most and (line := opened.readline(_CHUNK)):
            if _MARKS.search(line):
                found.append(line)
    return found


def as_utf8(path: Path, encoding: str, target: Path, changed: Callable[[str], str] = str) -> None:
    """Write a text file anew as UTF-8; bytes the set has no letter for become the mark for one.

    ``changed`` is done to its beginning.
    """
    with (
        path.open(encoding=encoding, errors="replace", newline="") as opened,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        out.write(changed(opened.read(_CHUNK)).removeprefix("\ufeff"))
        while piece := opened.read(_CHUNK):
            out.write(piece)
