"""Have a file read by a process of its own, and take what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from areal.assess.areas.limits import Limits
from areal.assess.areas.notes import NOTES
from areal.assess.areas.refused import refusal
from areal.assess.areas.sniff import sniff
from areal.files.process import ENVIRONMENT, drivers
from areal.files.words import told

_READER = "areal.assess.areas.reader"


@dataclass(frozen=True)
class Note:
    """Something that was done to an area, or must be known about it; a key of ``NOTES``."""

    code: str
    values: Mapping[str, Any]

    def told(self, lang: str) -> str:
        """Return the note in bokmål or English."""
        return told(NOTES[self.code], lang, self.values)


@dataclass(frozen=True)
class FoundArea:
    """One area of a file: EWKB (MultiPolygon, EPSG:25833), m² on the ellipsoid, what it says.

    ``properties`` has one entry for each feature the area was made of.
    """

    geom: bytes
    area_m2: float
    properties: tuple[Mapping[str, Any], ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class AreaFile:
    """What a file was read as, and the areas in it."""

    name: str
    format: str
    crs: str
    areas: tuple[FoundArea, ...]


@dataclass(frozen=True)
class Asked:
    """How a file is to be read: None is "as the file says".

    ``each`` makes every feature an area of its own; else all of them are one.
    """

    crs: str | None = None
    layer: str | None = None
    each: bool = False


def read_file(content: bytes, name: str, limits: Limits, asked: Asked | None = None) -> AreaFile:
    """Return the areas of a file; ``name`` is only what they are called by.

    Raises ``AreaRefused`` with the reason when they can't be used, ``LimitExceeded`` when it is
    a limit that stops them.
    """
    asked = asked or Asked()
    if len(content) > limits.max_bytes:
        raise too_many_bytes(len(content), limits)
    if PurePosixPath(name).suffix.lower() in (".shx", ".dbf", ".prj"):
        raise refusal("part_of_shapefile")
    kind = sniff(content)
    if kind == "shp":
        raise refusal("part_of_shapefile")
    known = () if kind == "geojson" else drivers()
    answer = _read(content, limits, {"kind": kind, **asdict(asked), "drivers": known})
    if "refused" in answer:
        raise refusal(answer["refused"], **answer["values"])
    return AreaFile(
        stem(name), answer["format"], answer["crs"], tuple(map(_found, answer["areas"]))
    )


def too_many_bytes(size: int, limits: Limits) -> Exception:
    """Return the refusal of a file of ``size`` bytes."""
    million = 1_000_000
    return refusal("too_many_bytes", bytes=size / million, limit=limits.max_bytes / million)


def stem(name: str) -> str:
    """Return what an area is called after its file: the name without folders and ending."""
    return PurePosixPath(name.replace("\\", "/")).stem.replace("_", " ").strip()[:100]


def _found(area: Mapping[str, Any]) -> FoundArea:
    return FoundArea(
        geom=bytes.fromhex(area["geom"]),
        area_m2=area["area_m2"],
        properties=tuple(area["properties"]),
        notes=tuple(Note(code, values) for code, values in area["notes"]),
    )


def _read(content: bytes, limits: Limits, asked: Mapping[str, Any]) -> dict[str, Any]:
    head = json.dumps({**asked, "limits": asdict(limits)}).encode()
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing of the request in the command
            [sys.executable, "-I", "-m", _READER],
            input=head + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.timeout_ms / 1_000,
            env=dict(ENVIRONMENT),
            cwd=os.sep,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("took_too_long", limit=limits.timeout_ms / 1_000) from error
    if done.returncode != 0 or not done.stdout:
        raise refusal("too_heavy")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
