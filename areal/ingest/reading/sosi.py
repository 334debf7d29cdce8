"""SOSI: made a GeoPackage by the system's own GDAL, which has the driver for it.

The driver wants the charset its header names, an end mark, and a folder to keep an index in; files
lie about the first and leave out the second. So it gets a copy, in the private folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from areal.files.process import ENVIRONMENT
from areal.ingest.reading.charset import asked_for, named, of_file
from areal.ingest.reading.gdal import load_gdal, open_gdal
from areal.ingest.reading.opened import Job, Opened
from areal.ingest.reading.refused import FileRefused

_INPUT, _COPY, _MADE = Path("input.sosi"), Path("copy.sos"), Path("made.gpkg")
_PLACES = "/usr/local/bin:/usr/bin:/bin"
_PROGRAM = "ogr2ogr"
_HEAD = 65_536
_LINE = 1 << 20
_CHARSET = re.compile(r"^\.\.TEGNSETT[ \t]+\"?([\w-]+)", re.MULTILINE | re.IGNORECASE)
_END = ".SLUTT"
#: What the driver takes, and how its header writes it; the second has the Sámi letters.
_TAKEN = (("iso8859_1", "ISO8859-1"), ("iso8859_10", "ISO8859-10"))
_OBJECT = re.compile(r"\.([A-Za-zÆØÅæøå]+)[ \t:]")
#: Types of objects that the driver gives up at.
_NOT_DRAWN = ("BUE", "SIRKEL", "SIRKELP", "KLOTOIDE", "BEZIER", "RASTER", "SVERM", "TRASE")
_ERROR = re.compile(r"^(?:Error|ERROR \d+|Feil):\s*(.+)$", re.MULTILINE)


@contextmanager
def open_sosi(job: Job) -> Iterator[Opened]:
    """Open a SOSI file; raises ``FileRefused`` where the system has no driver for it."""
    program, skipped = _program()
    said = _said()
    asked = job.asked.encoding
    encoding = asked_for(asked) if asked else of_file(_INPUT, said)
    found = Counter[str]()
    ended = _copied(encoding, found)
    unread = sorted(name for name in found if name in _NOT_DRAWN)
    complaints = _converted(program, skipped, job, unread)
    load_gdal(job, "GPKG")
    with open_gdal(job, _MADE, "SOSI") as file:
        file.encoding = encoding
        if said and said != encoding and not asked and not _INPUT.read_bytes().isascii():
            file.note("encoding_overruled", said=said, encoding=encoding)
        if not ended:
            file.note("end_missing")
        if found["BUEP"]:
            file.note("arcs_by_degree", count=found["BUEP"])
        if complaints:
            file.note("program_complains", count=len(complaints), what=complaints[0])
        yield file


def _program() -> tuple[str, str]:
    """Return the system's converter, and the drivers it is to go without."""
    program = shutil.which(_PROGRAM, path=_PLACES)
    if program is None:
        raise FileRefused("sosi_driver_missing")
    listed = _run([program, "--formats"], {}, seconds=60).stdout
    names = re.findall(r"^  (.+?) -(?:raster|vector|multi)", listed, re.MULTILINE)
    if "SOSI" not in names:
        raise FileRefused("sosi_driver_missing")
    return program, ",".join(name for name in names if name not in ("SOSI", "GPKG"))


def _run(
    command: list[str], settings: dict[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """Run a program of the system inside the wall and the limits this process has."""
    return subprocess.run(  # noqa: S603 - a fixed program on names of ours
        command,
        env={**ENVIRONMENT, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=seconds,
        check=False,
        encoding="latin-1",
    )


def _said() -> str | None:
    with _INPUT.open("rb") as opened:
        found = _CHARSET.search(opened.read(_HEAD).decode("latin-1"))
    return named(found[1]) if found else None


def _copied(encoding: str, found: Counter[str]) -> bool:
    """Write the file as the driver takes it; returns whether it had its end mark.

    Counts the objects by what they are into ``found``.
    """
    codec, label = _taken(encoding)
    last = ""
    with (
        _INPUT.open(encoding=_python(encoding), errors="replace", newline=None) as text,
        _COPY.open("w", encoding=codec, errors="replace", newline="\r\n") as out,
    ):
        while line := text.readline(_LINE):
            if not line.upper().startswith("..TEGNSETT"):
                out.write(line)
            if line.upper().startswith(".HODE"):
                out.write(f"..TEGNSETT {label}\n")
            last = line.strip() or last
            if begun := _OBJECT.match(line):
                found[begun[1].upper()] += 1
        ended = last.upper().startswith(_END)
        if not ended:
            out.write(f"\n{_END}\n")
    return ended


def _python(encoding: str) -> str:
    return "utf-8-sig" if encoding == "UTF-8" else encoding


def _taken(encoding: str) -> tuple[str, str]:
    """Return the set of those the driver takes that holds all letters of the file, or most."""
    with _INPUT.open(encoding=_python(encoding), errors="replace") as text:
        while piece := text.read(_LINE):
            try:
                piece.encode(_TAKEN[0][0])
            except UnicodeEncodeError:
                letters = "".join(char for char in piece if char.isalpha())
                try:
                    letters.encode(_TAKEN[0][0])
                except UnicodeEncodeError:
                    return _TAKEN[1]
    return _TAKEN[0]


def _converted(program: str, skipped: str, job: Job, unread: list[str]) -> list[str]:
    """Have the file made a GeoPackage; returns what the program complained of.

    ``unread`` are the types of objects in it that make the driver give up.
    """
    settings = {"GDAL_SKIP": skipped, "OGR_SKIP": skipped, "TMPDIR": os.fspath(Path.cwd())}
    command = [program, "-f", "GPKG", str(_MADE), str(_COPY), "-gt", "65536"]
    try:
        done = _run(command, settings, seconds=job.limits.timeout_ms / 1_000)
    except subprocess.TimeoutExpired as error:
        raise FileRefused("took_too_long", limit=job.limits.timeout_ms / 1_000) from error
    complaints = [" ".join(each.split())[:120] for each in _ERROR.findall(done.stdout)]
    if done.returncode != 0 and unread:
        raise FileRefused("sosi_objects_unread", names=unread)
    if done.returncode != 0 or not _MADE.exists():
        raise FileRefused("sosi_unreadable", what=(complaints or ["ukjent feil / unknown"])[0])
    return complaints
