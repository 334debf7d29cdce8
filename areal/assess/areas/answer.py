"""The result of a pre-check as programs read it, from the command line and over HTTP alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from areal.assess.areas.check import CheckedArea
from areal.assess.areas.read import AreaFile, Note
from areal.queries.certificate import overall
from areal.queries.findings import Finding
from areal.queries.revision import Revision, Strategy
from areal.queries.texts import Text


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """Something that was done to an area, or must be known about it."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """One area: where it lies, what was told of it, and what each rule says, in order.

    ``area_m2`` is on the ellipsoid. ``kommunenummer`` is null outside the region;
    ``kommune_share`` is the share of the area inside the kommune.
    """

    label: str
    area_m2: float
    kommunenummer: str | None
    kommune_share: float | None
    overall: str
    attributes: Mapping[str, Any]
    notes: tuple[NoteAnswer, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A pre-check; nothing of it is stored.

    ``eksempeldata`` is the notice about the map data, null for real data; ``as_of`` the day ages
    were counted to; ``strategy_notice`` says that the strategy is guidance, not law. ``format``
    and ``crs`` are what the file was read as.
    """

    eksempeldata: Text | None
    revision: int
    as_of: date
    strategy_notice: Text | None
    stored: bool
    strategy: Strategy
    engine_version: str
    format: str
    crs: str
    areas: tuple[AreaAnswer, ...]


def answer(
    revision: Revision, strategy: Strategy, file: AreaFile, areas: Iterable[CheckedArea]
) -> Answer:
    """Return a pre-check against ``strategy`` on the layers of the published revision."""
    return Answer(
        eksempeldata=revision.notice,
        revision=revision.revision,
        as_of=revision.as_of,
        strategy_notice=strategy.notice,
        stored=False,
        strategy=strategy,
        engine_version=revision.engine_version,
        format=file.format,
        crs=file.crs,
        areas=tuple(map(_area, areas)),
    )


def _area(area: CheckedArea) -> AreaAnswer:
    checked = area.checked
    return AreaAnswer(
        label=checked.area.label,
        area_m2=checked.area_m2,
        kommunenummer=checked.kommunenummer,
        kommune_share=checked.kommune_share,
        overall=overall(checked.findings),
        attributes=checked.area.attributes,
        notes=tuple(map(_note, area.notes)),
        findings=checked.findings,
    )


def _note(note: Note) -> NoteAnswer:
    return NoteAnswer(note.code, Text(note.told("nb"), note.told("en")))
